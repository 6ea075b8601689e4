package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.common.ActionId;

/** Everything that runs is in one list, with how far it is and a button that stops it. */
class TasksWindowTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path config;

    private final SlowTasks slow = new SlowTasks();
    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, MLP, slow);
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.GO_TASKS.keys()).run());
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Node row(String id) throws Exception {
        window.layout();
        return Fx.call(() -> window.scene.lookup("#task-" + id));
    }

    private void finishAll() throws Exception {
        Fx.run(() -> {
            while (!slow.isIdle()) {
                slow.finish();
            }
        });
    }

    private String count() throws Exception {
        return Fx.call(() -> window.button("#show-tasks").getText());
    }

    @Test
    void openingIsInTheListAndCanBeCancelledByMouse() throws Exception {
        assertNotNull(row("document"));
        assertEquals("1 task", count());
        var at = Fx.call(() -> {
            var button = window.scene.lookup("#task-cancel-document");
            return button.localToScreen(8, 8);
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> robot.mouseMove(at));
        Fx.run(() -> robot.mouseClick(MouseButton.PRIMARY));
        Fx.await("it is gone", () -> window.scene.lookup("#task-document") == null);
        finishAll();
        assertFalse(Fx.call(() -> window.model.document().openProperty().get()), "it was dropped");
        assertEquals("No tasks", count());
        assertTrue(Fx.call(() -> window.scene.lookup("#tasks-none").isVisible()));
    }

    @Test
    void aRunIsCancelledByKeyboardAndKeepsItsRowUntilItEnds() throws Exception {
        finishAll();
        Fx.run(() -> window.model.running().run(true));
        assertNotNull(row("run"));
        Fx.run(() -> {
            window.stage.requestFocus();
            window.scene.lookup("#tasks").requestFocus();
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> robot.keyType(KeyCode.TAB));
        Fx.await(
                "the next stop is its button",
                () -> "task-cancel-run".equals(window.scene.getFocusOwner().getId()));
        assertEquals(
                "Cancel: Run on all ranks",
                Fx.call(() -> window.scene.getFocusOwner().getAccessibleText()));
        Fx.run(() -> robot.keyType(KeyCode.SPACE));
        Fx.await(
                "it says so",
                () -> window.model.jobs().going().getFirst().where().get().startsWith("Stopping"));
        assertNotNull(row("run"), "it is not gone yet");
        finishAll();
        assertNull(row("run"));
    }

    private void exportWhole(Path file) throws Exception {
        window.dialogs.answer = Optional.of(file);
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(ActionId.EXPORT_WHOLE_GRAPH.keys())
                .run());
    }

    @Test
    void exportingTheWholeGraphIsInTheListAndCanBeCancelled() throws Exception {
        finishAll();
        for (String name : List.of("whole.svg", "whole.pdf")) {
            Path file = config.resolve(name);
            exportWhole(file);
            var row = row("document");
            assertEquals(
                    "Exporting the graph to " + name, Fx.call(() -> ((Label) row.lookup(".task-title")).getText()));
            Fx.run(() -> window.button("#task-cancel-document").fire());
            assertNull(row("document"));
            assertEquals(
                    "message.cancelled",
                    Fx.call(() ->
                            window.model.messages().entries().getFirst().text().key()));
            finishAll();
            assertFalse(Files.exists(file), "nobody wanted it any longer");
            exportWhole(file);
            finishAll();
            assertTrue(Files.size(file) > 1000);
        }
    }

    @Test
    void severalAtOnceInBothLanguages() throws Exception {
        finishAll();
        Fx.run(() -> {
            window.model.measureShapes();
            window.model.editing().edit(new org.layergraft.graft.Edit.Freeze("fc1"), () -> {});
        });
        assertNotNull(row("document"));
        assertNotNull(row("shapes"));
        assertEquals("2 tasks", count());
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            Fx.run(() ->
                    window.scene.getAccelerators().get(ActionId.GO_TASKS.keys()).run());
            window.layout();
            assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language.toString());
            window.picture("tasks-" + language.getLanguage());
        }
        finishAll();
    }

    @Test
    void theStatusBarOpensTheList() throws Exception {
        finishAll();
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.GO_MESSAGES.keys()).run());
        Button button = window.button("#show-tasks");
        Fx.run(button::fire);
        var bottom = window.node(TabPane.class, "#bottom");
        assertNotNull(Fx.call(
                () -> bottom.getSelectionModel().getSelectedItem().getContent().lookup("#tasks")));
    }
}
