package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.capture.SmallCapture;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.ActionId;

/** A capture in the window: predictions follow the switches, and what needs the model itself cannot be asked for. */
class CapturedWindowTest {

    @TempDir
    Path folder;

    @TempDir
    Path config;

    private OpenWindow window;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        file = Files.writeString(folder.resolve("head.capture.json"), SmallCapture.TEXT);
        window = new OpenWindow(config, file);
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private RunResult shown() throws Exception {
        return Fx.call(
                () -> window.model.runs().lastProperty().get().orElseThrow().result());
    }

    @Test
    void theVerdictIsThereAndSaysThatItIsPredicted() throws Exception {
        assertTrue(shown().isPredicted());
        assertEquals(Outcome.UNUSED_PARAMETERS, shown().verdict().orElseThrow().outcome());
        assertTrue(window.label("#verdict-predicted").isVisible());
        assertEquals("Predicted", window.label("#verdict-predicted").getText());
        String explained = window.label("#verdict-explanation").getText();
        assertTrue(explained.contains("2026-11-26 11:28 with PyTorch 2.13.0"), explained);
    }

    @Test
    void aSwitchIsPredictedAtOnce() throws Exception {
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        assertEquals(Outcome.OK, shown().verdict().orElseThrow().outcome());
        Fx.run(() -> window.model.switches().findUnusedProperty().set(false));
        assertEquals(Outcome.UNUSED_PARAMETERS, shown().verdict().orElseThrow().outcome());
    }

    @Test
    void whatNeedsTheModelIsOff() throws Exception {
        for (String id : List.of("#one-device", "#all-ranks", "#kind-linear", "#check-every")) {
            assertTrue(window.scene.lookup(id).isDisabled(), id);
        }
        assertFalse(window.button("#what-would-help").isDisabled());
        String said = Fx.call(() -> window.model
                .words()
                .get(window.model
                        .announcements()
                        .noticeProperty()
                        .get()
                        .orElseThrow()
                        .text()));
        assertTrue(said.contains("cannot run or be edited here"), said);
    }

    /** Nothing runs, so nobody is asked whether it may. */
    @Test
    void everyCombinationIsPredicted() throws Exception {
        try (var live = new LiveBackend()) {
            var experiment = Experiments.open(file);
            var heard = new ArrayList<RunResult>();
            List<RunResult> all = live.matrix(
                    experiment,
                    Fx.call(() -> window.model.switches().settingsProperty().get()),
                    List.of(),
                    new Matrix.Progress() {
                        @Override
                        public void at(int done, int total, Switches now) {}

                        @Override
                        public void finished(RunResult result) {
                            heard.add(result);
                        }
                    },
                    StepRunner.Progress.SILENT,
                    new Cancellation());
            assertEquals(4, all.size());
            assertEquals(all, heard);
            assertTrue(all.stream().allMatch(RunResult::isPredicted));
        }
    }

    @Test
    void anEditIsRefusedInWords() throws Exception {
        var experiment = Experiments.open(file);
        var edit = new Edit.Remove("fc");
        assertTrue(Experiments.refusal(experiment, edit).isPresent());
        var refused = assertThrows(LayergraftException.class, () -> Experiments.apply(experiment, edit));
        assertTrue(refused.getMessage().contains("is a capture"), refused.getMessage());
    }

    @Test
    void whatIsSavedOfItOpensAgainAndIsStillPredicted() throws Exception {
        Path graft = folder.resolve("head.graft");
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        Fx.run(() -> window.model.opening().saveExperiment(graft, () -> {}));
        Fx.run(() -> window.model.opening().open(graft));
        assertTrue(shown().isPredicted());
        assertTrue(Fx.call(() -> window.model.switches().findUnusedProperty().get()));
        assertTrue(ExperimentFile.read(graft).saved().runs().stream()
                .allMatch(r -> r.result().isPredicted()));
    }

    @Test
    void itsReportIsWrittenFromTheMenuOfWhatCanBeSaved() throws Exception {
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        Path out = folder.resolve("r.md");
        window.dialogs.answer = Optional.of(out);
        var menu = window.node(SplitMenuButton.class, "#save");
        assertFalse(menu.isDisabled());
        Fx.run(() -> item(menu, ActionId.EXPORT_REPORT).fire());
        assertEquals("head-report.html", window.dialogs.proposed);
        String notes = Files.readString(out);
        assertTrue(notes.contains("Predicted: Trains on 1 device and on 2 ranks."), notes);
        assertTrue(notes.contains("- Switches: `static_graph=True`"), notes);
        assertTrue(notes.contains("layergraft check head.capture.json --ranks 2 --static-graph=true --steps 3"), notes);
        assertFalse(notes.contains("Every combination"), "nobody asked for it yet");

        Fx.run(() -> window.button("#what-would-help").fire());
        Fx.run(() -> item(menu, ActionId.EXPORT_REPORT).fire());
        String more = Files.readString(out);
        assertTrue(more.contains("## Every combination of the switches, predicted"), more);
    }

    @Test
    void whatItCannotBeSavedAsSaysWhyAndSavingKeepsTheExperiment() throws Exception {
        var menu = window.node(SplitMenuButton.class, "#save");
        for (ActionId id : List.of(
                ActionId.SAVE_MODEL, ActionId.EXPORT_PYTHON, ActionId.EXPORT_SCRIPT, ActionId.EXPORT_TORCHRUN)) {
            assertTrue(item(menu, id).isDisable(), id::key);
            assertTrue(item(menu, id)
                    .getText()
                    .endsWith("A capture holds no model: edit, save and run it where it trains."));
        }
        for (ActionId id : List.of(ActionId.SAVE_EXPERIMENT, ActionId.EXPORT_REPORT, ActionId.EXPORT_GRAPH)) {
            assertFalse(item(menu, id).isDisable(), id::key);
        }
        Path graft = folder.resolve("saved.graft");
        window.dialogs.answer = Optional.of(graft);
        Fx.run(menu::fire);
        assertEquals("head.graft", window.dialogs.proposed);
        assertTrue(Files.exists(graft));
    }

    private static MenuItem item(SplitMenuButton menu, ActionId id) {
        return menu.getItems().stream()
                .filter(i -> id.key().equals(i.getId()))
                .findFirst()
                .orElseThrow();
    }
}
