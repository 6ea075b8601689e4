package org.layergraft.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.BackgroundTasks;

/** A window in a process of its own, which works until it is killed. Says {@code changed} after its last change. */
final class CrashVictim {

    private CrashVictim() {}

    /** @param arguments folder of the settings, model or experiment, and another one where there are to be two windows */
    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
        if (arguments.length > 2) {
            twoWindows(config, Path.of(arguments[1]), Path.of(arguments[2]));
            return;
        }
        var window = new OpenWindow(config, Path.of(arguments[1]), new BackgroundTasks());
        Fx.await(
                "it is open",
                () -> window.model.document().openProperty().get()
                        && !window.model.document().busyProperty().get());
        Fx.run(() -> Keeper.of(window.model, config));
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc1"), () -> {}));
        Fx.await("it is edited", () -> window.model.document().canUndo().get());
        Fx.run(() -> window.model.running().run(true));
        Fx.await("it has run", () -> !window.model.runs().history().isEmpty());
        Fx.run(() -> window.model.switches().ranksProperty().set(4));
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        wait("changed");
    }

    /** The second is opened when the first has something to lose. */
    private static void twoWindows(Path config, Path one, Path other) throws Exception {
        var windows = new SomeWindows(config);
        edit(windows.open(Optional.of(one)), "fc1");
        Fx.await("the first is kept", () -> isKept(config));
        edit(windows.open(Optional.of(other)), "fc2");
        wait("changed");
    }

    private static boolean isKept(Path config) {
        try (var files = Files.list(config.resolve("recovery"))) {
            return files.anyMatch(ExperimentFile::isNamed);
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void edit(AppWindow window, String module) throws Exception {
        Fx.run(() -> window.model().editing().edit(new Edit.Freeze(module), () -> {}));
        Fx.await("it is edited", () -> window.model().document().canUndo().get());
    }

    private static void wait(String said) throws InterruptedException {
        System.out.println(said);
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
