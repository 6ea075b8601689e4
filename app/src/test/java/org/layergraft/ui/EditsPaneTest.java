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
import org.layergraft.graft.EditScript;
import org.layergraft.graft.LayerSpec;
import org.layergraft.model.DType;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.edits.EditRow;

/** The list of edits without a window: what stands in it, and where it leads. */
class EditsPaneTest {

    @TempDir
    Path config;

    private final FakeBackend backend = new FakeBackend();
    private WorkbenchViewModel model;

    @BeforeEach
    void threeEditsOfWhichTheSecondBreaksTraining() {
        model = new WorkbenchViewModel(
                backend, new InlineTasks(), new Words(Locale.ENGLISH), new Remembered(Settings.first(Locale.ENGLISH)));
        model.opening().open(Path.of("samples", "mini_mlp.pt"));
        apply(new Edit.Freeze("fc1.weight"));
        apply(Edits.declare("class_embed", 4));
        apply(new Edit.Freeze("fc1.bias"));
    }

    private void apply(Edit edit) {
        model.editing().apply(edit, () -> {}, refusal -> {
            throw new AssertionError(refusal);
        });
    }

    private List<EditRow> rows() {
        return model.edits().rows();
    }

    private EditRow row(int point) {
        return rows().get(point);
    }

    private List<String> texts() {
        return rows().stream().map(model.edits()::text).toList();
    }

    private List<Edit> done() {
        return model.document().experimentProperty().get().orElseThrow().log().edits();
    }

    @Test
    void everyEditIsALineBelowTheModelAsItWasOpened() {
        assertEquals(
                List.of(
                        "As opened",
                        "Froze fc1.weight",
                        "Declared parameter class_embed (4) in the root module",
                        "Froze fc1.bias"),
                texts());
        assertTrue(row(3).current());
        assertEquals("3 edits", model.edits().summaryProperty().get());
    }

    @Test
    void goingBackKeepsWhatIsUndoneAndGoingForwardBringsItBack() {
        model.document().goTo(1);
        assertEquals(1, done().size());
        assertEquals(
                List.of(false, false, true, true),
                rows().stream().map(EditRow::undone).toList());
        assertTrue(row(1).current());
        assertEquals("1 edit, 2 undone", model.edits().summaryProperty().get());
        model.document().goTo(0);
        assertEquals(List.of(), done());
        model.document().goTo(3);
        assertEquals(3, done().size());
        assertEquals("Froze fc1.bias", texts().get(3));
    }

    @Test
    void anEditTakenOutFromTheMiddleComesBackWithRedo() {
        model.document().takeOut(2);
        assertEquals(List.of(new Edit.Freeze("fc1.weight"), new Edit.Freeze("fc1.bias")), done());
        assertTrue(row(3).undone());
        model.document().redo();
        assertEquals(3, done().size());
        assertTrue(texts().get(3).contains("class_embed"));
    }

    @Test
    void anEditThatALaterOneNeedsStaysAndTheWindowSaysWhy() {
        apply(new Edit.Freeze("class_embed"));
        model.document().takeOut(2);
        assertEquals(4, done().size());
        assertTrue(model.announcements().noticeProperty().get().isPresent());
    }

    @Test
    void aVerdictStandsBesideTheStateThatWasRun() {
        model.running().run(true);
        var mark = row(3).mark().orElseThrow();
        assertEquals(Tone.BAD, mark.tone());
        assertEquals("unused parameters", model.edits().text(mark));
        assertEquals(Optional.empty(), row(2).mark(), "nothing is concluded for a state that was not run");
        model.document().goTo(1);
        model.running().run(false);
        assertEquals("trains on 1 device", model.edits().text(row(1).mark().orElseThrow()));
        assertEquals(Tone.BAD, row(3).mark().orElseThrow().tone(), "an undone state keeps its verdict");
    }

    @Test
    void aVerdictMadeWithOtherSwitchesSaysSo() {
        model.running().run(true);
        model.switches().findUnusedProperty().set(true);
        var mark = row(3).mark().orElseThrow();
        assertTrue(mark.stale());
        assertEquals("unused parameters (other switches)", model.edits().text(mark));
        model.running().run(true);
        assertEquals("trains", model.edits().text(row(3).mark().orElseThrow()));
        model.switches().findUnusedProperty().set(false);
        assertEquals("unused parameters", model.edits().text(row(3).mark().orElseThrow()));
    }

