package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.FileHash;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** What a window does with the files that it is given. */
class OpeningTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");
    private static final Path HEAD = Path.of("samples", "co_dino_head.pt");

    @TempDir
    Path folder;

    private final FakeBackend backend = new FakeBackend();
    private final List<Path> elsewhere = new ArrayList<>();
    private final OtherWindows others = new OtherWindows() {
        @Override
        public boolean arePossible() {
            return true;
        }

        @Override
        public void open(Optional<Path> file) {
            file.ifPresent(elsewhere::add);
        }

        @Override
        public void restore(RecoveryStore.Left left) {
            throw new AssertionError(left);
        }
    };

    private WorkbenchViewModel model(Tasks tasks) {
        return new WorkbenchViewModel(
                backend, tasks, new Words(Locale.ENGLISH), new Remembered(new SettingsStore(folder)));
    }

    private static String told(WorkbenchViewModel model) {
        return model.announcements()
                .noticeProperty()
                .get()
                .map(n -> model.words().get(n.text()))
                .orElse("");
    }

    private static WorkbenchViewModel running(WorkbenchViewModel model, SlowTasks tasks) {
        model.opening().open(MLP);
        tasks.finish();
        model.running().run(true);
        assertTrue(model.runs().runningProperty().get());
        return model;
    }

    @Test
    void whileSomethingRunsEveryFileGetsAWindowOfItsOwn() {
        var slow = new SlowTasks();
        var model = running(model(slow), slow);
        model.opening().openOthersWith(others);
        model.opening().openAll(List.of(HEAD, MLP));
        assertEquals(List.of(HEAD, MLP), elsewhere);
        model.opening().open(HEAD);
        assertEquals(List.of(HEAD, MLP, HEAD), elsewhere);
        assertTrue(told(model).contains("co_dino_head.pt") && told(model).contains("window of its own"), told(model));
    }

    @Test
    void whereThereIsOneWindowItSaysThatItCannotOpenWhileSomethingRuns() {
        var slow = new SlowTasks();
        var model = running(model(slow), slow);
        model.opening().openAll(List.of(HEAD));
        assertTrue(told(model).contains("co_dino_head.pt is not opened"), told(model));
        assertEquals(Optional.of(MLP), model.document().fileProperty().get());
    }

    @Test
    void ofSeveralConfigsItSaysWhichAreLeftOut() throws Exception {
        var model = model(new InlineTasks());
        Path first = Files.writeString(folder.resolve("first.py"), "find_unused_parameters = True\n");
        Path second = Files.writeString(folder.resolve("second.py"), "find_unused_parameters = True\n");
        model.opening().openAll(List.of(MLP, first, second));
        assertEquals(Optional.of(MLP), model.document().fileProperty().get());
        assertEquals(
                Optional.of(first.toAbsolutePath()),
                model.config().configProperty().get().map(r -> r.config().top().path()));
        assertTrue(told(model).contains("second.py"), told(model));
    }

    private Path graft(String mode, String module) throws Exception {
        return Files.writeString(
                folder.resolve("old.graft"), """
                    {"layergraft": 1, "model": {"file": "%s", "sha256": "%s"}, "edits": [],
                     "settings": {"ranks": 4, "device": "cpu", "steps": 2000, "seed": 0, "timeoutSeconds": 60,
                       "switches": {"findUnusedParameters": true, "staticGraph": false,
                                    "checkpoint": {"mode": "%s", "modules": ["%s"]},
                                    "options": {"gradientAsBucketView": false, "broadcastBuffers": true, "accumulate": 1,
                                                "bf16": false}}}}
                    """.formatted(MLP.toAbsolutePath(), FileHash.of(MLP), mode, module));
    }

    @Test
    void aModuleThatAnExperimentCheckpointsAndThatIsNotThereIsNamed() throws Exception {
        var model = model(new InlineTasks());
        model.opening().open(graft("reentrant", "nosuch.layer"));
        assertEquals(4, model.switches().ranksProperty().get());
        assertEquals(
                Checkpoint.Mode.REENTRANT,
                model.switches().checkpoint().modeProperty().get());
        assertTrue(told(model).contains("nosuch.layer"), told(model));
        var off = model(new InlineTasks());
        off.opening().open(graft("off", "nosuch.layer"));
        assertEquals("", told(off), "nothing is to be checkpointed");
    }

    @Test
    void aModelByItselfBeginsAnewAfterAnExperiment() throws Exception {
        var model = model(new InlineTasks());
        model.opening().open(graft("off", "fc1"));
        assertEquals(2000, model.switches().stepsProperty().get());
        model.opening().open(HEAD);
        assertEquals(Optional.of(HEAD), model.document().fileProperty().get());
        assertEquals(2, model.switches().ranksProperty().get());
        assertEquals(3, model.switches().stepsProperty().get());
        assertTrue(!model.switches().findUnusedProperty().get());
        model.switches().ranksProperty().set(3);
        model.opening().open(MLP);
        assertEquals(3, model.switches().ranksProperty().get(), "one model after another keeps what was set");
    }
}
