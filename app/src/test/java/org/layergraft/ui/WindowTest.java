package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Words;

/** The window as a person meets it: by events sent to what is on screen. */
class WindowTest {

    @TempDir
    Path config;

    private final FakeBackend backend = new FakeBackend();
    private WorkbenchViewModel model;
    private Scene scene;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        Fx.start();
        Fx.run(() -> {
            var remembered = new Remembered(new SettingsStore(config));
            model = new WorkbenchViewModel(backend, new InlineTasks(), new Words(Locale.ENGLISH), remembered);
            remembered.change(s -> s.speaking(Locale.ENGLISH));
            scene = new Workbench(model, Samples.find(), 1280, 800).scene();
            stage = new Stage();
            stage.setScene(scene);
            stage.show();
            model.open(Path.of("samples", "mini_mlp.pt"));
        });
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(stage::close);
    }

    @Test
    void everyScreenLoadsInBothLanguagesAndThemesWithoutAWord() throws Exception {
        var said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            for (Locale language : new Locale[] {Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH}) {
                for (boolean dark : new boolean[] {true, false}) {
                    Fx.run(() ->
                            model.remembered().change(s -> s.speaking(language).inDark(dark)));
                    Fx.run(() -> model.run(true));
                    Fx.run(scene.getRoot()::applyCss);
                    Fx.run(scene.getRoot()::layout);
                }
            }
        } finally {
            System.setErr(before);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aParameterDraggedOntoEmptySpaceAndNamedIsDeclared() throws Exception {
        Point2D empty = emptySpace();
        drag("#kind-parameter", empty);
        Fx.await("the card that asks for a name", () -> scene.lookup("#layer-name") != null);
        picture("card");
        Fx.run(() -> {
            field("#layer-name").setText("class_embed");
            field("#hyper-shape").setText("32 x 512");
            button("#layer-add").fire();
        });
        var edits = Fx.call(() ->
                model.document().experimentProperty().get().orElseThrow().log().edits());
        assertTrue(
                edits.getFirst() instanceof Edit.Declare d && d.layer().name().equals("class_embed"), edits::toString);
        assertEquals("class_embed", Fx.call(() -> model.selectedProperty().get()), "what was added is selected");
        assertTrue(Fx.call(() -> scene.lookup("#new-layer") == null), "the card is gone");

        Fx.run(() -> button("#all-ranks").fire());
        Fx.run(() -> ((ToggleButton) scene.lookup("#show-message")).fire());
        Fx.run(() -> model.switches().findUnusedProperty().set(true));
        picture("message");
        Fx.run(() -> model.switches().findUnusedProperty().set(false));
        assertTrue(Fx.call(() -> label("#verdict-sentence").getText()).contains("class_embed"));
        Fx.run(() -> button("#fix-find_unused_parameters").fire());
        assertTrue(Fx.call(() -> model.switches().findUnusedProperty().get()));
        Fx.run(() -> button("#undo").fire());
        assertTrue(Fx.call(() -> button("#undo").isDisabled()));
    }

    @Test
    void aLinearDraggedOntoAnEdgeIsInserted() throws Exception {
        Fx.await("a line on the canvas", () -> edge() != null);
        drag("#kind-linear", Fx.call(this::edge));
        Fx.await("the card", () -> scene.lookup("#layer-add") != null);
        Fx.run(() -> button("#layer-add").fire());
        String error = Fx.call(() -> scene.lookup("#layer-error") instanceof Label l ? l.getText() : "");
        assertEquals("", error);
        var edits = Fx.call(() ->
                model.document().experimentProperty().get().orElseThrow().log().edits());
        assertTrue(edits.getFirst() instanceof Edit.Insert, edits::toString);
    }

    @Test
    void whatCannotBeIsSaidInTheCardAndEscapeLeavesEverythingAsItWas() throws Exception {
        drag("#kind-parameter", emptySpace());
        Fx.await("the card", () -> scene.lookup("#layer-add") != null);
        Fx.run(() -> {
            field("#hyper-shape").setText("many");
            button("#layer-add").fire();
        });
        assertTrue(Fx.call(() -> label("#layer-error").getText()).contains("shape"));
        Fx.run(() -> {
            field("#hyper-shape").setText("3");
            field("#layer-name").setText("for");
            button("#layer-add").fire();
        });
        assertTrue(Fx.call(() -> label("#layer-error").isVisible()), "a word of the language is no name");
        Fx.run(() -> scene.lookup("#layer-name").fireEvent(key(KeyCode.ESCAPE)));
        assertTrue(Fx.call(() -> scene.lookup("#new-layer") == null));
        assertFalse(Fx.call(() -> model.document().canUndo().get()));
    }

    @Test
    void aRowPickedInTheTableIsSelectedInTheOutlineAndShownInTheGraph() throws Exception {
        Fx.await("the graph is laid out", () -> edge() != null);
        var table = Fx.call(() -> (TableView<?>) scene.lookup("#coverage"));
        var tree = Fx.call(() -> (TreeView<?>) scene.lookup("#outline"));
        Fx.run(() -> table.getSelectionModel().select(2));
        String name = Fx.call(() -> model.coverage().rows().get(2).name());
        assertEquals(name, Fx.call(() -> model.selectedProperty().get()));
        Fx.await("the box around it", () -> !canvas().selectedProperty().get().isEmpty());
        assertEquals(
                name, Fx.call(() -> model.selectedProperty().get()), "the graph shows it, and does not choose another");
        assertFalse(Fx.call(() -> tree.getSelectionModel().isEmpty()));

        Fx.run(() -> tree.getSelectionModel().select(0));
        Fx.run(() -> tree.getSelectionModel().select(1));
        assertTrue(Fx.call(() -> table.getSelectionModel().isEmpty()), "a module is no row");
    }

    @Test
    void withoutAModelTheWindowOffersToOpenOne() throws Exception {
        Fx.run(() -> {
            var nothing = new WorkbenchViewModel(
                    backend,
                    new InlineTasks(),
                    new Words(Locale.ENGLISH),
                    new Remembered(Settings.first(Locale.ENGLISH)));
            scene = new Workbench(nothing, Samples.find(), 1280, 800).scene();
            stage.setScene(scene);
        });
        assertTrue(Fx.call(() -> scene.lookup("#empty-open").isVisible()));
        assertTrue(Fx.call(() -> button("#all-ranks").isDisabled()));
        assertFalse(Fx.call(() -> button("#empty-open").isDisabled()));
        picture("empty");
    }

    /** For whoever wants to look: target/snapshots. */
    private void picture(String name) throws Exception {
        var image = Fx.call(() -> SwingFXUtils.fromFXImage(scene.snapshot(null), null));
        Path out = Path.of("target", "snapshots", name + ".png");
        Files.createDirectories(out.getParent());
        assertTrue(ImageIO.write(image, "png", out.toFile()));
    }

    private GraphCanvas canvas() {
        return (GraphCanvas) scene.lookup("#canvas");
    }

    private Point2D emptySpace() throws Exception {
        Fx.await("the graph is laid out", () -> edge() != null);
        return Fx.call(() -> find(t -> t instanceof DropTarget.InModule));
    }

    private Point2D edge() {
        return find(t -> t instanceof DropTarget.OnEdge);
    }

    /** Somewhere on the canvas where a drop would mean this. */
    private Point2D find(java.util.function.Predicate<DropTarget> wanted) {
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

    private void drag(String from, Point2D to) throws Exception {
        Fx.run(() -> {
            Node chip = scene.lookup(from);
            var start = chip.localToScene(8, 8);
            chip.fireEvent(mouse(chip, MouseEvent.MOUSE_PRESSED, start));
            chip.fireEvent(mouse(chip, MouseEvent.MOUSE_DRAGGED, start.midpoint(to)));
            assertTrue(scene.getRoot().lookup(".drag-ghost").isVisible(), "something follows the mouse");
            chip.fireEvent(mouse(chip, MouseEvent.MOUSE_DRAGGED, to));
            chip.fireEvent(mouse(chip, MouseEvent.MOUSE_RELEASED, to));
            assertFalse(scene.getRoot().lookup(".drag-ghost").isVisible());
        });
    }

    private static MouseEvent mouse(Node node, javafx.event.EventType<MouseEvent> type, Point2D at) {
        // Without a source, the first two coordinates are the scene's.
        return new MouseEvent(
                type,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                type != MouseEvent.MOUSE_RELEASED,
                false,
                false,
                true,
                false,
                false,
                new PickResult(node, at.getX(), at.getY()));
    }

    private static KeyEvent key(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
    }

    private TextField field(String id) {
        return (TextField) scene.lookup(id);
    }

    private Button button(String id) {
        return (Button) scene.lookup(id);
    }

    private Label label(String id) {
        return (Label) scene.lookup(id);
    }
}
