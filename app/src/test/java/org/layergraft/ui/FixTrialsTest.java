package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.verdict.Remedy;

/** Fixes are tried after a check that failed, and never stand in anybody's way. */
class FixTrialsTest {

    private final FakeBackend backend = new FakeBackend();
    private final SlowTasks tasks = new SlowTasks();
    private final WorkbenchViewModel model = new WorkbenchViewModel(
            backend, tasks, new Words(Locale.ENGLISH), new Remembered(Settings.first(Locale.ENGLISH)));

    @BeforeEach
    void runWhatFails() {
        model.opening().open(Path.of("samples", "mini_mlp.pt"));
        tasks.finish();
        var layer = new LayerSpec(
                "parameter", "class_embed", new LinkedHashMap<>(Map.of("shape", new Hyper.Wholes(List.of(32L, 512L)))));
        model.editing().edit(new Edit.Declare("", layer, Edit.Scope.THIS), () -> {});
        tasks.finish();
        model.running().run(true);
        tasks.finish();
        assertTrue(model.runs().trials().tryingProperty().get());
        assertFalse(model.runs().runningProperty().get(), "the person may run something else");
    }

    private List<String> offered() {
        return model.verdict().remedies().stream()
                .filter(r -> r.change().isPresent())
                .map(r -> r.fix().id())
                .toList();
    }

    @Test
    void nothingIsOfferedBeforeItWasRun() {
        assertEquals(List.of(), offered());
        assertTrue(
                model.verdict().remedies().stream().allMatch(Remedy::shows),
                "what is left is advice: " + model.verdict().remedies());
        tasks.finish();
        assertEquals(1, backend.trials.size());
        assertTrue(offered().containsAll(List.of("remove", "freeze", "find_unused_parameters")), offered()::toString);
        assertFalse(model.verdict().untriedProperty().get());
        assertFalse(model.runs().trials().tryingProperty().get());
    }

    @Test
    void aRunThatThePersonStartsGoesFirst() {
        model.switches().findUnusedProperty().set(true);
        model.running().run(true);
        assertTrue(model.runs().runningProperty().get());
        assertEquals(1, backend.runs.size(), "it waits until the trial has let go");
        tasks.finishLast();
        tasks.finish();
        assertFalse(model.runs().trials().tryingProperty().get());
        tasks.finish();
        assertEquals(2, backend.runs.size());
        assertTrue(backend.runs.getLast().switches().findUnusedParameters());
        assertTrue(model.verdict().remedies().isEmpty(), "this one trains");
        assertTrue(model.announcements().noticeProperty().get().isEmpty(), "giving way is nobody's news");
    }

    @Test
    void whoStopsThemIsOfferedToTryAgain() {
        model.cancel();
        tasks.finishLast();
        tasks.finish();
        assertFalse(model.runs().trials().tryingProperty().get());
        assertEquals(List.of(), offered());
        assertTrue(model.verdict().untriedProperty().get());
        model.running().tryFixes();
        tasks.finish();
        assertTrue(offered().contains("remove"), offered()::toString);
    }

    @Test
    void anEarlierRunIsShownStillWhenTheTrialsOfALaterOneEnd() {
        var failed = model.runs().history().getFirst();
        tasks.finish();
        var known = model.runs().history().getFirst();
        assertFalse(known.equals(failed));
        model.running().run(true);
        tasks.finish();
        model.runs().show(known);
        tasks.finish();
        assertEquals(known, model.runs().lastProperty().get().orElseThrow());
        assertEquals(2, model.runs().history().size());
    }

    @Test
    void anotherModelEndsThem() {
        model.opening().open(Path.of("samples", "co_dino_head.pt"));
        model.unsaved().goOn();
        tasks.finishLast();
        tasks.finish();
        tasks.finish();
        assertFalse(model.runs().trials().tryingProperty().get());
        assertTrue(backend.measured.isEmpty(), "nobody asked to execute the other model");
        assertTrue(model.runs().history().isEmpty());
        assertTrue(model.runs().lastProperty().get().isEmpty());
    }
}
