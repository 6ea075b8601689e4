package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitMenuButton;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.InlineTasks;

/** Experiments as a person saves and opens them. */
class ExperimentWindowTest {

    private static final Edit DECLARE =
            new Edit.Declare("", new LayerSpec("parameter", "extra", shape()), Edit.Scope.THIS);

    @TempDir
    Path folder;

    private Path model;
    private Path graft;
    private OpenWindow window;

    private static LinkedHashMap<String, Hyper> shape() {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("shape", new Hyper.Wholes(List.of(2L)));
        return hypers;
    }

    @BeforeEach
    void open() throws Exception {
        model = Files.copy(Path.of("samples", "mini_mlp.pt"), folder.resolve("mine.pt"));
        graft = folder.resolve("mine.graft");
        window = new OpenWindow(folder.resolve("config"), model);
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void saveAs(Path file) throws Exception {
        window.dialogs.answer = Optional.of(file);
        Fx.run(() -> item(ActionId.SAVE_EXPERIMENT).fire());
    }

    private MenuItem item(ActionId id) {
        return ((SplitMenuButton) window.scene.lookup("#save"))
                .getItems().stream()
                        .filter(i -> id.key().equals(i.getId()))
                        .findFirst()
                        .orElseThrow();
    }

    private void pressSave() throws Exception {
        window.dialogs.answer = Optional.empty();
        Fx.run(() -> ((SplitMenuButton) window.scene.lookup("#save")).fire());
    }

    private boolean unsaved() throws Exception {
        return Fx.call(() -> window.model.files().unsavedProperty().get());
    }

    private RunSettings settings() throws Exception {
        return Fx.call(() -> window.model.switches().settingsProperty().get());
    }

    private String verdict() throws Exception {
        return Fx.call(() -> window.model.verdict().sentenceProperty().get());
    }

    private String question() throws Exception {
        return Fx.call(() -> window.label("#question-text").getText());
    }

    private boolean asks() throws Exception {
        return Fx.call(() -> window.scene.lookup("#question").isVisible());
    }

    /** An edit, switches and two runs. */
    private void work() throws Exception {
        Fx.run(() -> window.model.editing().edit(DECLARE, () -> {}));
        Fx.run(() -> window.model.running().run(true));
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        Fx.run(() -> window.model.switches().ranksProperty().set(3));
        Fx.run(() -> window.model.running().run(true));
    }

    private void reopen(Path file) throws Exception {
        window.close();
        window = new OpenWindow(folder.resolve("config"), file);
        window.layout();
    }

    @Test
    void everythingComesBackAndIsSavedToTheSameFile() throws Exception {
        work();
        assertEquals("mine.graft", proposedName());
        saveAs(folder.resolve("mine"));
        assertTrue(Files.exists(graft), "the ending is added");
        assertFalse(unsaved());
        String sentence = verdict();
        RunSettings settings = settings();

        reopen(graft);
        assertEquals(List.of(DECLARE), window.edits());
        assertEquals(settings, settings());
        assertEquals(sentence, verdict());
        assertFalse(unsaved());
        assertEquals(2, window.model.runs().history().size());
        assertEquals(
                2,
                window.model.messages().entries().stream()
                        .filter(e -> e.again().isPresent())
                        .count(),
                "each run can be shown again");
        assertTrue(window.backend.runs.isEmpty(), "opening runs nothing");
        window.picture("experiment");

        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        assertTrue(unsaved(), "the file has other switches");
        pressSave();
        assertFalse(unsaved());
        assertTrue(ExperimentFile.read(graft).saved().settings().switches().staticGraph());
        Fx.run(() -> window.model.running().run(false));
        assertTrue(unsaved(), "the file lacks a run");
        Fx.run(() -> window.button("#undo").fire());
        pressSave();
        var saved = ExperimentFile.read(graft).saved();
        assertEquals(3, saved.runs().size());
        assertEquals(List.of(DECLARE), saved.log().undone());
        assertEquals(model.toRealPath(), saved.model());
    }

    private String proposedName() throws Exception {
        window.dialogs.answer = Optional.empty();
        Fx.run(() -> item(ActionId.SAVE_EXPERIMENT).fire());
        return window.dialogs.proposed;
    }

    @Test
    void theTitleNamesItAndClosingAsks() throws Exception {
        work();
        saveAs(graft);
        Fx.run(() -> WindowApplication.closeCarefully(window.stage, window.model));
        Fx.run(() -> window.model.switches().ranksProperty().set(4));
        Fx.run(() -> window.stage.fireEvent(new WindowEvent(window.stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        window.layout();
        assertTrue(Fx.call(() -> window.label("#unsaved-title").getText()).contains("mine.graft"));
        Fx.run(() -> window.button("#unsaved-save").fire());
        assertFalse(Fx.call(() -> window.stage.isShowing()));
        assertEquals(4, ExperimentFile.read(graft).saved().settings().ranks());
    }

    @Test
    void aModelOpenedByItselfIsNoExperimentAnyMore() throws Exception {
        saveAs(graft);
        Fx.run(() -> window.model.opening().open(Path.of("samples", "mini_mlp.pt")));
        assertEquals(
                Optional.empty(),
                Fx.call(() -> window.model.files().graftProperty().get()));
        Fx.run(() -> window.model.switches().ranksProperty().set(4));
        assertFalse(unsaved(), "of a model by itself only edits count");
        assertEquals(
                graft.toAbsolutePath().toString(),
                Fx.call(() -> window.model.remembered().get().recent().get(1)));
    }

    @Test
    void aModelThatIsGoneCanBeLocated() throws Exception {
        work();
        saveAs(graft);
        Path moved = Files.move(model, folder.resolve("elsewhere.pt"));
        reopen(graft);
        assertFalse(Fx.call(() -> window.model.document().openProperty().get()));
        assertTrue(question().contains("mine.pt"), question());
        window.picture("experiment-missing");
        window.dialogs.answer = Optional.empty();
        Fx.run(() -> window.button("#question-locate").fire());
        assertFalse(asks(), "decided by nobody: the file can be opened again");
        Fx.run(() -> window.model.opening().open(graft));
        window.dialogs.answer = Optional.of(moved);
        Fx.run(() -> window.button("#question-locate").fire());
        assertEquals(List.of(DECLARE), window.edits());
        assertFalse(asks());
        assertTrue(unsaved(), "the file names another place");
        pressSave();
        assertEquals(moved.toRealPath(), ExperimentFile.read(graft).saved().model());
    }

    @Test
    void aModelThatIsAnotherIsOpenedOnlyWhenThePersonWantsIt() throws Exception {
        work();
        saveAs(graft);
        Fx.run(() -> window.model.opening().saveAs(model, () -> {}));
        reopen(graft);
        assertTrue(question().contains("another"), question());
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        window.picture("experiment-other-zh");
        Fx.run(() -> window.button("#question-later").fire());
        assertFalse(asks());
        Fx.run(() -> window.model.opening().open(graft));
        Fx.run(() -> window.button("#question-anyway").fire());
        assertEquals(List.of(DECLARE), window.edits());
        assertTrue(unsaved());
    }

    @Test
    void whatAnotherWindowSavedIsNotReplacedWithoutAsking() throws Exception {
        work();
        saveAs(graft);
        var other = new OpenWindow(folder.resolve("config"), graft);
        Fx.run(() -> other.model.switches().ranksProperty().set(5));
        Fx.run(() -> other.model.opening().saveExperiment(graft, () -> {}));
        assertEquals(5, ExperimentFile.read(graft).saved().settings().ranks());

        Fx.run(() -> window.model.switches().ranksProperty().set(6));
        pressSave();
        assertTrue(question().contains("since this window read it"), question());
        assertEquals(5, ExperimentFile.read(graft).saved().settings().ranks(), "theirs is still there");
        assertTrue(unsaved());
        window.layout();
        window.picture("saving-changed");
        Path copy = folder.resolve("copy.graft");
        window.dialogs.answer = Optional.of(copy);
        Fx.run(() -> window.button("#question-elsewhere").fire());
        assertEquals(6, ExperimentFile.read(copy).saved().settings().ranks());
        assertTrue(!asks() && !unsaved());

        Fx.run(() -> other.model.opening().open(copy));
        Fx.run(() -> other.model.switches().ranksProperty().set(7));
        Fx.run(() -> other.model.opening().saveExperiment(copy, () -> {}));
        Fx.run(() -> window.model.switches().ranksProperty().set(8));
        pressSave();
        Fx.run(() -> window.button("#question-replace").fire());
        assertEquals(8, ExperimentFile.read(copy).saved().settings().ranks());
        pressSave();
        assertFalse(asks(), "it is this window's again");
        other.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#question-replace", "#question-elsewhere"})
    void whoClosesSeesTheQuestionAndTheWindowClosesOnceItIsSaved(String choice) throws Exception {
        saveAs(graft);
        Files.writeString(graft, "something else, and longer than what was there: " + Files.readString(graft));
        Fx.run(() -> WindowApplication.closeCarefully(window.stage, window.model));
        Fx.run(() -> window.model.switches().ranksProperty().set(6));
        Fx.run(() -> window.stage.fireEvent(new WindowEvent(window.stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
        Fx.run(() -> window.button("#unsaved-save").fire());
        assertTrue(question().contains("since this window read it"), question());
        assertTrue(Fx.call(() -> window.scene.lookup("#unsaved-save") == null), "no card covers it");
        assertTrue(Fx.call(() -> window.stage.isShowing()));
        Path copy = folder.resolve("copy.graft");
        window.dialogs.answer = Optional.of(copy);
        Fx.run(() -> window.button(choice).fire());
        assertFalse(Fx.call(() -> window.stage.isShowing()));
        Path saved = choice.endsWith("replace") ? graft : copy;
        assertEquals(6, ExperimentFile.read(saved).saved().settings().ranks());
    }

    @Test
    void aFileThatNobodyNamedIsNotReplacedWithoutAsking() throws Exception {
        Files.writeString(graft, "something else");
        saveAs(folder.resolve("mine"));
        assertTrue(question().contains("mine.graft is there already"), question());
        assertEquals("something else", Files.readString(graft));
        Fx.run(() -> window.button("#question-replace").fire());
        assertFalse(asks());
        assertTrue(ExperimentFile.read(graft).notes().isEmpty());
        Files.writeString(folder.resolve("named.graft"), "something else");
        saveAs(folder.resolve("named.graft"));
        assertFalse(asks(), "the dialog has asked");
    }

    @Test
    void whatCouldNotBeReadIsNotDroppedWithoutAsking() throws Exception {
        work();
        saveAs(graft);
        String text = Files.readString(graft);
        Files.writeString(
                graft,
                text.replace("\"onRanks\"", "\"coverage\": 3, \"onRanks\"").replace("\"result\"", "\"outcome\""));
        String damaged = Files.readString(graft);
        assertEquals(1, ExperimentFile.read(graft).notes().size());
        reopen(graft);
        Fx.run(() -> window.model.switches().ranksProperty().set(4));
        pressSave();
        assertTrue(question().contains("Not all of mine.graft could be read"), question());
        assertEquals(damaged, Files.readString(graft));
        Fx.run(() -> window.button("#question-replace").fire());
        pressSave();
        assertTrue(!asks() && ExperimentFile.read(graft).notes().isEmpty());
    }

    @Test
    void whatACrashLeftDropsNothingOfItsFileEither() throws Exception {
        work();
        saveAs(graft);
        Files.writeString(graft, Files.readString(graft).replace("\"result\"", "\"outcome\""));
        var left = ExperimentFile.read(graft).saved();
        var found = new SavedExperiment(
                left.model(), left.sha256(), left.log(), left.settings(), left.runs(), Optional.of(graft));
        Fx.run(() -> window.model.opening().restore(found, () -> {}));
        pressSave();
        assertTrue(question().contains("Not all of mine.graft could be read"), question());
    }

    @Test
    void editsThatDoNotFitAreNamedAndTheQuestionStays() throws Exception {
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc1"), () -> {}));
        saveAs(graft);
        Files.copy(Path.of("samples", "co_dino_head.pt"), model, StandardCopyOption.REPLACE_EXISTING);
        reopen(graft);
        Fx.run(() -> window.button("#question-anyway").fire());
        String told = Fx.call(() -> window.label("#notice-text").getText());
        assertTrue(told.startsWith("Edit 1 of 1 does not fit mine.pt: "), told);
        assertTrue(asks(), "another model can still be located");
    }

    @Test
    void savingWithoutTheModelIsSaidToBeDone() throws Exception {
        saveAs(graft);
        window.close();
        window = new OpenWindow(
                folder.resolve("config"),
                graft,
                new InlineTasks(),
                new TrustStore(folder.resolve("config"), List.of()));
        window.layout();
        Fx.run(() -> window.model.switches().ranksProperty().set(4));
        window.model.files().model().hash();
        Files.delete(model);
        pressSave();
        String told = Fx.call(() -> window.label("#notice-text").getText());
        assertTrue(told.startsWith("Saved "), told);
    }

    @Test
    void whatCannotBeReadIsToldAndTheWindowStaysAsItIs() throws Exception {
        Files.writeString(graft, "{\"layergraft\": 7}");
        Fx.run(() -> window.model.opening().open(graft));
        assertTrue(Fx.call(() -> window.label("#notice-text").getText()).contains("newer Layergraft"));
        assertEquals(
                model,
                Fx.call(() -> window.model.document().fileProperty().get().orElseThrow()));
    }

    @Test
    void aModelThatChangedOnDiskIsReloadedWithEditsAndSwitches() throws Exception {
        work();
        var watch = new ModelWatch(window.model.files()::model, (_, change) -> {
            assertEquals(ModelWatch.Change.ANOTHER, change);
            changes++;
        });
        window.model.files().model().hash();
        watch.look();
        Fx.run(() -> window.model.opening().saveAs(folder.resolve("other.pt"), () -> {}));
        Files.move(folder.resolve("other.pt"), model, StandardCopyOption.REPLACE_EXISTING);
        watch.look();
        watch.look();
        assertEquals(1, changes);
        Files.copy(Path.of("samples", "mini_mlp.pt"), model, StandardCopyOption.REPLACE_EXISTING);
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc2"), () -> {}));
        Fx.run(() -> window.model.opening().reload(() -> {}));
        assertEquals(List.of(DECLARE, new Edit.Freeze("fc2")), window.edits());
        assertEquals(3, settings().ranks());
        assertTrue(settings().switches().findUnusedParameters());
        assertEquals(0, window.model.runs().history().size(), "they were of another file");
        assertTrue(unsaved(), "the file lacks the edits");
        assertTrue(Fx.call(() -> window.label("#notice-text").getText()).contains("Reloaded mine.pt"));
    }

    private int changes;
}
