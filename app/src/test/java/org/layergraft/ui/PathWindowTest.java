package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.canvas.OnCanvas;

/** Where a parameter goes is lit up when it is selected, and while it is pointed at. */
class PathWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.await("the graph is laid out", () -> window.edge() != null);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private OnCanvas graph() {
        return new OnCanvas(window.canvas());
    }

    @Test
    void aParameterThatIsPointedAtShowsItsPathAndThenTheSelectedOneAgain() throws Exception {
        Fx.run(() -> window.model.openModuleProperty().set("fc2"));
        Fx.await("what is in fc2", () -> graph().boxes().contains("fc2/.weight"));
        window.layout();
        Fx.run(() -> window.model.selectedProperty().set("fc2.bias"));
        var selected = Fx.call(() -> graph().lit());
        assertTrue(selected.contains("fc2/.bias"), selected::toString);
        Fx.run(() -> graph().pointAt("fc2/.weight"));
        var pointed = Fx.call(() -> graph().lit());
        assertTrue(pointed.containsAll(Set.of("fc2/.weight", "fc2/linear")), pointed::toString);
        assertTrue(!pointed.contains("fc2/.bias"), pointed::toString);
        Fx.run(() -> graph().pointAt("fc2/linear"));
        assertEquals(selected, Fx.call(() -> graph().lit()), "an operator is no parameter");
        Fx.run(() -> graph().pointAt("fc2/.weight"));
        Fx.run(() -> graph().leave());
        assertEquals(selected, Fx.call(() -> graph().lit()));
    }
}
