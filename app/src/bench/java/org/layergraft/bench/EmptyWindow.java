package org.layergraft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;

/** A JavaFX window with nothing in it, that says when it can first be used, just as Layergraft's does. */
public final class EmptyWindow extends Application {

    private int pulses;

    public static void main(String[] arguments) {
        Application.launch(arguments);
        System.exit(0);
    }

    @Override
    public void start(Stage stage) {
        var scene = new Scene(new Pane(), 1280, 800);
        scene.addPostLayoutPulseListener(this::pulse);
        stage.setScene(scene);
        stage.show();
    }

    private void pulse() {
        pulses++;
        if (pulses == 2) {
            Platform.runLater(EmptyWindow::tell);
        } else if (pulses < 2) {
            Platform.requestNextPulse();
        }
    }

    private static void tell() {
        long micros = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
        try {
            Files.writeString(Path.of(System.getProperty("layergraft.milestones")), "window " + micros + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (Boolean.getBoolean("layergraft.bench.once")) {
            Platform.exit();
        }
    }
}
