package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.layergraft.graft.Edit;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** A window of its own for a test, worked by events sent to what is on screen. Nothing is asked twice at the same time. */
final class OpenWindow {

    final FakeBackend backend = new FakeBackend();
    WorkbenchViewModel model;
    Scene scene;
    Stage stage;
    private Workbench workbench;
    final Dialogs dialogs = new Dialogs();

    /** Answers with the file that a test wants; empty is Cancel. */
    static final class Dialogs implements FileDialogs {

        Optional<Path> answer = Optional.empty();
        Optional<Path> askedIn = Optional.empty();
        String proposed = "";

        @Override
        public Optional<Path> open(Kind kind, Optional<Path> folder) {
            askedIn = folder;
            return answer;
        }

        @Override
        public Optional<Path> configsFolder(Optional<Path> folder) {
            askedIn = folder;
            return answer;
        }

        @Override
        public Optional<Path> save(Kind kind, Optional<Path> folder, String proposedName) {
            askedIn = folder;
            proposed = proposedName;
            return answer;
        }
    }

    /** @param config where settings are kept */
    OpenWindow(Path config, Path file) throws Exception {
        this(config, file, new InlineTasks());
    }

    OpenWindow(Path config, Path file, Tasks tasks) throws Exception {
        this(config, file, tasks, TrustViewModel.Memory.OF_EVERYTHING);
    }

    /** @param allowed what may be executed without asking */
    OpenWindow(Path config, Path file, Tasks tasks, TrustViewModel.Memory allowed) throws Exception {
        this(config, Optional.of(file), tasks, allowed);
    }

    /** Nothing is open in it. */
    static OpenWindow empty(Path config) throws Exception {
        return new OpenWindow(config, Optional.empty(), new InlineTasks(), TrustViewModel.Memory.OF_EVERYTHING);
    }

    private OpenWindow(Path config, Optional<Path> file, Tasks tasks, TrustViewModel.Memory allowed) throws Exception {
        Fx.start();
        Fx.run(() -> {
            var remembered = new Remembered(new SettingsStore(config));
            model = new WorkbenchViewModel(backend, tasks, new Words(Locale.ENGLISH), remembered, allowed);
            remembered.change(s -> s.speaking(Locale.ENGLISH));
            workbench = new Workbench(model, Samples.find(), 1280, 800, Optional.of(dialogs));
            scene = workbench.scene();
            stage = new Stage();
            stage.setScene(scene);
            stage.show();
            file.ifPresent(model.opening()::open);
        });
    }

    /** Brings what is on screen up to date: cells are made by the first layout and have no styles before the second. */
    void layout() throws Exception {
        for (int pass = 0; pass < 2; pass++) {
            Fx.run(scene.getRoot()::applyCss);
            Fx.run(scene.getRoot()::layout);
        }
    }

    /** What its keys do, whatever has the focus. */
    void press(ActionId action) throws Exception {
        Fx.run(() -> scene.getAccelerators().get(action.keys()).run());
        layout();
    }

    /** All of it in another language and another size. */
    void speak(Locale language, int percent) throws Exception {
        Fx.run(() -> model.remembered()
                .change(s -> s.speaking(language).liking(s.preferences().sized(percent))));
        // A pane that has just got its divider is laid out in the next pass.
        layout();
        layout();
    }

    /** The edits that are done. */
    List<Edit> edits() throws Exception {
        return Fx.call(() ->
                model.document().experimentProperty().get().orElseThrow().log().edits());
    }

    /** The chip of this kind is on screen, so that it can be dragged. */
    void reach(String kind) throws Exception {
        Fx.run(() -> field("#palette-filter").setText(kind));
        layout();
    }

    /** Somewhere on the box of a module of this type. */
    Point2D box(String type) throws Exception {
        emptySpace();
        return Fx.call(() -> find(target -> target instanceof DropTarget.OnNode(String id)
                && graph().node(id)
                        .flatMap(FlowNode::module)
                        .flatMap(graph()::module)
                        .filter(m -> m.type().equals(type))
                        .isPresent()));
    }

