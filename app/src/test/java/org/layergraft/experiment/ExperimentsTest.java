package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;

class ExperimentsTest {

    @TempDir
    Path folder;

    private static Experiment edited() throws Exception {
        var opened = Experiments.open(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
        List<Edit> edits = EditScript.read("""
            {"edits": [
              {"op": "declare", "layer": {"kind": "parameter", "name": "extra", "shape": [2]}},
              {"op": "wrap", "module": "fc1", "layer": {"kind": "lora", "name": "lora"}}]}
            """);
        return Experiments.apply(Experiments.apply(opened, edits.get(0)), edits.get(1));
    }

    @Test
    void whatWasUndoneCanBeRedoneAfterSavingAndOpening() throws Exception {
        var edited = edited();
        var undone = Experiments.with(edited, edited.log().undo().undo());
        var file = folder.resolve("undone.pt");
        Experiments.save(undone, file);
        var opened = Experiments.open(file);
        assertEquals(undone.log(), opened.log());
        assertFalse(opened.isEdited());
        assertEquals(undone.graph().parameters(), opened.graph().parameters());
        var redone = Experiments.with(opened, opened.log().redo().redo());
        assertEquals(edited.graph().parameters(), redone.graph().parameters());
    }

    @Test
    void undoAndRedoApplyNothingAgain() throws Exception {
        var edited = edited();
        var undone = Experiments.with(edited, edited.log().undo());
        assertSame(edited.versions().at(1).model(), undone.model());
        assertSame(edited.model(), Experiments.with(undone, undone.log().redo()).model());
        var other = Experiments.apply(undone, new Edit.Freeze("fc1"));
        assertSame(undone.model(), other.versions().at(1).model());
        assertEquals(other.log().edits(), other.versions().edits());
    }

    /** Reading entries, parsing code and following each module's forward: none of the three is left out. */
    @Test
    void whoOpensAModelIsToldHowFarItIs() throws Exception {
        var told = new ArrayList<Double>();
        var file = Path.of(System.getProperty("layergraft.samples", "samples"), "co_dino_head.pt");
        Experiments.open(file, told::add);
        assertEquals(told.stream().sorted().toList(), told);
        assertEquals(1, told.getLast());
        for (double part : new double[] {0, 0.25, 0.5}) {
            long there = told.stream().filter(d -> d > part && d < part + 0.25).count();
            assertTrue(there > 1, () -> "between " + part + " and " + (part + 0.25) + ": " + told);
        }
        assertEquals(
                Experiments.open(file).graph(), Experiments.open(file, _ -> {}).graph());
    }
}
