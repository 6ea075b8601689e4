package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.ShapesViewModel.State;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;

/** When shapes are measured, and what is told while they are not known. */
class ShapesViewModelTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path config;

    private final FakeBackend backend = new FakeBackend();

    private WorkbenchViewModel open(Tasks tasks) {
        var model = new WorkbenchViewModel(
                backend, tasks, new Words(Locale.ENGLISH), new Remembered(new SettingsStore(config)));
        model.opening().open(MLP);
        return model;
    }

    private static void freeze(WorkbenchViewModel model, String parameter) {
        model.editing().edit(new Edit.Freeze(parameter), () -> {});
    }

    private static State state(WorkbenchViewModel model) {
        return model.shapes().stateProperty().get();
    }

    private static ShapesViewModel.Shown shown(WorkbenchViewModel model) {
        return model.shapes().shownProperty().get();
    }

    private static List<String> told(WorkbenchViewModel model) {
        return model.messages().entries().stream().map(m -> m.text().key()).toList();
    }

    @Test
    void openingAndEditingExecuteNothing() {
        var model = open(new InlineTasks());
        freeze(model, "fc1.weight");
        model.document().undo();
        assertEquals(List.of(), backend.measured);
        assertInstanceOf(State.Unknown.class, state(model));
        assertEquals(ShapesViewModel.Shown.NOTHING, shown(model));
        var version = model.document().experimentProperty().get().orElseThrow().model();
        assertEquals(ShapeSource.NONE, model.shapes().source(version));
    }

    @Test
    void whatWasAskedForOnceIsMeasuredAgainAfterEveryEditAndKnownAgainAfterUndo() throws Exception {
        var model = open(new InlineTasks());
        model.measureShapes();
        assertEquals(1, backend.measured.size());
        var first = assertInstanceOf(State.Measured.class, state(model)).report();
        assertEquals(Tone.GOOD, model.messages().entries().getFirst().tone());
        freeze(model, "fc1.weight");
        assertEquals(2, backend.measured.size());
        assertFalse(shown(model).stale());
        model.document().undo();
        assertEquals(2, backend.measured.size(), "this version was measured already");
        assertEquals(first, shown(model).report());
        var version = model.document().experimentProperty().get().orElseThrow().model();
        assertTrue(model.shapes().expected().isPresent(), "it takes as long the next time");
        assertEquals(Optional.of(Shape.of(2, 3)), model.shapes().source(version).of(version, "fc1"));
    }

    @Test
    void aRunMeasuresTooAndAgainOnlyWhereTheForwardWouldDiffer() {
        var model = open(new InlineTasks());
        model.running().run(false);
        assertEquals(1, backend.measured.size());
        model.switches().findUnusedProperty().set(true);
        model.running().run(true);
        assertEquals(1, backend.measured.size(), "DDP's switches change no shape");
        model.switches().seedProperty().set(7L);
        model.running().run(true);
        assertEquals(2, backend.measured.size());
        model.running().checkEveryEdit();
        assertEquals(2, backend.measured.size());
    }

    @Test
    void anotherFileIsNotExecutedBecauseTheLastOneWas() {
        var model = open(new InlineTasks());
        model.measureShapes();
        model.opening().open(Path.of("samples", "co_dino_head.pt"));
        freeze(model, "transformer.encoder.layers.0.norms.0.weight");
        assertEquals(1, backend.measured.size());
        assertEquals(ShapesViewModel.Shown.NOTHING, shown(model));
        model.opening().open(MLP);
        assertEquals(1, backend.measured.size(), "nor is the same file when it is opened again");
    }

    @Test
    void aFailureIsToldAloudOnlyToWhoAsked() {
        var model = open(new InlineTasks());
        backend.nextMeasurementFails = Optional.of(LayergraftException.engine("ui", "snapshot.failed", "no memory"));
        model.measureShapes();
        assertInstanceOf(State.Failed.class, state(model));
        assertTrue(model.announcements().noticeProperty().get().isPresent());
        model.announcements().dismiss();
        backend.nextMeasurementFails = Optional.of(LayergraftException.engine("ui", "snapshot.failed", "no memory"));
        freeze(model, "fc1.weight");
        assertInstanceOf(State.Failed.class, state(model));
        assertEquals(Optional.empty(), model.announcements().noticeProperty().get());
        assertTrue(told(model).contains("snapshot.failed"));
    }

    @Test
    void theShapesOfTheVersionBeforeAreShownAsSuchAndNobodyReliesOnThem() throws Exception {
        var tasks = new Held();
        var model = open(tasks);
        tasks.all();
        model.measureShapes();
        tasks.all();
        var before = shown(model).report();
        freeze(model, "fc1.weight");
        tasks.one();
        assertInstanceOf(State.Measuring.class, state(model));
        assertEquals(new ShapesViewModel.Shown(before, true), shown(model));
        var version = model.document().experimentProperty().get().orElseThrow().model();
        assertEquals(Optional.empty(), model.shapes().source(version).of(version, "fc1"));
        tasks.all();
        assertFalse(shown(model).stale());
    }

    @Test
    void aRunDoesNotWaitForAMeasurementWhichComesAfterIt() {
        var tasks = new Held();
        var model = open(tasks);
        tasks.all();
        model.measureShapes();
        assertTrue(model.shapes().measuringProperty().get());
        model.running().run(false);
        assertFalse(model.shapes().measuringProperty().get(), "it was stopped");
        tasks.one();
        assertTrue(backend.measurement.orElseThrow().isCancelled());
        assertInstanceOf(State.Unknown.class, state(model), "what comes late counts no more");
        tasks.one();
        assertEquals(1, model.runs().history().size());
        assertInstanceOf(State.Measuring.class, state(model));
        tasks.all();
        assertInstanceOf(State.Measured.class, state(model));
    }

    @Test
    void whatThePersonStopsStaysStopped() {
        var tasks = new Held();
        var model = open(tasks);
        tasks.all();
        model.measureShapes();
        backend.nextMeasurementFails = Optional.of(
                new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("ui", "message.cancelled")));
        model.cancel();
        assertTrue(model.shapes().stoppingProperty().get());
        tasks.all();
        assertInstanceOf(State.Unknown.class, state(model));
        assertEquals("message.shapes.cancelled", told(model).getFirst());
        assertEquals(Optional.empty(), model.announcements().noticeProperty().get());
    }

    /** Does nothing until it is told to. */
    private static final class Held implements Tasks {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
            waiting.add(() -> new InlineTasks().start(work, done, failed));
        }

        @Override
        public void soon(Runnable change) {
            change.run();
        }

        void one() {
            waiting.removeFirst().run();
        }

        void all() {
            while (!waiting.isEmpty()) {
                one();
            }
        }
    }
}
