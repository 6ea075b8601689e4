package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.coverage.CoverageViewModel;
import org.layergraft.ui.verdict.Remedy;

class WorkbenchViewModelTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path config;

    private final FakeBackend backend = new FakeBackend();
    private WorkbenchViewModel model;

    @BeforeEach
    void openTheSample() {
        model = new WorkbenchViewModel(
                backend, new InlineTasks(), new Words(Locale.ENGLISH), new Remembered(new SettingsStore(config)));
        model.opening().open(MLP);
    }

    private void declare(String name) {
        var hypers = new LinkedHashMap<String, Hyper>(Map.of("shape", new Hyper.Wholes(List.of(32L, 512L))));
        var edit = new Edit.Declare("", new LayerSpec("parameter", name, hypers), Edit.Scope.THIS);
        model.editing().apply(edit, () -> {}, refusal -> {
            throw new AssertionError(refusal);
        });
    }

    @Test
    void theMainJobTrainsFailsIsFixedAndUndone() {
        declare("class_embed");
        model.running().run(false);
        assertEquals(Tone.WARNING, model.verdict().toneProperty().get());

        model.running().run(true);
        assertEquals(Tone.BAD, model.verdict().toneProperty().get());
        assertTrue(model.verdict().sentenceProperty().get().contains("class_embed gets no gradient"));
        assertEquals("class_embed", model.coverage().rows().getFirst().name(), "uncovered first");
        assertEquals(TestRuns.MESSAGE, model.verdict().messageProperty().get());

        model.editing().apply(fix("find_unused_parameters"));
        assertTrue(model.switches().findUnusedProperty().get(), "the fix turns the switch");
        assertTrue(backend.runs.getLast().switches().findUnusedParameters(), "and runs again");
        assertFalse(model.verdict().toneProperty().get() == Tone.BAD);

        model.document().undo();
        model.switches().findUnusedProperty().set(false);
        model.running().run(true);
        assertEquals(Tone.GOOD, model.verdict().toneProperty().get());
        assertEquals(
                "Every trainable parameter gets a gradient",
                model.coverage().headerProperty().get());
    }

    @Test
    void freezingAllThatIsUnusedIsOneEditThatOneUndoTakesBack() {
        declare("first");
        declare("second");
        model.running().run(true);
        model.editing().apply(fix("freeze"));
        var edits =
                model.document().experimentProperty().get().orElseThrow().log().edits();
        assertEquals(3, edits.size());
        assertEquals(new Edit.Freeze("{first,second}"), edits.getLast());
        assertEquals(2, backend.runs.size(), "and it is run again");
    }

    @Test
    void aZeroThatARunHasShownToHelpIsOneEdit() {
        declare("first");
        declare("second");
        model.running().run(true);
        assertEquals("verdict.fix.add_zero", fix("add_zero").key());
        model.editing().apply(fix("add_zero"));
        var edits =
                model.document().experimentProperty().get().orElseThrow().log().edits();
        assertEquals(new Edit.AddZero("{first,second}"), edits.getLast());
    }

    private Remedy fix(String id) {
        return model.verdict().remedies().stream()
                .filter(r -> r.fix().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFlippedSwitchMakesTheTableStaleUntilItIsFlippedBack() {
        model.running().run(true);
        assertFalse(model.coverage().staleProperty().get());
        model.switches().staticGraphProperty().set(true);
        assertTrue(model.coverage().staleProperty().get());
        model.switches().staticGraphProperty().set(false);
        assertFalse(model.coverage().staleProperty().get());
    }

    @Test
    void aModelWithoutParametersIsAModel() {
        var coverage = new CoverageViewModel(new Words(Locale.ENGLISH));
        assertEquals("No model is open", coverage.headerProperty().get());
        coverage.showParameters(List.of());
        assertEquals("This model has no parameters", coverage.headerProperty().get());
    }

    @Test
    void theSetUpIsOfNoStep() {
        var progress = new RunProgress(new Words(Locale.ENGLISH));
        progress.begin(2, 3, 1, "run.check");
        progress.at(1, 0, Phase.CONSTRUCT);
        assertEquals("Rank 1: set-up", progress.whereProperty().get());
        progress.at(1, 1, Phase.FORWARD);
        assertEquals("Rank 1: forward of step 1 of 3", progress.whereProperty().get());
    }

    @Test
    void aVerdictIsNoNewsOfAModelThatWasChangedSinceUntilTheChangeIsUndone() {
        model.running().run(true);
        String green = model.verdict().sentenceProperty().get();
        String heading = model.coverage().headerProperty().get();
        assertEquals(Tone.GOOD, model.verdict().toneProperty().get());
        declare("class_embed");
        assertEquals(Tone.NEUTRAL, model.verdict().toneProperty().get());
        assertEquals(
                "Before the last change: " + green,
                model.verdict().sentenceProperty().get());
        assertEquals(
                "Before the last change: " + heading,
                model.coverage().headerProperty().get());
        model.document().undo();
        assertEquals(Tone.GOOD, model.verdict().toneProperty().get());
        assertEquals(green, model.verdict().sentenceProperty().get());
        assertEquals(heading, model.coverage().headerProperty().get());
    }

    @Test
    void aFailureIsNoNewsOnceASwitchIsAnother() {
        declare("class_embed");
        model.running().run(true);
        assertEquals(Tone.BAD, model.verdict().toneProperty().get());
        model.switches().findUnusedProperty().set(true);
        assertEquals(Tone.NEUTRAL, model.verdict().toneProperty().get());
        assertTrue(model.verdict().sentenceProperty().get().startsWith("Before the last change: "));
        model.running().run(true);
        assertEquals(Tone.WARNING, model.verdict().toneProperty().get(), "a new run is of what is there");
        model.switches().findUnusedProperty().set(false);
        assertEquals(Tone.NEUTRAL, model.verdict().toneProperty().get());
        model.switches().findUnusedProperty().set(true);
        assertEquals(Tone.WARNING, model.verdict().toneProperty().get());
    }

    @Test
    void afterARunOnOneDeviceSwitchesOfDdpDoNotMakeTheTableStale() {
        model.running().run(false);
        model.switches().findUnusedProperty().set(true);
        assertFalse(model.coverage().staleProperty().get());
        model.switches().seedProperty().set(7L);
        assertTrue(model.coverage().staleProperty().get());
    }

    @Test
    void anEditMakesTheTableStaleAndShowsTheNewParameterAsUnknown() {
        model.running().run(true);
        declare("late");
        assertTrue(model.coverage().staleProperty().get());
        var late = model.coverage().rows().stream()
                .filter(r -> r.name().equals("late"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(), late.states());
    }

    @Test
    void aFailedRunKeepsTheDocumentAndSaysWhy() {
        declare("class_embed");
        backend.nextRunFails = Optional.of(LayergraftException.engine("ui", "snapshot.failed", "rank 1 died"));
        model.running().run(true);
        assertTrue(model.announcements().noticeProperty().get().isPresent());
        assertTrue(model.document().canUndo().get());
        assertFalse(model.runs().runningProperty().get());
        model.running().run(true);
        assertTrue(model.announcements().noticeProperty().get().isEmpty(), "the next run clears the notice");
    }

    @Test
    void aFileThatCannotBeOpenedLeavesTheOpenOneAlone() throws Exception {
        declare("class_embed");
        Path broken = Files.writeString(config.resolve("broken.pt"), "no zip");
        model.opening().open(broken);
        model.unsaved().goOn();
        var now = model.document().experimentProperty().get().orElseThrow();
        assertEquals(MLP, now.file());
        assertTrue(now.log().canUndo());
        assertTrue(model.announcements().noticeProperty().get().isPresent());
        assertFalse(model.remembered().get().recent().stream().anyMatch(r -> r.contains("broken")));
    }

    @Test
    void undoTellsWhatItUndoes() {
        assertFalse(model.document().canUndo().get());
        declare("class_embed");
        assertTrue(model.document().undoLabel().get().contains("class_embed"));
        model.document().undo();
        assertTrue(model.document().redoLabel().get().contains("class_embed"));
        assertEquals("Undo", model.document().undoLabel().get());
    }

    @Test
    void savingClearsTheMarkOfUnsavedEditsAndAnotherEditSetsIt() {
        declare("class_embed");
        assertTrue(model.document().unsavedProperty().get());
        model.opening().saveAs(config.resolve("saved.pt"), () -> {});
        assertTrue(Files.exists(config.resolve("saved.pt")));
        assertFalse(model.document().unsavedProperty().get());
        model.document().undo();
        assertTrue(model.document().unsavedProperty().get());
        model.document().redo();
        assertFalse(model.document().unsavedProperty().get(), "back at what is saved");
        assertEquals(
                Optional.of(config.resolve("saved.pt")),
                model.document().fileProperty().get());
        assertTrue(model.remembered().get().recent().getFirst().endsWith("saved.pt"));
    }

    @Test
    void openingAnotherModelAsksBeforeEditsAreLost() {
        declare("class_embed");
        Path other = Path.of("samples", "co_dino_head.pt");
        model.opening().open(other);
        assertEquals(Optional.of(MLP), model.document().fileProperty().get());
        model.unsaved().stay();
        model.unsaved().goOn();
        assertEquals(Optional.of(MLP), model.document().fileProperty().get(), "who stays, stays");
        model.opening().open(other);
        model.unsaved().goOn();
        assertEquals(Optional.of(other), model.document().fileProperty().get());
        model.opening().open(MLP);
        assertEquals(Optional.of(MLP), model.document().fileProperty().get(), "nothing to lose, nothing to ask");
    }

    @Test
    void whatIsBeingOpenedCanBeCancelledAndWhatComesOfItIsDropped() {
        var slow = new SlowTasks();
        var patient = new WorkbenchViewModel(
                backend, slow, new Words(Locale.ENGLISH), new Remembered(Settings.first(Locale.ENGLISH)));
        patient.opening().open(MLP);
        assertTrue(patient.document().busyProperty().get());
        assertTrue(patient.document().cancellableProperty().get());
        patient.cancel();
        assertFalse(patient.document().busyProperty().get());
        slow.finish();
        assertFalse(patient.document().openProperty().get(), "it came too late");
        patient.opening().open(MLP);
        slow.finish();
        assertTrue(patient.document().openProperty().get());
        patient.exports().edits(config.resolve("edits.json"), () -> {});
        assertFalse(patient.document().cancellableProperty().get(), "half a file is of no use");
        patient.cancel();
        assertTrue(patient.document().busyProperty().get());
        slow.finish();
        assertFalse(patient.document().busyProperty().get());
    }

    @Test
    void theEditsAreWrittenAsPythonAndAFolderThatIsNotThereIsSaid() throws Exception {
        model.editing().edit(new Edit.Freeze("fc1"), () -> {});
        Path python = config.resolve("grafts.py");
        model.exports().python(python, () -> {});
        assertTrue(Files.readString(python).contains("model.fc1.requires_grad_(False)"), Files.readString(python));
        assertEquals(
                Tone.GOOD,
                model.announcements().noticeProperty().get().orElseThrow().tone());
        assertTrue(model.words()
                .get(model.announcements().noticeProperty().get().orElseThrow().text())
                .contains(python.toString()));
        model.exports().python(config.resolve("no/such/grafts.py"), () -> {});
        assertEquals(
                Tone.BAD,
                model.announcements().noticeProperty().get().orElseThrow().tone());
    }

    @Test
    void theRunIsWrittenForTorchrunAndItsModelTooWhileUnsaved() throws Exception {
        model.switches().staticGraphProperty().set(true);
        Path script = config.resolve("run.py");
        model.exports().torchrun(script, () -> {});
        assertTrue(Files.readString(script).contains("\"static_graph\" : true"));
        assertFalse(Files.exists(config.resolve("run.pt")));
        declare("class_embed");
        model.exports().torchrun(script, () -> {});
        assertTrue(Files.exists(config.resolve("run.pt")));
        assertTrue(model.words()
                .get(model.announcements().noticeProperty().get().orElseThrow().text())
                .contains("run.pt"));
    }

    @Test
    void aLogThatCannotBeUsedIsSaidWhenItsFileIsOpened() throws Exception {
        declare("class_embed");
        Path saved = config.resolve("saved.pt");
        model.opening().saveAs(saved, () -> {});
        Path changed = Archives.withEntry(saved, config.resolve("changed.pt"), "extra/layergraft/edits.json", "{}");
        model.opening().open(changed);
        assertEquals(
                Tone.WARNING,
                model.announcements().noticeProperty().get().orElseThrow().tone());
        assertTrue(
                model.messages().entries().stream().anyMatch(m -> m.tone() == Tone.WARNING),
                "and stands among the messages");
    }

    @Test
    void theOutlineCountsUncoveredParametersUpToTheRoot() {
        declare("class_embed");
        model.running().run(true);
        var root = model.outline().rootProperty().get().orElseThrow();
        assertEquals(1, root.uncovered());
        assertEquals(Optional.of(GradientState.NONE), root.children().getFirst().state());
    }

    @Test
    void whatIsFrozenIsMarkedBeforeAnyRun() {
        model.editing().edit(new Edit.Freeze("fc1.bias"), () -> {});
        assertEquals(Map.of("fc1.bias", GradientState.FROZEN), model.states());
        var fc1 = model.outline().rootProperty().get().orElseThrow().children().getFirst();
        assertEquals(Optional.of(GradientState.FROZEN), fc1.children().getLast().state());
        assertEquals("fc1.weight", model.coverage().rows().getFirst().name(), "the order stays PyTorch's");
    }

    @Test
    void theFilterFindsByNameAndByState() {
        declare("class_embed");
        model.running().run(true);
        model.coverage().filterProperty().set("none");
        assertEquals(1, model.coverage().rows().size());
        model.coverage().filterProperty().set("class 512");
        assertEquals(1, model.coverage().rows().size());
        model.coverage().filterProperty().set("");
        assertTrue(model.coverage().rows().size() > 1);
    }

    @Test
    void sentencesFollowTheLanguage() {
        declare("class_embed");
        model.running().run(true);
        String english = model.verdict().sentenceProperty().get();
        model.words().speak(Locale.SIMPLIFIED_CHINESE);
        assertFalse(english.equals(model.verdict().sentenceProperty().get()));
        assertTrue(model.coverage().headerProperty().get().contains("参数"));
    }

    @Test
    void settingsSurviveARestartAndBrokenOnesCountAsNone() throws Exception {
        model.remembered()
                .change(s -> s.inDark(true).speaking(Locale.SIMPLIFIED_CHINESE).sized(1000, 700, false));
        Settings again = new SettingsStore(config).load();
        assertTrue(again.dark());
        assertEquals(Locale.SIMPLIFIED_CHINESE, again.locale());
        assertEquals(1000, again.width());
        assertEquals(List.of(MLP.toAbsolutePath().toString()), again.recent());
        Files.writeString(config.resolve("settings.json"), "{broken");
        assertFalse(new SettingsStore(config).load().dark());
    }
}
