package org.layergraft.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.control.Hyperlink;
import javafx.stage.Window;
import org.layergraft.ui.App;

/** Opens Layergraft's window, waits, and presses the link of a sample; says when it pressed. Argument: the sample without ending. */
public final class OpenLater {

    public static void main(String[] arguments) {
        Path milestones = Path.of(System.getProperty("layergraft.milestones"));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Files.exists(milestones)) {
                    Thread.sleep(50);
                }
                Thread.sleep(3000);
                Platform.runLater(() -> press(milestones, arguments[0]));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        App.launch(Optional.empty());
        System.exit(0);
    }

    private static void press(Path milestones, String sample) {
        var link = (Hyperlink) Window.getWindows().getFirst().getScene().lookup("#start-" + sample);
        try {
            long micros = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
            Files.writeString(milestones, "press " + micros + "\n", StandardOpenOption.APPEND);
            link.fire();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
