package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.BackgroundTasks;

/** A process with a window is killed, and the next window brings back what it had. */
class CrashTest {

    private static final Edit FREEZE = new Edit.Freeze("fc1");
    /** What may be lost. */
    private static final long SECONDS = 2;

    @TempDir
    Path folder;

    private Path config;
    private Path model;
    private Optional<OpenWindow> window = Optional.empty();
    private Optional<Keeper> keeper = Optional.empty();

    @BeforeEach
    void copy() throws Exception {
        config = folder.resolve("config");
        model = Files.copy(Path.of("samples", "mini_mlp.pt"), folder.resolve("mine.pt"));
    }

    @AfterEach
    void close() throws Exception {
        if (window.isPresent()) {
            closeWindow();
        }
    }

    private void closeWindow() throws Exception {
        Fx.run(keeper.orElseThrow()::close);
        window.orElseThrow().close();
        window = Optional.empty();
    }

    /** Opens, edits, runs and turns switches in another process, and kills it two seconds later. */
    private void crash(Path... opened) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx400m",
                "-Dlayergraft.samples=" + System.getProperty("layergraft.samples")));
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classes, CrashVictim.class.getName(), config.toString()));
        List.of(opened).forEach(file -> command.add(file.toString()));
        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve("victim.log").toFile())
                .start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("changed")) {
                line = out.readLine();
            }
            assertEquals("changed", line, () -> log());
            TimeUnit.SECONDS.sleep(SECONDS);
            try (var store = new RecoveryStore(config.resolve("recovery"))) {
                assertEquals(opened.length, kept());
                assertEquals(List.of(), store.left(), "nobody takes from a window that lives");
            }
            process.destroyForcibly();
            assertEquals(128 + 9, process.waitFor(), "killed, not closed");
        } finally {
            process.destroyForcibly();
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("victim.log"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private OpenWindow open(Path file) throws Exception {
        var opened = new OpenWindow(config, file, new BackgroundTasks());
        window = Optional.of(opened);
        Fx.await("it is open", () -> isIdle(opened));
        keeper = Optional.of(Fx.call(() -> Keeper.of(opened.model, config)));
        return opened;
    }

    private static boolean isIdle(OpenWindow opened) {
        return opened.model.document().openProperty().get()
                && !opened.model.document().busyProperty().get();
    }

    private static boolean asks(OpenWindow opened) {
        return opened.scene.lookup("#question").isVisible();
    }

    private long kept() throws Exception {
        try (var files = Files.list(config.resolve("recovery"))) {
            return files.filter(ExperimentFile::isNamed).count();
        }
    }

    @Test
    void theNextWindowBringsBackEditsSwitchesAndRuns() throws Exception {
        crash(model);
        assertEquals(1, kept());
        var next = open(Path.of("samples", "mini_mlp.pt"));
        Fx.await("it is offered", () -> asks(next));
        String text = Fx.call(() -> next.label("#question-text").getText());
        assertTrue(text.contains("mine.pt") && text.contains("1 edit, 1 run"), text);
        next.layout();
        next.picture("recovery");
        Fx.run(() -> next.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        next.layout();
        next.picture("recovery-zh");

        Fx.run(() -> next.button("#question-restore").fire());
        Fx.await(
                "it is restored",
                () -> next.model
                                .document()
                                .fileProperty()
                                .get()
                                .filter(model::equals)
                                .isPresent()
                        && isIdle(next));
        assertEquals(List.of(FREEZE), next.edits());
        var settings = Fx.call(() -> next.model.switches().settingsProperty().get());
        assertEquals(4, settings.ranks());
        assertTrue(settings.switches().staticGraph());
        assertEquals(1, Fx.call(() -> next.model.runs().history().size()));
        assertFalse(Fx.call(() -> next.model.coverage().worstByParameter().isEmpty()), "the run is shown");
        assertTrue(next.backend.runs.isEmpty(), "and nothing is run for it");
        assertTrue(Fx.call(() -> next.model.files().unsavedProperty().get()), "no file has the edit");
        assertFalse(Fx.call(() -> asks(next)));
        assertEquals(1, kept(), "until it is saved it is kept for this window");
        closeWindow();
        assertEquals(0, kept(), "a window that closes leaves nothing");
    }

    @Test
    void anExperimentIsStillTheOneThatItWasSavedAs() throws Exception {
        Path graft = folder.resolve("one.graft");
        var first = open(model);
        Fx.run(() -> first.model.opening().saveExperiment(graft, () -> {}));
        Fx.await("it is saved", () -> Files.exists(graft) && isIdle(first));
        closeWindow();
        crash(graft);
        var next = open(model);
        Fx.await("it is offered", () -> asks(next));
        assertTrue(Fx.call(() -> next.label("#question-text").getText()).contains("one.graft"));
        Fx.run(() -> next.button("#question-restore").fire());
        Fx.await(
                "it is restored", () -> next.model.files().graftProperty().get().isPresent() && isIdle(next));
        assertEquals(
                graft.toRealPath(),
                Fx.call(() -> next.model.files().graftProperty().get().orElseThrow()));
        assertTrue(Fx.call(() -> next.model.files().unsavedProperty().get()));
        Fx.run(() -> next.model.opening().saveExperiment(graft, () -> {}));
        Fx.await("it is saved", () -> !next.model.files().unsavedProperty().get() && isIdle(next));
        assertEquals(List.of(FREEZE), ExperimentFile.read(graft).saved().log().edits());
        Fx.await("nothing is left to keep", () -> isNothingKept());
    }

    @Test
    void eachOfTwoWindowsIsBroughtBackInAWindowOfItsOwn() throws Exception {
        Path other = Files.copy(model, folder.resolve("other.pt"));
        crash(model, other);
        assertEquals(2, kept());
        var windows = new SomeWindows(config);
        try {
            var first = windows.open(Optional.empty());
            bringBack(first);
            Fx.await("it is here", () -> first.model().document().canUndo().get());
            bringBack(first);
            Fx.await("the other has a window", () -> windows.all.all().size() == 2);
            var second = windows.list().getLast();
            Fx.await("and is there", () -> second.model().document().canUndo().get());
            assertEquals(
                    Set.of(Set.of(model.toRealPath(), FREEZE), Set.of(other.toRealPath(), new Edit.Freeze("fc2"))),
                    Set.of(state(first), state(second)));
            assertEquals(2, kept(), "until they are saved they are kept, each for its window");
        } finally {
            windows.close();
        }
        assertEquals(0, kept());
    }

    private static void bringBack(AppWindow window) throws Exception {
        Fx.await("it is offered", () -> SomeWindows.find(window, "#question").isVisible());
        Fx.run(() -> ((Button) SomeWindows.find(window, "#question-restore")).fire());
    }

    private static Set<Object> state(AppWindow window) throws Exception {
        return Fx.call(() -> Set.of(
                window.model().document().fileProperty().get().orElseThrow().toRealPath(),
                window.model()
                        .document()
                        .experimentProperty()
                        .get()
                        .orElseThrow()
                        .log()
                        .edits()
                        .getFirst()));
    }

    private boolean isNothingKept() {
        try {
            return kept() == 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsDiscardedIsGoneAndWhatIsPutAwayIsOfferedAgain() throws Exception {
        crash(model);
        var next = open(model);
        Fx.await("it is offered", () -> asks(next));
        Fx.run(() -> next.button("#question-later").fire());
        closeWindow();
        var again = open(model);
        Fx.await("it is offered again", () -> asks(again));
        Fx.run(() -> again.button("#question-discard").fire());
        assertEquals(0, kept());
    }
}
