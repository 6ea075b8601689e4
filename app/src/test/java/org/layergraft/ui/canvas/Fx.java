package org.layergraft.ui.canvas;

import java.io.File;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assertions;

/** Runs things on the FX thread of a headless toolkit. */
final class Fx {

    private Fx() {}

    static void start() {
        var ready = new CountDownLatch(1);
        try {
            Platform.startup(ready::countDown);
        } catch (IllegalStateException runsAlready) {
            ready.countDown();
        }
        try {
            Assertions.assertTrue(ready.await(20, TimeUnit.SECONDS), "the toolkit did not start");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        Platform.setImplicitExit(false);
    }

    static <T> T get(Callable<T> work) {
        var task = new FutureTask<T>(work);
        Platform.runLater(task);
        try {
            return task.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }

    static void run(Runnable work) {
        get(() -> {
            work.run();
            return true;
        });
    }

    static void until(BooleanSupplier reached, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!get(reached::getAsBoolean)) {
            Assertions.assertTrue(System.nanoTime() < end, "never happened: " + what);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Stage stage(Region content, double width, double height, String theme) {
        return get(() -> {
            Application.setUserAgentStylesheet(theme);
            var stage = new Stage();
            stage.setScene(new Scene(content, width, height));
            stage.show();
            content.applyCss();
            content.layout();
            return stage;
        });
    }

    static void picture(Scene scene, String name) {
        run(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            try {
                var file = new File("target/canvas-" + name + ".png");
                ImageIO.write(SwingFXUtils.fromFXImage(scene.snapshot(null), null), "png", file);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
