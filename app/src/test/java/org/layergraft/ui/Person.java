package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.graft.Edit;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.newlayer.Role;

/** Somebody with a mouse and a keyboard before a real window, with real child processes behind it. */
final class Person implements AutoCloseable {

    private static final boolean HEADLESS = "Headless".equals(System.getProperty("glass.platform"));
    private static final long PATIENCE_S = 60;

    private final LiveBackend backend = new LiveBackend();
    private WorkbenchViewModel model;
    private Workbench workbench;
    private Stage stage;
    private Robot robot;

    void open(Path file) throws Exception {
        startToolkit();
        onFx(() -> {
            model = new WorkbenchViewModel(
                    backend,
                    new BackgroundTasks(),
                    new Words(Locale.ENGLISH),
                    new Remembered(Settings.first(Locale.ENGLISH)));
            workbench = new Workbench(model, List.of(), 1400, 900);
            stage = new Stage();
            stage.setScene(workbench.scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            stage.toFront();
            robot = new Robot();
            model.opening().open(file);
            return null;
        });
        until(
                "the model is open",
                () -> model.document().openProperty().get()
                        && !model.document().busyProperty().get());
        until("the graph is laid out", () -> place(Person::isEmptySpace).isPresent());
    }

    static boolean isEmptySpace(DropTarget target) {
        return target.equals(new DropTarget.InModule(""));
    }

    static Predicate<DropTarget> box(String id) {
        return target -> target.equals(new DropTarget.OnNode(id));
    }

    WorkbenchViewModel model() {
        return model;
    }

    /** Drags a chip of the palette onto the graph and waits for the card that asks for the layer. */
    void drag(String chip, Predicate<DropTarget> onto) throws Exception {
        until(chip + " is there", () -> node(chip).getScene() != null);
        Point2D from = middleOf(chip);
        until("there is a place for " + chip, () -> place(onto).isPresent());
        Point2D to = onFx(() -> toScreen(place(onto).orElseThrow()));
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
        source.fireEvent(Mouse.primary(type, scene, screen, 1));
    }

    /** A point of the scene where a drop would mean this. */
    private Optional<Point2D> place(Predicate<DropTarget> wanted) {
        var canvas = (GraphCanvas) node("#canvas");
        Bounds area = canvas.localToScene(canvas.getBoundsInLocal());
        for (double y = area.getMinY() + 60; y < area.getMaxY() - 20; y += 10) {
            for (double x = area.getMinX() + 20; x < area.getMaxX() - 20; x += 15) {
                Optional<DropTarget> there = canvas.hover(x, y);
                canvas.endHover();
                if (there.filter(wanted).isPresent()) {
                    return Optional.of(new Point2D(x, y));
                }
            }
        }
        return Optional.empty();
    }

    /** Types over whatever is selected in the field that has the focus, as it is after a card opened or Tab came to it. */
    void type(String text) throws Exception {
        var field = (TextInputControl) onFx(() -> stage.getScene().getFocusOwner());
        for (char letter : text.toCharArray()) {
            onFx(() -> {
                key(letter);
                return null;
            });
        }
        until(text + " is typed", () -> field.getText().equals(text));
    }

    private void key(char letter) {
        switch (letter) {
            case '_' -> {
                robot.keyPress(KeyCode.SHIFT);
                robot.keyType(KeyCode.MINUS);
                robot.keyRelease(KeyCode.SHIFT);
            }
            case '.' -> robot.keyType(KeyCode.PERIOD);
            case ' ' -> robot.keyType(KeyCode.SPACE);
            case ',' -> robot.keyType(KeyCode.COMMA);
            default -> robot.keyType(KeyCode.getKeyCode(String.valueOf(Character.toUpperCase(letter))));
        }
    }

    void press(KeyCode... keys) throws Exception {
        press(false, keys);
    }

    void press(boolean shift, KeyCode... keys) throws Exception {
        for (KeyCode key : keys) {
            onFx(() -> {
                layOut();
                if (shift) {
                    robot.keyPress(KeyCode.SHIFT);
                }
                robot.keyType(key);
                if (shift) {
                    robot.keyRelease(KeyCode.SHIFT);
                }
                return null;
            });
        }
    }

    /** One key while others are held. */
    void chord(List<KeyCode> held, KeyCode key) throws Exception {
        onFx(() -> {
            layOut();
            held.forEach(robot::keyPress);
            robot.keyType(key);
            held.reversed().forEach(robot::keyRelease);
            return null;
        });
    }

    void click(String selector) throws Exception {
        until(selector + " can be clicked", () -> !node(selector).isDisabled());
        // What is still being laid out may move away from under the mouse; a person sees that.
        Point2D at;
        do {
            at = middleOf(selector);
            move(at);
        } while (!at.equals(middleOf(selector)));
        onFx(() -> {
            robot.mouseClick(MouseButton.PRIMARY);
            return null;
        });
    }

    /** Picks from the list of what the new layer is for. */
    void choose(Role.Kind kind) throws Exception {
        @SuppressWarnings("unchecked")
        var roles = (ChoiceBox<Role>) onFx(() -> node("#layer-role"));
        int wanted = roles.getItems().stream().map(Role::kind).toList().indexOf(kind);
        click("#layer-role");
        until("the choices are there", roles::isShowing);
        for (int i = 0; i < wanted; i++) {
            press(KeyCode.DOWN);
        }
        press(KeyCode.ENTER);
        until("the role is chosen", () -> roles.getValue().kind() == kind && !roles.isShowing());
    }

    /** A label's; an error for something that is not there or not visible. */
    String text(String selector) {
        return node(selector) instanceof Label label ? label.getText() : "";
    }

    void doubleClick(Predicate<DropTarget> on) throws Exception {
        until("what is to be opened is drawn", () -> place(on).isPresent());
        move(onFx(() -> toScreen(place(on).orElseThrow())));
        onFx(() -> {
            robot.mouseClick(MouseButton.PRIMARY);
            robot.mouseClick(MouseButton.PRIMARY);
            return null;
        });
    }

    /** Waits for the run that a click has started. */
    RunResult run(boolean onRanks) throws Exception {
        until("the run has begun", () -> model.runs().runningProperty().get());
        until("the run has ended", () -> !model.runs().runningProperty().get());
        return onFx(() -> {
            var finished = model.runs()
                    .lastProperty()
                    .get()
                    .orElseThrow(() -> new AssertionError("no result; the window says: "
                            + model.announcements().noticeProperty().get()));
            assertEquals(onRanks, finished.onRanks());
            return finished.result();
        });
    }

    List<String> parameters() {
        return model.document().experimentProperty().get().orElseThrow().graph().parameters().stream()
                .map(p -> p.name())
                .toList();
    }

    List<Edit> edits() throws Exception {
        return onFx(() ->
                model.document().experimentProperty().get().orElseThrow().log().edits());
    }

    String shownVerdict() throws Exception {
        return onFx(() -> text("#verdict-sentence"));
    }

    Node node(String selector) {
        return Optional.ofNullable(stage.getScene().lookup(selector))
                .orElseThrow(() -> new AssertionError("the window has no " + selector));
    }

    boolean has(String selector) {
        return stage.getScene().lookup(selector) != null;
    }

    Node focused() {
        return stage.getScene().getFocusOwner();
    }

    /** As a person sees it: everything is where it will be, and has the skin that listens to keys, which a robot can be too quick for. */
    private void layOut() {
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
    }

    private Point2D middleOf(String selector) throws Exception {
        return onFx(() -> {
            layOut();
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

    void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!onFx(() -> {
            try {
                return condition.call();
            } catch (AssertionError notThere) {
                return false;
            }
        })) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what + "; see " + picture("person"));
            }
            Thread.sleep(30);
        }
    }

    /** What the window looks like, for instance when something did not happen. */
    Path picture(String name) throws Exception {
        Path file = Path.of("target", name + ".png");
        var image = onFx(() -> stage.getScene().snapshot(null));
        javax.imageio.ImageIO.write(javafx.embed.swing.SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
        return file;
    }

    static <T> T onFx(Callable<T> work) throws Exception {
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

    private static void startToolkit() {
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
                workbench.close();
            }
        });
        backend.close();
    }
}
