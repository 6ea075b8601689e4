package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Words;

/**
 * Kills child processes at random moments of runs, checks and matrices of a real window: whatever dies, the window goes on, no edit
 * is lost and nothing is left behind. {@code -Dlayergraft.kills=50} makes it more, {@code -Dlayergraft.seed} others.
 */
class RandomKillsTest {

    private static final int KILLS = Integer.getInteger("layergraft.kills", 4);
    private static final long SEED = Long.getLong("layergraft.seed", 4);
    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    Path config;

    private final Random random = new Random(SEED);
    private WorkbenchViewModel model;

    @Test
    void whateverDiesTheWindowGoesOn() throws Exception {
        Fx.start();
        Set<Long> others = children().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        try (var backend = new LiveBackend()) {
            Stage stage = Fx.call(() -> {
                var remembered = new Remembered(new SettingsStore(config));
                remembered.change(s -> s.speaking(Locale.ENGLISH));
                model = new WorkbenchViewModel(backend, new BackgroundTasks(), new Words(Locale.ENGLISH), remembered);
                var window = new Stage();
                window.setScene(new Workbench(model, List.of(), 1280, 800, Optional.empty()).scene());
                window.show();
                model.opening().open(Path.of("samples", "mini_mlp.pt"));
                return window;
            });
            await("the model is open", () -> model.document().openProperty().get());
            for (int kill = 0; kill < KILLS; kill++) {
                edit(kill);
                List<Edit> before = edits();
                start(random.nextInt(3));
                Thread.sleep(random.nextInt(2500));
                killOne(others);
                await(
                        "run " + kill + " ends",
                        () -> !model.runs().runningProperty().get());
                assertEquals(before, edits(), "seed " + SEED + ", kill " + kill);
            }
            int runs = Fx.call(() -> model.runs().history().size());
            start(0);
            await("the last run ends", () -> !model.runs().runningProperty().get());
            assertEquals(runs + 1, Fx.call(() -> model.runs().history().size()), "a run nobody disturbs has a result");
            assertTrue(Fx.call(
                    () -> model.runs().history().getLast().result().verdict().isPresent()));
            Fx.run(stage::close);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!own(others).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertEquals(List.of(), own(others), "orphans");
    }

    /** Every other round, so that undone and done edits are both at stake. */
    private void edit(int round) throws Exception {
        if (round % 2 == 0) {
            Fx.run(() -> model.editing().edit(Edits.declare("extra" + round, 2, 3), () -> {}));
            await("the edit is made", () -> !model.document().busyProperty().get());
        }
    }

    private List<Edit> edits() throws Exception {
        return Fx.call(() ->
                model.document().experimentProperty().get().orElseThrow().log().edits());
    }

    private void start(int what) throws Exception {
        Fx.run(() -> {
            switch (what) {
                case 0 -> model.running().run(true);
                case 1 -> model.running().whatWouldHelp();
                default -> model.running().run(false);
            }
        });
    }

    private void killOne(Set<Long> others) {
        List<ProcessHandle> alive = own(others);
        if (!alive.isEmpty()) {
            alive.get(random.nextInt(alive.size())).destroyForcibly();
        }
    }

    private static List<ProcessHandle> own(Set<Long> others) {
        return children().stream()
                .filter(child -> !others.contains(child.pid()))
                .toList();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().commandLine().orElse("").matches(".*(EngineMain|RankMain).*"))
                .toList();
    }

    private static void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Fx.call(condition::getAsBoolean)) {
            assertTrue(System.nanoTime() < end, () -> "waited in vain: " + what + ", seed " + SEED);
            Thread.sleep(20);
        }
    }
}
