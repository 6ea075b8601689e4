package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.FileHash;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.switches.CostsViewModel;

/** What a person is asked before the code of a file is executed. */
class TrustWindowTest {

    private static final Path SAMPLE = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path folder;

    private Optional<OpenWindow> open = Optional.empty();

    @AfterEach
    void close() throws Exception {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    private OpenWindow window(Path file) throws Exception {
        close();
        Path config = folder.resolve("config");
        var window = new OpenWindow(config, file, new InlineTasks(), new TrustStore(config, List.of(SAMPLE)));
        open = Optional.of(window);
        window.layout();
        return window;
    }

    private Path stranger() throws Exception {
        return Files.copy(SAMPLE, folder.resolve("stranger.pt"));
    }

    private static boolean asks(OpenWindow window) throws Exception {
        return Fx.call(() -> window.scene.lookup("#trust-card") != null);
    }

    private static void press(OpenWindow window, String id) throws Exception {
        Fx.run(() -> window.button(id).fire());
    }

    @Test
    void runningAFileIsAskedForOnceAndRememberedByItsContent() throws Exception {
        var window = window(stranger());
        press(window, "#all-ranks");
        assertTrue(asks(window));
        assertTrue(window.backend.runs.isEmpty(), "nothing is executed before the answer");
        window.layout();
        window.picture("trust");
        press(window, "#trust-cancel");
        assertTrue(!asks(window) && window.backend.runs.isEmpty());
        press(window, "#one-device");
        Fx.run(() -> window.scene.lookup("#trust-cancel").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
        assertTrue(!asks(window) && window.backend.runs.isEmpty());
        press(window, "#all-ranks");
        press(window, "#trust-allow");
        assertEquals(1, window.backend.runs.size());
        press(window, "#one-device");
        assertFalse(asks(window));
        assertEquals(2, window.backend.runs.size());

        var copy = window(Files.copy(SAMPLE, folder.resolve("copy.pt")));
        press(copy, "#all-ranks");
        assertTrue(!asks(copy) && copy.backend.runs.size() == 1, "the same content under another name, another day");
    }

    @Test
    void aFileThatChangedIsAnother() throws Exception {
        Path file = stranger();
        var window = window(file);
        press(window, "#all-ranks");
        press(window, "#trust-allow");
        Files.write(file, Files.readAllBytes(SAMPLE.resolveSibling("co_dino_head.pt")));
        press(window, "#all-ranks");
        assertFalse(asks(window), "it cannot be run as it is open, so nothing is asked");
        assertTrue(told(window).contains("has changed on disk"), told(window));
        assertEquals(1, window.backend.runs.size(), "what would be executed is not what was allowed");
        var again = window(file);
        press(again, "#all-ranks");
        assertTrue(asks(again), "only what was shown is remembered");
    }

    @Test
    void aFileThatChangedBeforeAnythingWasAskedIsSaidToHaveChanged() throws Exception {
        Path file = stranger();
        var window = window(file);
        Files.write(file, Files.readAllBytes(SAMPLE.resolveSibling("co_dino_head.pt")));
        press(window, "#all-ranks");
        assertFalse(asks(window));
        assertTrue(told(window).contains("has changed on disk"), told(window));
        assertTrue(window.backend.runs.isEmpty());
    }

    private static String told(OpenWindow window) throws Exception {
        return Fx.call(() -> window.model
                .announcements()
                .noticeProperty()
                .get()
                .map(n -> window.model.words().get(n.text()))
                .orElse(""));
    }

    @Test
    void everythingThatExecutesAsks() throws Exception {
        var window = window(stranger());
        List<Runnable> all = List.of(
                () -> window.model.running().run(true),
                () -> window.model.running().run(false),
                () -> window.model.running().whatWouldHelp(),
                () -> window.model.running().checkEveryEdit(),
                () -> window.model.running().measureCost(CostsViewModel.Subject.FIND_UNUSED),
                () -> window.model.running().tryFixes(),
                () -> window.model.measureShapes());
        for (Runnable one : all) {
            Fx.run(one);
            assertTrue(asks(window));
            press(window, "#trust-cancel");
        }
        assertTrue(window.backend.runs.isEmpty() && window.backend.measured.isEmpty());
    }

    @Test
    void samplesComeWithTheProgram() throws Exception {
        var window = window(SAMPLE);
        press(window, "#all-ranks");
        assertTrue(!asks(window) && window.backend.runs.size() == 1);
    }

    @Test
    void whatIsSavedOfAnAllowedFileIsAllowed() throws Exception {
        var window = window(stranger());
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc1"), () -> {}));
        Path unseen = folder.resolve("unseen.pt");
        Fx.run(() -> window.model.opening().saveAs(unseen, () -> {}));
        press(window, "#all-ranks");
        press(window, "#trust-allow");
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc2"), () -> {}));
        Path seen = folder.resolve("seen.pt");
        Fx.run(() -> window.model.opening().saveAs(seen, () -> {}));
        var again = window(seen);
        press(again, "#all-ranks");
        assertFalse(asks(again));
        var other = window(unseen);
        press(other, "#all-ranks");
        assertTrue(asks(other), "saving alone allows nothing");
    }

    @Test
    void ofAnExperimentTheModelIsNamedBecauseItIsWhatRuns() throws Exception {
        Path stranger = stranger();
        Path graft = folder.resolve("plain.graft");
        Files.writeString(graft, """
            {"layergraft": 1, "model": {"file": "%s", "sha256": "%s"}, "edits": []}
            """.formatted(stranger.toAbsolutePath(), FileHash.of(stranger)));
        var window = window(graft);
        press(window, "#all-ranks");
        assertEquals(
                "Run stranger.pt?", Fx.call(() -> window.label("#trust-title").getText()));
        window.layout();
        window.picture("trust-graft");
    }

    @Test
    void layersThatComeWithAnExperimentAreAskedForToo() throws Exception {
        Path graft = folder.resolve("theirs.graft");
        Files.writeString(graft, """
            {"layergraft": 1, "model": {"file": "%s", "sha256": "%s"},
             "edits": [{"op": "insert", "after": "fc1",
                        "layer": {"kind": "custom", "name": "theirs", "code": "return torch.relu(input)"}}]}
            """.formatted(SAMPLE.toAbsolutePath(), FileHash.of(SAMPLE)));
        var window = window(graft);
        assertEquals(1, window.edits().size());
        press(window, "#all-ranks");
        assertTrue(asks(window), "the model is a sample, the layer is not");
        assertTrue(Fx.call(() -> window.label("#trust-title").getText()).contains("theirs.graft"));
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        press(window, "#all-ranks");
        window.layout();
        window.picture("trust-code-zh");
        press(window, "#trust-allow");
        assertEquals(1, window.backend.runs.size());
        var again = window(graft);
        press(again, "#all-ranks");
        assertFalse(asks(again));
    }

    @Test
    void theFormOfALayerStaysWhileItIsAsked() throws Exception {
        var window = window(stranger());
        window.reach("linear");
        window.drag("#kind-linear", window.emptySpace());
        Fx.run(() -> window.field("#layer-name").setText("mine"));
        Fx.run(() -> window.model.measureShapes());
        assertTrue(asks(window));
        press(window, "#trust-cancel");
        assertEquals("mine", Fx.call(() -> window.field("#layer-name").getText()));
        assertFalse(Fx.call(() -> window.field("#layer-name").isDisabled()));
    }
}
