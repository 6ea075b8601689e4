package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;

/**
 * What the program exists for, done by mouse and keyboard in a real window with real child processes. Run by {@link MainJobTest} on
 * the headless platform and by {@link MainJobDisplayTest} on a display.
 */
final class MainJob implements AutoCloseable {

    private static final boolean HEADLESS = "Headless".equals(System.getProperty("glass.platform"));
    private static final long PATIENCE_S = 60;

    private final LiveBackend backend = new LiveBackend();
    private WorkbenchViewModel model;
    private Stage stage;
    private Robot robot;

    void run() throws Exception {
        openWindow(Path.of(System.getProperty("layergraft.samples"), "co_dino_head.pt"));

        dragOntoEmptySpace("#kind-parameter");
        type("class_embed");
        until("class_embed is declared", () -> parameters().contains("class_embed"));

        click("#one-device");
        assertTrue(run(false).single().orElseThrow().trains(), "trains on one device");

        click("#all-ranks");
        Verdict failed = run(true).verdict().orElseThrow();
        assertEquals(Outcome.UNUSED_PARAMETERS, failed.outcome());
        assertEquals(List.of("class_embed"), failed.parameters());
        assertTrue(shownVerdict().contains("class_embed"), "the verdict bar names it: " + shownVerdict());

        click("#find-unused");
        click("#all-ranks");
        assertEquals(Outcome.OK, run(true).verdict().orElseThrow().outcome());

        click("#undo");
        until("class_embed is gone", () -> !parameters().contains("class_embed"));
        click("#find-unused");
        click("#all-ranks");
        RunResult clean = run(true);
        assertEquals(Outcome.OK, clean.verdict().orElseThrow().outcome());
        assertTrue(!clean.plan().switches().findUnusedParameters(), "with the switch off");
    }

