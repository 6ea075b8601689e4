package org.layergraft.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import javafx.application.Platform;
import javafx.scene.Scene;
import org.layergraft.ui.canvas.GraphCanvas;

/**
 * Tells whoever measures when the window, and when a graph in it, could first be used: one line each, {@code window} or {@code graph}
 * and the microseconds since 1970. A line is written when the frame that shows it has been painted and the events that came before
 * are handled. Does nothing unless the program is started with {@code -Dlayergraft.milestones=FILE}. With
 * {@code -Dlayergraft.once=true} as well the program ends there: so the launcher has a start recorded for its archive of classes.
 */
final class Milestones {

    private static final String FILE = "layergraft.milestones";

    private static final String ONCE = "layergraft.once";

    /** A start that is only recorded shows its graph within this, or has none. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path file;
    private final Scene scene;
    private final boolean once = Boolean.getBoolean(ONCE);
    private final Instant began = Instant.now();
    private Progress progress = Progress.NOTHING;

    private enum Progress {
        NOTHING,
        WINDOW_DRAWN,
        WINDOW,
        GRAPH_DRAWN,
        GRAPH
    }

    private Milestones(Path file, Scene scene) {
        this.file = file;
        this.scene = scene;
    }

    static void watch(Scene scene) {
        String file = System.getProperty(FILE, "");
        if (!file.isEmpty()) {
            var milestones = new Milestones(Path.of(file), scene);
            scene.addPostLayoutPulseListener(milestones::pulse);
        }
    }

    /** A pulse begins only after the frame of the pulse before has been painted. */
    private void pulse() {
        progress = switch (progress) {
            case NOTHING -> Progress.WINDOW_DRAWN;
            case WINDOW_DRAWN -> reached("window", Progress.WINDOW);
            case WINDOW -> showsGraph() ? Progress.GRAPH_DRAWN : Progress.WINDOW;
            case GRAPH_DRAWN -> reached("graph", Progress.GRAPH);
            case GRAPH -> Progress.GRAPH;
        };
        if (once && began.plus(PATIENCE).isBefore(Instant.now())) {
            Platform.exit();
        } else if (progress != Progress.GRAPH) {
            Platform.requestNextPulse();
        }
    }

    private boolean showsGraph() {
        return scene.lookup("#canvas") instanceof GraphCanvas canvas && canvas.showsGraph();
    }

    private Progress reached(String what, Progress next) {
        Platform.runLater(() -> {
            long micros = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
            try {
                Files.writeString(
                        file,
                        what + " " + micros + System.lineSeparator(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                System.getLogger(Milestones.class.getName()).log(System.Logger.Level.WARNING, "not kept: " + file, e);
            }
            if (once && next == Progress.GRAPH) {
                Platform.exit();
            }
        });
        return next;
    }
}
