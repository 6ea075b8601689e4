package org.layergraft.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;

/** The toolkit for tests: started once per JVM, always headless. */
final class Fx {

    private static final long PATIENCE_S = 30;

    private Fx() {}

    static void start() throws InterruptedException {
        // These tests never need a display, also where the build would have one.
        if (System.getProperty("glass.platform") == null) {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        var started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
        } catch (IllegalStateException alreadyRuns) {
            return;
        }
        Platform.setImplicitExit(false);
        if (!started.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the toolkit does not start");
        }
    }

    static <T> T call(Callable<T> work) throws Exception {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error failed) {
                result.completeExceptionally(failed);
            }
        });
        return result.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    static void run(Runnable work) throws Exception {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** Looks again and again, on the FX thread. */
    static void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!call(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(20);
        }
    }
}
