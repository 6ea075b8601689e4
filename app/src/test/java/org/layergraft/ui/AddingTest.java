package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Tasks;

/** An edit that takes its time, and drops that mean nothing. */
class AddingTest {

    /** Everything at once, until the test asks it to keep work back. */
    private static final class Slow implements Tasks {

        private final Tasks now = new InlineTasks();
        private final Queue<Runnable> kept = new ArrayDeque<>();
        private boolean keep;

        @Override
        public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
            if (keep) {
                kept.add(() -> now.start(work, done, failed));
            } else {
                now.start(work, done, failed);
            }
        }

        @Override
        public void soon(Runnable change) {
            now.soon(change);
        }
    }

    @TempDir
    Path config;

    private final Slow tasks = new Slow();
    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"), tasks);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void add() throws Exception {
        window.drag("#kind-linear", window.box("Linear"));
        Fx.run(() -> {
            tasks.keep = true;
            window.button("#layer-add").fire();
        });
    }

    private boolean working() {
        return window.scene.lookup("#layer-working").isVisible();
    }

    @Test
    void whatTakesLongIsShownAndEndsWithTheCardClosed() throws Exception {
        add();
        assertFalse(Fx.call(this::working), "nothing flickers");
        assertTrue(Fx.call(() -> window.button("#layer-add").isDisabled()), "once is enough");
        Fx.await("it is said", this::working);
        window.layout();
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        Fx.run(() -> tasks.kept.remove().run());
        assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") == null));
        assertEquals(1, window.edits().size());
    }

    @Test
    void escapeGivesItUp() throws Exception {
        add();
        Fx.run(() -> window.scene.lookup("#new-layer").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
        assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") == null));
        assertFalse(Fx.call(() -> window.model.document().busyProperty().get()));
        Fx.run(() -> tasks.kept.remove().run());
        assertEquals(List.of(), window.edits(), "what comes of it is dropped");
    }

    @Test
    void whatIsRefusedCanBeMendedAndTriedAgain() throws Exception {
        window.drag("#kind-linear", window.box("Linear"));
        Fx.run(() -> {
            window.field("#layer-name").setText("for");
            window.button("#layer-add").fire();
        });
        assertTrue(Fx.call(() -> window.label("#layer-error").getText()).contains("cannot be a name"));
        assertFalse(Fx.call(() -> window.button("#layer-add").isDisabled()));
        Fx.run(() -> {
            window.field("#layer-name").setText("four");
            window.button("#layer-add").fire();
        });
        assertEquals(1, window.edits().size());
    }

    @Test
    void whileItIsDraggedALayerSaysWhatItWouldBeFor() throws Exception {
        window.reach("l");
        var box = window.box("Linear");
        var empty = window.emptySpace();
        assertEquals("LoRA: Wrap it around fc1", over("#kind-lora", box));
        assertEquals("Linear: Insert it here", over("#kind-linear", box));
        assertEquals("Linear: Only declare in the model", over("#kind-linear", empty));
        assertEquals(
                "LoRA needs a module to go around: drop it on a module such as a Linear.", over("#kind-lora", empty));
        assertEquals("LoRA", over("#kind-lora", new Point2D(5, 5)), "outside of the graph nothing happens");
        assertEquals(List.of(), window.edits());
    }

    /** What follows the mouse says when it is there; then the layer is let go where it came from. */
    private String over(String chip, Point2D at) throws Exception {
        window.hover(chip, at);
        String said = Fx.call(() -> window.node(Label.class, ".drag-ghost").getText());
        window.letGo(chip, new Point2D(5, 5));
        return said;
    }

    @Test
    void whereALayerCannotGoIsSaidPlainly() throws Exception {
        window.reach("lora");
        window.drag("#kind-lora", window.emptySpace());
        assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") == null));
        assertEquals(
                "LoRA needs a module to go around: drop it on a module such as a Linear.",
                Fx.call(() -> window.label("#notice-text").getText()));
        assertEquals(List.of(), window.edits());
    }
}