    ModelGraph graph() {
        return model.document().experimentProperty().get().orElseThrow().graph();
    }

    /** Shows another content in the same window. */
    void show(Scene other) {
        scene = other;
        stage.setScene(other);
    }

    /** Nothing of it goes on, so that it can be forgotten. */
    void close() throws Exception {
        Fx.run(() -> {
            stage.close();
            workbench.close();
            scene.setRoot(new Region());
        });
    }

    /** For whoever wants to look: target/snapshots. */
    void picture(String name) throws Exception {
        picture(name, Fx.call(() -> scene.snapshot(null)));
    }

    static void picture(String name, javafx.scene.image.WritableImage shot) throws Exception {
        var image = SwingFXUtils.fromFXImage(shot, null);
        Path out = Path.of("target", "snapshots", name + ".png");
        Files.createDirectories(out.getParent());
        assertTrue(ImageIO.write(image, "png", out.toFile()));
    }

    GraphCanvas canvas() {
        return (GraphCanvas) find("#canvas");
    }

    Point2D emptySpace() throws Exception {
        Fx.await("the graph is laid out", () -> edge() != null);
        return Fx.call(() -> find(t -> t instanceof DropTarget.InModule));
    }

    Point2D edge() {
        // What is still to be laid out would move the line away.
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return find(t -> t instanceof DropTarget.OnEdge);
    }

    /** Somewhere on the canvas where a drop would mean this. */
    Point2D find(java.util.function.Predicate<DropTarget> wanted) {
        var canvas = canvas();
        for (double y = 60; y < canvas.getHeight() - 20; y += 4) {
            for (double x = 20; x < canvas.getWidth() - 20; x += 16) {
                var at = canvas.localToScene(x, y);
                if (canvas.hover(at.getX(), at.getY()).filter(wanted).isPresent()) {
                    canvas.endHover();
                    return at;
                }
            }
        }
        canvas.endHover();
        return null;
    }

    void drag(String from, Point2D to) throws Exception {
        hover(from, to);
        letGo(from, to);
    }

    /** Drags without letting go. */
    void hover(String from, Point2D to) throws Exception {
        Fx.run(() -> {
            Node chip = scene.lookup(from);
            var start = chip.localToScene(8, 8);
            chip.fireEvent(Mouse.primary(MouseEvent.MOUSE_PRESSED, start));
            chip.fireEvent(Mouse.primary(MouseEvent.MOUSE_DRAGGED, start.midpoint(to)));
            assertTrue(scene.getRoot().lookup(".drag-ghost").isVisible(), "something follows the mouse");
            chip.fireEvent(Mouse.primary(MouseEvent.MOUSE_DRAGGED, to));
        });
    }

    void letGo(String from, Point2D at) throws Exception {
        Fx.run(() -> {
            Node chip = scene.lookup(from);
            chip.fireEvent(Mouse.primary(MouseEvent.MOUSE_RELEASED, at));
            assertFalse(scene.getRoot().lookup(".drag-ghost").isVisible());
        });
    }

    static KeyEvent key(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
    }

    /** What has just come is found only once it is laid out, which on a screen takes until the next pulse. */
    private Node find(String id) {
        var there = scene.lookup(id);
        if (there == null && Platform.isFxApplicationThread()) {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        }
        return scene.lookup(id);
    }

    TextField field(String id) {
        return (TextField) find(id);
    }

    Button button(String id) {
        return (Button) find(id);
    }

    Label label(String id) {
        return (Label) find(id);
    }

    @SuppressWarnings("unchecked")
    <T> ChoiceBox<T> choice(String id) {
        return (ChoiceBox<T>) find(id);
    }

    <T extends Node> T node(Class<T> type, String id) {
        return type.cast(find(id));
    }
}
