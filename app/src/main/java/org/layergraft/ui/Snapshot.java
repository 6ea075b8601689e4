package org.layergraft.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.Devices;
import org.layergraft.step.GradientState;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;

/** Paints the window into a picture, without a display. */
public final class Snapshot {

    private static final long PATIENCE_S = 60;

    private Snapshot() {}

    /**
     * @param result what the coverage table and the verdict bar show, if anything was run
     * @param width of the picture in pixels, and {@code height}
     */
    public record Picture(
            Experiment experiment,
            Optional<RunResult> result,
            Path out,
            int width,
            int height,
            boolean dark,
            Locale language) {}

    /** Starts the toolkit on its headless platform if it does not run yet. Call it off the FX thread. */
    public static void take(Picture picture) throws LayergraftException {
        take(picture, Devices.withoutGpu(Runtime.getRuntime().availableProcessors(), ""));
    }

    /** @param devices what the machine is said to have */
    static void take(Picture picture, Devices devices) throws LayergraftException {
        start();
        var image = new CompletableFuture<WritableImage>();
        Platform.runLater(() -> {
            try {
                new Painter(picture, devices).paint(image);
            } catch (RuntimeException | Error failed) {
                image.completeExceptionally(failed);
            }
        });
        try {
            write(SwingFXUtils.fromFXImage(image.get(PATIENCE_S, TimeUnit.SECONDS), null), picture.out());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(e);
        }
    }

    private static LayergraftException failed(Exception cause) {
        return new LayergraftException(
                LayergraftException.Fault.ENGINE, Problem.of("ui", "snapshot.failed", cause.getMessage()), cause);
    }

    private static void start() {
        System.setProperty("java.awt.headless", "true");
        if (System.getProperty("glass.platform") == null) {
            System.setProperty("glass.platform", "Headless");
            System.setProperty("prism.order", "sw");
        }
        try {
            Platform.startup(() -> {});
        } catch (IllegalStateException alreadyRuns) {
            return;
        }
        Platform.setImplicitExit(false);
    }

    private static void write(BufferedImage image, Path out) throws LayergraftException {
        try {
            Path folder = out.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            if (!ImageIO.write(image, "png", out.toFile())) {
                throw new IOException("no writer for PNG");
            }
        } catch (IOException e) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, Problem.of("ui", "snapshot.unwritable", out, e.getMessage()), e);
        }
    }

    /** One picture, on the FX thread. */
    private static final class Painter {

        private final Picture picture;
        private final Devices devices;

        Painter(Picture picture, Devices devices) {
            this.picture = picture;
            this.devices = devices;
        }

        void paint(CompletableFuture<WritableImage> image) {
            var settings = new Settings(
                    picture.width(),
                    picture.height(),
                    false,
                    picture.dark(),
                    false,
                    picture.language().toLanguageTag(),
                    java.util.List.of(),
                    "",
                    CoverageLook.FIRST,
                    Preferences.FIRST.following(false),
                    Optional.empty(),
                    Map.of());
            var model = new WorkbenchViewModel(
                    new ShownBackend(picture.experiment(), devices),
                    new InlineTasks(),
                    new Words(picture.language()),
                    new Remembered(settings));
            var workbench = new Workbench(model, Samples.find(), picture.width(), picture.height());
            var scene = workbench.scene();
            scene.getRoot().applyCss();
            // How much of it the painter uses says nothing of the model.
            Optional.ofNullable(scene.lookup("#memory")).ifPresent(memory -> {
                memory.setVisible(false);
                memory.setManaged(false);
            });
            if (scene.lookup("#canvas") instanceof GraphCanvas canvas) {
                canvas.waitForBestLayout();
            }
            model.opening().open(picture.experiment().file());
            model.findDevices();
            picture.result().ifPresent(result -> {
                model.show(result, settingsOf(result));
                uncovered(result).ifPresent(model.selectedProperty()::set);
            });
            // In no window: the headless platform's screen is smaller than many pictures.
            StillFrame.of(scene, drawn -> {
                image.complete(drawn);
                workbench.close();
            });
        }

        /** The first parameter that no rank has a gradient for: what the picture is about. */
        private static Optional<String> uncovered(RunResult result) {
            return result.coverage().stream()
                    .filter(row -> row.parameter().trainable())
                    .filter(row -> row.ranks().stream().allMatch(g -> g.state() == GradientState.NONE))
                    .map(row -> row.parameter().name())
                    .findFirst();
        }

        private static RunSettings settingsOf(RunResult result) {
            var plan = result.plan();
            var first = RunSettings.DEFAULT;
            return new RunSettings(
                    Math.max(1, plan.worldSize()),
                    first.device(),
                    first.inputs(),
                    first.loss(),
                    plan.switches(),
                    plan.steps(),
                    plan.seed(),
                    plan.timeoutSeconds());
        }
    }
}
