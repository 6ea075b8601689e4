package org.layergraft.ui;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.BackgroundTasks;

/** A window in a process of its own, which works until it is killed. Says {@code changed} after its last change. */
final class CrashVictim {

    private CrashVictim() {}

    /** @param arguments folder of the settings, model or experiment */
    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[0]);
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
        System.out.println("changed");
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
