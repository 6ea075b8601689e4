package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.text.Texts;

class EditPicturesTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    private static Experiment edited() throws Exception {
        var experiment = Experiments.open(Path.of("samples", "mini_mlp.pt"));
        for (String name : List.of("one", "two", "three", "four")) {
            var shape = new LinkedHashMap<String, Hyper>();
            shape.put("shape", new Hyper.Wholes(List.of(2L)));
            experiment = Experiments.apply(
                    experiment, new Edit.Declare("", new LayerSpec("parameter", name, shape), Edit.Scope.THIS));
        }
        return Experiments.apply(experiment, new Edit.Freeze("fc1"));
    }

    @Test
    void itIsToldHowManyAreDrawn() throws Exception {
        var told = new Told();
        var pictures = EditPictures.of(edited(), ENGLISH, told);
        assertEquals(4, pictures.size(), "freezing changes no structure");
        assertEquals(List.of(0.25, 0.5, 0.75, 1.0), told.all);
    }

    @Test
    void noneIsDrawnForNobody() throws Exception {
        var experiment = edited();
        assertThrows(CancellationException.class, () -> EditPictures.of(experiment, ENGLISH, () -> true));
        assertTrue(EditPictures.of(experiment, ENGLISH).size() > 1);
    }
}