    @Test
    void checkingEveryEditMarksTheFirstThatBreaksTraining() {
        model.running().checkEveryEdit();
        assertEquals(
                List.of("trains", "trains", "unused parameters", "unused parameters"),
                rows().stream()
                        .map(r -> model.edits().text(r.mark().orElseThrow()))
                        .toList());
        assertEquals(
                List.of(false, false, true, false),
                rows().stream().map(EditRow::breaks).toList());
        assertEquals(
                "Edit 2 is the first to break training",
                model.edits().summaryProperty().get());
        assertTrue(
                model.words().get(model.messages().entries().getFirst().text()).contains("class_embed"));
        assertFalse(model.runs().runningProperty().get());
    }

    @Test
    void aCheckThatIsCutShortKeepsWhatWasFound() {
        backend.failAfter = 2;
        model.running().checkEveryEdit();
        assertEquals("trains", model.edits().text(row(1).mark().orElseThrow()));
        assertEquals(Optional.empty(), row(2).mark());
        assertFalse(model.runs().runningProperty().get());
    }

    @Test
    void theExportedScriptReadsBackAsTheSameEdits() throws LayergraftException {
        Path file = config.resolve("edits.json");
        model.exports().edits(file, () -> {});
        assertTrue(Files.exists(file));
        assertEquals(done(), EditScript.readFile(file));
        model.exports().edits(config.resolve("no/such/folder.json"), () -> {});
        assertTrue(model.announcements().noticeProperty().get().isPresent());
    }

    @Test
    void whatAnEditAddsStandsBesideItAlsoWhileItIsUndone() {
        assertEquals("", model.edits().adds(row(1)), "freezing adds nothing");
        assertEquals("+4 parameters · +16 B", model.edits().adds(row(2)));
        apply(new Edit.Insert("", "fc1", new LayerSpec("linear", "adapter", new LinkedHashMap<>()), Edit.Scope.THIS));
        model.document().goTo(1);
        assertTrue(row(4).undone());
        assertTrue(
                model.edits().adds(row(4)).startsWith("+1.1 k parameters · +4.1 KiB"),
                model.edits().adds(row(4)));
        model.document().goTo(4);
        var seen = new Seen.Tensor("", Shape.of(8, 32), Optional.of(DType.FLOAT32), "cpu");
        model.edits()
                .measured(new ShapeReport(
                        Map.of("adapter/@input", new Seen(List.of(seen), 1, 1, false)),
                        List.of(),
                        "cpu",
                        Optional.empty()));
        assertEquals("+1.1 k parameters · +4.1 KiB · +16.6 kFLOP", model.edits().adds(row(4)));
        assertTrue(
                model.edits().explain(row(4)).contains("+1,056 parameters"),
                model.edits().explain(row(4)));
    }

    @Test
    void aModuleThatIsLeftOutIsToldWithTheEditAndBesideIt() {
        model.document().goTo(0);
        model.opening().open(Path.of("samples", "co_dino_head.pt"));
        apply(new Edit.Wrap(
                "transformer.encoder.layers.0.*",
                new LayerSpec("relu", "after", new LinkedHashMap<>()),
                Edit.Scope.THIS));
        assertFalse(row(1).notes().isEmpty(), "an attention gives more than one Tensor");
        String note = model.words().get(row(1).notes().getFirst());
        assertTrue(note.contains("transformer.encoder.layers.0."), note);
        assertTrue(model.edits().explain(row(1)).contains(note));
        assertEquals(
                Tone.WARNING,
                model.announcements().noticeProperty().get().orElseThrow().tone());
        assertTrue(model.messages().entries().stream()
                .anyMatch(m -> model.words().get(m.text()).equals(note)));
        model.document().undo();
        assertEquals(List.of(), row(1).notes(), "what is undone leaves nothing out");
    }

    @Test
    void anotherModelForgetsTheRunsOfTheFirst() {
        model.document().goTo(0);
        model.running().run(true);
        assertTrue(row(0).mark().isPresent());
        model.opening().open(Path.of("samples", "mini_mlp.pt"));
        assertEquals(Optional.empty(), row(0).mark());
        assertEquals(1, rows().size());
    }
}
