package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.ActionId;

/** An error says what is behind it to those who ask, and can be handed on without telling where somebody's files lie. */
class ErrorWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    /** A run whose child process died with some words about a file of somebody's. */
    private void fail() throws Exception {
        var file = Path.of("samples", "mini_mlp.pt").toAbsolutePath();
        window.backend.nextRunFails = Optional.of(new LayergraftException(
                        LayergraftException.Fault.ENGINE,
                        Problem.of("process", "child.ended-saying", 134, "out of luck"),
                        new IllegalStateException("the pipe is gone"))
                .saying("loading " + file + "\nout of luck"));
        Fx.run(() -> window.model.running().run(false));
        window.layout();
    }

    private boolean isShown(String id) throws Exception {
        window.layout();
        return Fx.call(() -> window.scene.lookup(id).isVisible()
                && window.scene.lookup("#notice-text").getParent().getParent().isVisible());
    }

    private void click(String id) throws Exception {
        window.layout();
        var at = Fx.call(() -> {
            var node = window.scene.lookup(id);
            var box = node.localToScreen(node.getLayoutBounds());
            return new javafx.geometry.Point2D(box.getCenterX(), box.getCenterY());
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> robot.mouseMove(at));
        Fx.run(() -> robot.mouseClick(MouseButton.PRIMARY));
    }

    @Test
    void detailsAreThereForThoseWhoAsk() throws Exception {
        Fx.run(() -> window.canvas().requestFocus());
        fail();
        assertSame(window.canvas(), Fx.call(() -> window.scene.getFocusOwner()), "it takes no focus");
        assertTrue(isShown("#notice-details"));
        assertFalse(isShown("#notice-log"), "only on demand");
        click("#notice-details");
        assertTrue(isShown("#notice-log"));
        var log = window.node(TextArea.class, "#notice-log");
        assertFalse(log.isEditable());
        assertTrue(log.getText().contains("out of luck"), log.getText());
        assertTrue(log.getText().contains("the pipe is gone"), "the cause, too: " + log.getText());
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            window.layout();
            Fx.run(() -> window.node(ToggleButton.class, "#notice-details").setSelected(true));
            window.layout();
            assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language.toString());
            window.picture("error-" + language.getLanguage());
        }
        Fx.run(() -> window.model.announcements().dismiss());
        assertFalse(isShown("#notice-log"));
    }

    @Test
    void theReportHasNoPrivatePaths() throws Exception {
        fail();
        click("#notice-report");
        Fx.await("it says so", () -> window.button("#notice-report").getText().equals("Copied"));
        String report = Fx.call(() -> Clipboard.getSystemClipboard().getString());
        assertTrue(report.contains("Layergraft ") && report.contains("JavaFX ") && report.contains("Java "), report);
        assertTrue(report.contains(System.getProperty("os.name")), report);
        assertTrue(report.contains("exit code 134: out of luck"), report);
        assertTrue(report.contains("loading mini_mlp.pt\n"), report);
        assertTrue(report.contains("Caused by: java.lang.IllegalStateException"), report);
        assertFalse(report.contains(Path.of("").toAbsolutePath().toString()), report);
    }

    @Test
    void theReportIsInEnglishWhateverTheWindowSpeaks() throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        fail();
        Fx.run(() -> window.button("#notice-report").fire());
        String report = Fx.call(() -> Clipboard.getSystemClipboard().getString());
        assertTrue(report.contains("The helper process ended unexpectedly"), report);
    }

    @Test
    void anErrorIsShownAgainFromTheList() throws Exception {
        fail();
        Fx.run(() -> window.model.announcements().dismiss());
        assertFalse(isShown("#notice-details"));
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.GO_MESSAGES.keys()).run());
        window.layout();
        Fx.run(() -> ((ListView<?>) window.scene.lookup("#messages"))
                .getSelectionModel()
                .select(0));
        assertTrue(isShown("#notice-details"));
    }

    @Test
    void aFileThatCannotBeReadSaysWhereAndHasDetails() throws Exception {
        Path broken = Files.writeString(config.resolve("broken.pt"), "not a zip");
        Fx.run(() -> window.model.opening().open(broken));
        String said = Fx.call(() -> window.label("#notice-text").getText());
        assertTrue(said.contains("broken.pt"), said);
        assertTrue(isShown("#notice-details"));
        Fx.run(() -> window.button("#notice-report").fire());
        String report = Fx.call(() -> Clipboard.getSystemClipboard().getString());
        assertTrue(report.contains("broken.pt"), report);
        assertFalse(report.contains(config.toString()), report);
    }

    @Test
    void whatIsOnlyRefusedHasNothingBehindIt() throws Exception {
        Fx.run(() -> window.model.announcements().refuse(Problem.of("ui", "menu.why.open")));
        assertTrue(Fx.call(() -> window.scene.lookup("#notice-text").isVisible()));
        assertFalse(isShown("#notice-details"));
        assertFalse(isShown("#notice-report"));
    }
}