    private void openWindow(Path file) throws Exception {
        onFx(() -> {
            model = new WorkbenchViewModel(
                    backend,
                    new BackgroundTasks(),
                    new Words(Locale.ENGLISH),
                    new Remembered(Settings.first(Locale.ENGLISH)));
            var workbench = new Workbench(model, List.of(), 1400, 900);
            stage = new Stage();
            stage.setScene(workbench.scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            stage.toFront();
            robot = new Robot();
            model.open(file);
            return null;
        });
        until(
                "the model is open",
                () -> model.document().openProperty().get()
                        && !model.document().busyProperty().get());
        until("the graph is laid out", () -> emptySpot().isPresent());
    }

    private void dragOntoEmptySpace(String chip) throws Exception {
        Point2D from = middleOf(chip);
        Point2D to = onFx(() -> toScreen(emptySpot().orElseThrow()));
        if (HEADLESS) {
            dispatchDrag(node(chip), from, to);
        } else {
            dragByMouse(from, to);
        }
        until("the name is asked for", () -> node("#layer-name").isFocused());
    }

    private void dragByMouse(Point2D from, Point2D to) throws Exception {
        move(from);
        onFx(() -> {
            robot.mousePress(MouseButton.PRIMARY);
            return null;
        });
        for (int step = 1; step <= 8; step++) {
            move(from.interpolate(to, step / 8.0));
        }
        onFx(() -> {
            robot.mouseRelease(MouseButton.PRIMARY);
            return null;
        });
    }

    /** On the headless platform a move with the button held down reaches nobody, so the source gets what a real mouse would send it. */
    private void dispatchDrag(Node source, Point2D from, Point2D to) throws Exception {
        onFx(() -> {
            fire(source, MouseEvent.MOUSE_PRESSED, from);
            for (int step = 1; step <= 8; step++) {
                fire(source, MouseEvent.MOUSE_DRAGGED, from.interpolate(to, step / 8.0));
            }
            fire(source, MouseEvent.MOUSE_RELEASED, to);
            return null;
        });
    }

    private void fire(Node source, EventType<MouseEvent> type, Point2D screen) {
        Point2D scene = stage.getScene().getRoot().screenToLocal(screen);
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        source.fireEvent(new MouseEvent(
                type,
                scene.getX(),
                scene.getY(),
                screen.getX(),
                screen.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                down,
                false,
                false,
                false,
                false,
                false,
                null));
    }

    /** A point of the canvas where a drop declares. */
    private Optional<Point2D> emptySpot() {
        var canvas = (GraphCanvas) node("#canvas");
        Bounds area = canvas.localToScene(canvas.getBoundsInLocal());
        for (double y = area.getMinY() + 60; y < area.getMaxY() - 20; y += 15) {
            for (double x = area.getMinX() + 20; x < area.getMaxX() - 20; x += 15) {
                Optional<DropTarget> there = canvas.hover(x, y);
                canvas.endHover();
                if (there.filter(target -> target.equals(new DropTarget.InModule("")))
                        .isPresent()) {
                    return Optional.of(new Point2D(x, y));
                }
            }
        }
        return Optional.empty();
    }

    private void type(String text) throws Exception {
        for (char letter : text.toCharArray()) {
            onFx(() -> {
                if (letter == '_') {
                    robot.keyPress(KeyCode.SHIFT);
                    robot.keyType(KeyCode.MINUS);
                    robot.keyRelease(KeyCode.SHIFT);
                } else {
                    robot.keyType(KeyCode.valueOf(String.valueOf(Character.toUpperCase(letter))));
                }
                return null;
            });
        }
        until(
                "the name is typed",
                () -> ((javafx.scene.control.TextField) node("#layer-name"))
                        .getText()
                        .equals(text));
        onFx(() -> {
            robot.keyType(KeyCode.ENTER);
            return null;
        });
    }

    private void click(String selector) throws Exception {
        until(selector + " can be clicked", () -> !node(selector).isDisabled());
        move(middleOf(selector));
        onFx(() -> {
            robot.mouseClick(MouseButton.PRIMARY);
            return null;
        });
    }

    /** Waits for the run that a click has started. */
    private RunResult run(boolean onRanks) throws Exception {
        until("the run has begun", () -> model.runs().runningProperty().get());
        until("the run has ended", () -> !model.runs().runningProperty().get());
        return onFx(() -> {
            var finished = model.runs().lastProperty().get().orElseThrow();
            assertEquals(onRanks, finished.onRanks());
            return finished.result();
        });
    }

    private List<String> parameters() {
        return model.document().experimentProperty().get().orElseThrow().graph().parameters().stream()
                .map(p -> p.name())
                .toList();
    }

    private String shownVerdict() throws Exception {
        return onFx(() -> ((javafx.scene.control.Label) node("#verdict-sentence")).getText());
    }

    private Node node(String selector) {
        return Optional.ofNullable(stage.getScene().lookup(selector))
                .orElseThrow(() -> new AssertionError("the window has no " + selector));
    }

    private Point2D middleOf(String selector) throws Exception {
        return onFx(() -> {
            Bounds box = node(selector).localToScreen(node(selector).getBoundsInLocal());
            return new Point2D(box.getCenterX(), box.getCenterY());
        });
    }

    private Point2D toScreen(Point2D inScene) {
        return stage.getScene().getRoot().localToScreen(inScene);
    }

    private void move(Point2D screen) throws Exception {
        onFx(() -> {
            robot.mouseMove(screen);
            return null;
        });
        Thread.sleep(40);
    }

    private void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!onFx(() -> {
            try {
                return condition.call();
            } catch (AssertionError notThere) {
                return false;
            }
        })) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what + "; see " + picture());
            }
            Thread.sleep(30);
        }
    }

    /** What the window looks like when something did not happen. */
    private Path picture() throws Exception {
        Path file = Path.of("target", "main-job.png");
        var image = onFx(() -> stage.getScene().snapshot(null));
        javax.imageio.ImageIO.write(javafx.embed.swing.SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
        return file;
    }

    private static <T> T onFx(Callable<T> work) throws Exception {
        var done = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                done.complete(work.call());
            } catch (Throwable thrown) {
                done.completeExceptionally(thrown);
            }
        });
        return done.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    static void startToolkit() {
        try {
            Platform.startup(() -> {});
        } catch (IllegalStateException alreadyRuns) {
            return;
        }
        Platform.setImplicitExit(false);
    }

    @Override
    public void close() {
        Platform.runLater(() -> {
            if (stage != null) {
                stage.close();
            }
        });
        backend.close();
    }
}
