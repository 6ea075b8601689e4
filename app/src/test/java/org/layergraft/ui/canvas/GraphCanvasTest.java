package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import javafx.event.Event;
import javafx.geometry.BoundingBox;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;
import org.layergraft.ui.Mouse;

class GraphCanvasTest {

    private static final String LIGHT = new PrimerLight().getUserAgentStylesheet();
    private static final String DARK = new PrimerDark().getUserAgentStylesheet();

    private GraphCanvas canvas;
    private Stage stage;

    @BeforeAll
    static void toolkit() {
        Fx.start();
    }

    @BeforeEach
    void open() {
        canvas = Fx.get(GraphCanvas::new);
        Fx.run(() -> canvas.speak(new Texts(Locale.ENGLISH)));
        stage = Fx.stage(canvas, 1000, 760, LIGHT);
        show(Graphs.detector());
    }

    @AfterEach
    void close() {
        Fx.run(stage::close);
    }

    private void show(ModelGraph graph) {
        Layout before = canvas.surface().drawn();
        Fx.run(() -> canvas.show(graph));
        Fx.until(() -> canvas.surface().drawn() != before, "a new layout");
        Fx.run(() -> stage.getScene().getRoot().layout());
    }

    private void untilOpen(String module) {
        Fx.until(() -> canvas.surface().drawn().module().equals(module), "the forward of " + module);
        Fx.run(() -> stage.getScene().getRoot().layout());
    }

    private Point2D middle(String id) {
        return Fx.get(() -> {
            Layout.Area a = canvas.surface().drawn().find(id).orElseThrow().area();
            Viewport v = canvas.surface().view();
            return canvas.surface().localToScene(v.screenX(a.centreX()), v.screenY(a.centreY()));
        });
    }

    private void click(String id, int times) {
        Point2D at = middle(id);
        for (int i = 1; i <= times; i++) {
            mouse(MouseEvent.MOUSE_PRESSED, at, i);
            mouse(MouseEvent.MOUSE_RELEASED, at, i);
            mouse(MouseEvent.MOUSE_CLICKED, at, i);
        }
    }

    private void mouse(javafx.event.EventType<MouseEvent> type, Point2D scene, int clicks) {
        Fx.run(() -> Event.fireEvent(canvas.surface(), Mouse.primary(type, scene, scene, clicks)));
    }

    private void key(KeyCode code, boolean control) {
        Fx.run(() -> Event.fireEvent(
                canvas, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, control)));
    }

    private String selected() {
        return Fx.get(() -> canvas.selectedProperty().get());
    }

    @Test
    void clickingSelectsAndTheSelectionCanBeSetFromOutside() {
        click("norm", 1);
        assertEquals("norm", selected());
        Fx.run(() -> canvas.selectedProperty().set("cls_branch"));
        assertTrue(Fx.get(canvas::getAccessibleText).startsWith("cls_branch"));
        key(KeyCode.ESCAPE, false);
        assertEquals("", selected());
    }

    @Test
    void enterOpensAModuleAndBackspaceReturnsToIt() {
        click("encoder.layers.0", 1);
        key(KeyCode.ENTER, false);
        untilOpen("encoder.layers.0");
        key(KeyCode.BACK_SPACE, false);
        untilOpen("");
        assertEquals("encoder.layers.0", selected());
    }

    private boolean isUnfolded(String call) {
        return canvas.surface().drawn().frames().stream().anyMatch(f -> f.id().equals(call));
    }

    private void untilUnfolded(String call, boolean unfolded) {
        Fx.until(() -> isUnfolded(call) == unfolded, call + (unfolded ? " unfolds" : " folds"));
        Fx.run(() -> stage.getScene().getRoot().layout());
    }

    @Test
    void doubleClickUnfoldsAModuleWhereItIsCalledAndFoldsItAgain() {
        Point2D before = middle("encoder.layers.1");
        click("encoder.layers.1", 2);
        untilUnfolded("encoder.layers.1", true);
        assertEquals("", canvas.openModuleProperty().get(), "the rest is still there");
        Layout unfolded = canvas.surface().drawn();
        assertTrue(unfolded.find("encoder.layers.1.linear1").isPresent());
        assertTrue(unfolded.find("norm").isPresent());
        Layout.Area frame = unfolded.find("encoder.layers.1").orElseThrow().area();
        assertTrue(frame.contains(
                unfolded.box("encoder.layers.1.linear1").orElseThrow().area().centreX(),
                unfolded.box("encoder.layers.1.linear1").orElseThrow().area().centreY()));
        Viewport v = canvas.surface().view();
        assertEquals(before.getX(), v.screenX(frame.centreX()), 2, "the eye keeps its place");

        click("encoder.layers.1.linear1", 1);
        key(KeyCode.ADD, false);
        untilUnfolded("encoder.layers.1.linear1", true);
        Fx.picture(stage.getScene(), "unfolded");
        key(KeyCode.SUBTRACT, false);
        untilUnfolded("encoder.layers.1.linear1", false);
        key(KeyCode.SUBTRACT, false);
        untilUnfolded("encoder.layers.1", false);
        assertEquals("encoder.layers.1", selected());
    }

    @Test
    void theSignAtTheRightUnfoldsAndFolds() {
        Layout.Area box =
                canvas.surface().drawn().box("encoder.layers.1").orElseThrow().area();
        press(box.x() + box.width() - 10, box.centreY());
        untilUnfolded("encoder.layers.1", true);
        Layout.Area frame =
                canvas.surface().drawn().find("encoder.layers.1").orElseThrow().area();
        press(frame.x() + frame.width() - 10, frame.y() + 16);
        untilUnfolded("encoder.layers.1", false);
    }

    private void press(double x, double y) {
        Viewport v = canvas.surface().view();
        Point2D at = Fx.get(() -> canvas.surface().localToScene(v.screenX(x), v.screenY(y)));
        mouse(MouseEvent.MOUSE_PRESSED, at, 1);
        mouse(MouseEvent.MOUSE_RELEASED, at, 1);
        mouse(MouseEvent.MOUSE_CLICKED, at, 1);
    }

    @Test
    void whatIsDroppedInsideAnUnfoldedModuleIsMeantForIt() {
        click("encoder.layers.1", 2);
        untilUnfolded("encoder.layers.1", true);
        Layout.Area frame =
                canvas.surface().drawn().find("encoder.layers.1").orElseThrow().area();
        Viewport v = canvas.surface().view();
        Point2D inside = Fx.get(() ->
                canvas.surface().localToScene(v.screenX(frame.x() + 4), v.screenY(frame.y() + frame.height() - 4)));
        assertEquals(new DropTarget.InModule("encoder.layers.1"), hover(inside).orElseThrow());
        Fx.run(canvas::endHover);
        Fx.run(() -> canvas.reveal("encoder.layers.1.linear1.weight"));
        assertEquals("", canvas.openModuleProperty().get(), "what is drawn already is shown where it is");
        assertEquals("encoder.layers.1.linear1", selected());
    }

    @Test
    void arrowsFollowTheFlow() {
        key(KeyCode.HOME, false);
        assertEquals("/@src", selected());
        key(KeyCode.DOWN, false);
        assertEquals("input_proj", selected());
        key(KeyCode.DOWN, false);
        assertEquals("/flatten", selected());
        key(KeyCode.UP, false);
        assertEquals("input_proj", selected());
        Fx.run(() -> canvas.selectedProperty().set("cls_branch"));
        key(KeyCode.LEFT, false);
        String left = selected();
        key(KeyCode.RIGHT, false);
        assertTrue(!left.isEmpty() && !selected().isEmpty());
    }

    @Test
    void hoveringTellsWhereADropWouldGo() {
        Layout.Route route = Fx.get(() -> canvas.surface().drawn().routes().stream()
                .filter(r -> r.edge().from().equals("input_proj"))
                .findFirst()
                .orElseThrow());
        Viewport v = canvas.surface().view();
        double x = (route.points().getFirst().x() + route.points().get(1).x()) / 2;
        double y = (route.points().getFirst().y() + route.points().get(1).y()) / 2;
        Point2D edge = Fx.get(() -> canvas.surface().localToScene(v.screenX(x) + 3, v.screenY(y)));
        var onEdge = assertInstanceOf(DropTarget.OnEdge.class, hover(edge).orElseThrow());
        assertEquals("input_proj", onEdge.after());
        assertEquals("/flatten", onEdge.edge().to());
        Fx.picture(stage.getScene(), "drop");

        assertEquals(new DropTarget.OnNode("norm"), hover(middle("norm")).orElseThrow());
        Point2D empty = Fx.get(() -> canvas.surface().localToScene(12, 40));
        assertEquals(new DropTarget.InModule(""), hover(empty).orElseThrow());
        assertEquals(Optional.empty(), hover(new Point2D(-50, 10)));
        Fx.run(canvas::endHover);
    }

    private Optional<DropTarget> hover(Point2D p) {
        return Fx.get(() -> canvas.hover(p.getX(), p.getY()));
    }

    @Test
    void theWheelZoomsAtThePointer() {
        Viewport before = canvas.surface().view();
        Point2D at = Fx.get(() -> canvas.surface().localToScene(200, 150));
        Fx.run(() -> Event.fireEvent(
                canvas.surface(),
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        at.getX(),
                        at.getY(),
                        at.getX(),
                        at.getY(),
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        0,
                        120,
                        0,
                        120,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.LINES,
                        3,
                        0,
                        null)));
        Viewport after = canvas.surface().view();
        assertTrue(after.scale() > before.scale());
        assertEquals(before.worldX(200), after.worldX(200), 1e-6);
        assertEquals(before.worldY(150), after.worldY(150), 1e-6);
        key(KeyCode.DIGIT0, true);
        Viewport fit = canvas.surface().view();
        var drawn = canvas.surface().drawn();
        var controls = Fx.get(() -> canvas.lookup("#overlay")).getParent().getBoundsInParent();
        double foot = controls.getMinY() - canvas.surface().getLayoutY();
        assertEquals(foot, fit.screenY(drawn.height()), 20, "it ends where the controls at the foot begin");
        assertEquals(canvas.surface().getWidth() / 2, fit.screenX(drawn.width() / 2), 1);
        assertTrue(fit.screenY(0) >= 0);
    }

    @Test
    void draggingEmptySpacePans() {
        Viewport before = canvas.surface().view();
        Point2D start = Fx.get(() -> canvas.surface().localToScene(12, 40));
        mouse(MouseEvent.MOUSE_PRESSED, start, 1);
        mouse(MouseEvent.MOUSE_DRAGGED, start.add(30, 20), 1);
        mouse(MouseEvent.MOUSE_RELEASED, start.add(30, 20), 1);
        Viewport after = canvas.surface().view();
        assertEquals(30 / before.scale(), before.x() - after.x(), 1e-6);
        assertEquals(20 / before.scale(), before.y() - after.y(), 1e-6);
    }

    @Test
    void revealFindsNodesModulesAndParameters() {
        Fx.run(() -> canvas.reveal("class_embed"));
        assertEquals("/.class_embed", selected());
        Fx.run(() -> canvas.reveal("encoder.layers.1.linear1.weight"));
        untilOpen("encoder.layers.1");
        assertEquals("encoder.layers.1.linear1", selected());
        Fx.run(() -> canvas.reveal("encoder.layers.0/relu"));
        untilOpen("encoder.layers.0");
        assertEquals("encoder.layers.0/relu", selected());
        Fx.run(() -> canvas.reveal("aux_head"));
        untilOpen("");
        assertEquals("aux_head", selected());
        Fx.run(() -> canvas.reveal("no.such.thing"));
        assertEquals("aux_head", selected());
    }

    /** What the minimap and the controls at the foot take of the graph, and the box that is selected. */
    private void assertNothingLiesOnTheSelection() {
        Fx.run(() -> stage.getScene().getRoot().layout());
        var box = Fx.get(() -> {
            Layout.Area a =
                    canvas.surface().drawn().find(selected0()).orElseThrow().area();
            Viewport v = canvas.surface().view();
            return canvas.surface()
                    .localToScene(new BoundingBox(
                            v.screenX(a.x()), v.screenY(a.y()), a.width() * v.scale(), a.height() * v.scale()));
        });
        for (String part : List.of(".minimap", "#overlay", ".foot")) {
            Node over = Fx.get(() -> canvas.lookup(part));
            var there = Fx.get(() -> over.localToScene(over.getLayoutBounds()));
            assertFalse(
                    over.isVisible() && there.getHeight() > 0 && there.intersects(box),
                    () -> part + " lies on " + selected() + ": " + there + " on " + box);
        }
        assertTrue(
                box.getMinX() >= 0 && box.getMaxX() <= 1000 && box.getMinY() >= 0 && box.getMaxY() <= 760,
                () -> selected() + " is out of view: " + box);
    }

    @Test
    void whatOneIsLedToIsNotUnderTheMinimapOrTheControls() {
        show(Graphs.model("big", Graphs.module("", "Big", List.of(), List.of(), Graphs.wide(20, 200))));
        for (Layout.Box box : canvas.surface().drawn().boxes()) {
            Fx.run(() -> canvas.reveal(box.id()));
            assertNothingLiesOnTheSelection();
        }
        assertTrue(canvas.lookup(".minimap").isVisible());
        for (KeyCode key : List.of(KeyCode.HOME, KeyCode.DOWN, KeyCode.DOWN, KeyCode.RIGHT, KeyCode.END)) {
            key(key, false);
            assertNothingLiesOnTheSelection();
        }
        Fx.run(canvas::zoomToSelected);
        assertNothingLiesOnTheSelection();
        // A legend that comes later lies at the foot, too.
        Fx.run(() -> canvas.known().overlays().choose(Overlay.MEMORY));
        assertNothingLiesOnTheSelection();
        Fx.picture(stage.getScene(), "led-to");
    }

    @Test
    void theMinimapOfATallGraphHasAFrame() {
        show(Graphs.model("tall", Graphs.module("", "Tall", List.of(), List.of(), Graphs.wide(1, 3_000))));
        var map = (Minimap) canvas.lookup(".minimap");
        assertTrue(Fx.get(map::isVisible));
        var frame = Fx.get(() -> map.frame(canvas.surface().view().seen(1000, 700)));
        assertTrue(frame.width() >= 10 && frame.height() >= 10, frame::toString);
        assertTrue(frame.x() >= 0 && frame.x() + frame.width() <= Minimap.WIDTH, frame::toString);
        Fx.picture(stage.getScene(), "tall");
    }

    @Test
    void anEditKeepsTheSelectionTheOpenModuleAndTheEyesPlace() {
        click("norm", 1);
        Point2D before = middle("norm");
        ModelGraph old = Graphs.detector();
        ModuleNode root = old.root();
        var nodes = new java.util.ArrayList<>(root.forward().nodes());
        nodes.add(1, Graphs.operator("/extra", "extra"));
        var edges = new java.util.ArrayList<>(root.forward().edges());
        edges.add(Graphs.edge("/extra", "input_proj"));
        Fx.run(() -> canvas.surface()
                .look(v -> v.centred(
                        canvas.surface()
                                .drawn()
                                .box("norm")
                                .orElseThrow()
                                .area()
                                .centreX(),
                        canvas.surface()
                                .drawn()
                                .box("norm")
                                .orElseThrow()
                                .area()
                                .centreY(),
                        1000,
                        700)));
        Point2D looked = middle("norm");
        show(Graphs.model(
                "detector.pt", Graphs.module("", "D", root.children(), root.parameters(), new Flow(nodes, edges))));
        assertEquals("norm", selected());
        assertEquals(looked.getY(), middle("norm").getY(), 30);
        assertNotEquals(Point2D.ZERO, before);
        show(Graphs.model("other", Graphs.module("", "D", List.of(), List.of(), Flow.EMPTY)));
        assertEquals("", selected());
    }

    @Test
    void coloursComeFromTheThemeAndFollowIt() {
        Color light = (Color) Fx.get(() -> canvas.palette().get(Palette.Tint.GROUND));
        for (Palette.Tint tint : Palette.Tint.values()) {
            assertNotEquals(
                    Color.TRANSPARENT, Fx.get(() -> canvas.palette().get(tint)), tint.css() + " is not in canvas.css");
        }
        Fx.run(() -> javafx.application.Application.setUserAgentStylesheet(DARK));
        Fx.run(() -> canvas.applyCss());
        Color dark = (Color) Fx.get(() -> canvas.palette().get(Palette.Tint.GROUND));
        assertTrue(dark.getBrightness() < light.getBrightness());
    }

    @Test
    void picturesInLightAndDark() {
        Fx.run(() -> canvas.selectedProperty().set("norm"));
        Fx.picture(stage.getScene(), "light");
        Map<String, GradientState> states = new HashMap<>();
        Graphs.detector().parameters().forEach(p -> states.put(p.name(), GradientState.NONZERO));
        states.put("class_embed", GradientState.NONE);
        states.put("aux_head.weight", GradientState.NONE);
        states.put("aux_head.bias", GradientState.NONE);
        states.put("encoder.layers.1.linear1.weight", GradientState.ZERO);
        states.put("reg_branch.bias", GradientState.NONFINITE);
        states.put("input_proj.weight", GradientState.FROZEN);
        states.put("input_proj.bias", GradientState.FROZEN);
        Fx.run(() -> canvas.known().colour(states));
        Fx.picture(stage.getScene(), "light-covered");
        Fx.run(() -> javafx.application.Application.setUserAgentStylesheet(DARK));
        Fx.picture(stage.getScene(), "dark-covered");
        Fx.run(() -> canvas.speak(new Texts(Locale.SIMPLIFIED_CHINESE)));
        Fx.run(() -> canvas.openModuleProperty().set("encoder.layers.1"));
        untilOpen("encoder.layers.1");
        Layout.Area linear = canvas.surface()
                .drawn()
                .box("encoder.layers.1.linear1")
                .orElseThrow()
                .area();
        Viewport v = canvas.surface().view();
        Fx.run(() -> canvas.point(v.screenX(linear.centreX()), v.screenY(linear.centreY())));
        Fx.until(() -> canvas.lookup(".hover-card").isVisible(), "the hover card");
        Fx.picture(stage.getScene(), "dark-layer");
    }

    @Test
    void aRealModelShowsItsUnusedParameter() throws Exception {
        var file = java.nio.file.Path.of(
                System.getProperty("layergraft.samples", "samples"), "co_dino_head_class_embed.pt");
        org.junit.jupiter.api.Assumptions.assumeTrue(java.nio.file.Files.exists(file), "no sample " + file);
        show(org.layergraft.torchscript.ModelGraphs.read(org.layergraft.torchscript.ScriptReader.read(file)));
        Fx.picture(stage.getScene(), "sample");
        Fx.run(() -> canvas.reveal("class_embed"));
        assertTrue(Fx.get(() ->
                canvas.surface().drawn().find(selected0()).orElseThrow().item().dashed()));
        Fx.picture(stage.getScene(), "sample-class-embed");
        key(KeyCode.DIGIT0, true);
        Fx.picture(stage.getScene(), "sample-fit");
        for (String module :
                List.of("transformer.encoder.layers.0", "transformer.decoder.layers.0.attentions.0.attn")) {
            Fx.run(() -> canvas.openModuleProperty().set(module));
            Fx.until(
                    () -> canvas.surface()
                            .drawn()
                            .module()
                            .equals(canvas.openModuleProperty().get()),
                    module);
            key(KeyCode.DIGIT0, true);
            Fx.run(() -> stage.getScene().getRoot().layout());
            Fx.picture(stage.getScene(), "sample-" + module.replace('.', '-'));
        }
    }

    private String selected0() {
        return canvas.selectedProperty().get();
    }

    @Test
    void aCanvasThatWasReplacedLaysNothingOut() {
        Layout seen = canvas.surface().drawn();
        Fx.run(() -> stage.getScene().setRoot(new Region()));
        var other = Graphs.model("big", Graphs.module("", "Big", List.of(), List.of(), Graphs.wide(3, 12)));
        Fx.run(() -> canvas.show(other));
        assertFalse(Fx.get(canvas::isLayingOut));
        assertFalse(Fx.get(() -> canvas.layouts().goingProperty().get()));
        assertSame(seen, canvas.surface().drawn());
        Fx.run(() -> stage.getScene().setRoot(canvas));
        Fx.until(() -> canvas.surface().drawn() != seen, "the layout of what came meanwhile");
    }

    @Test
    void anotherOverlayTakesThePlaceOfCoverageAndSaysWhatItMeans() {
        assertFalse(Fx.get(() -> canvas.lookup("#overlay-legend").isVisible()));
        Fx.run(() -> canvas.known().overlays().choose(Overlay.MEMORY));
        Fx.run(() -> stage.getScene().getRoot().layout());
        assertTrue(Fx.get(() -> canvas.lookup("#overlay-legend").isVisible()));
        assertTrue(Fx.get(() -> canvas.surface().marks().containsKey("encoder.layers.0")));
        Fx.picture(stage.getScene(), "overlay-memory");
        Fx.run(() -> canvas.known().overlays().choose(Overlay.REQUIRES_GRAD));
        Fx.picture(stage.getScene(), "overlay-requires-grad");
        Fx.run(() -> canvas.known().overlays().choose(Overlay.COVERAGE));
        assertEquals(Map.of(), Fx.get(() -> canvas.surface().marks()));
    }

    @Test
    void coverageHasALegendOfTheSignsThatAreThereInTheColoursOfNow() {
        Fx.run(() -> canvas.known()
                .colour(Map.of(
                        "norm.weight", GradientState.NONZERO,
                        "norm.bias", GradientState.NONE,
                        "aux_head.weight", GradientState.NONE,
                        "class_embed", GradientState.ZERO)));
        assertEquals(List.of("Parameters with a gradient:", "some", "only zeros", "none"), legend());
        Fx.run(() -> canvas.known().speak(new Texts(Locale.SIMPLIFIED_CHINESE)));
        assertEquals(List.of("得到梯度的参数：", "部分", "全为 0", "没有"), legend());
        var colours = Fx.get(() -> inkOf(canvas.lookup("#overlay-legend")));
        Fx.run(() -> canvas.setStyle("-lg-uncovered: #00f"));
        Fx.run(() -> {
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
        });
        Fx.until(() -> !inkOf(canvas.lookup("#overlay-legend")).equals(colours), "the legend in other colours");
        Fx.run(() -> canvas.known().colour(Map.of()));
        assertFalse(Fx.get(() -> canvas.lookup("#overlay-legend").isVisible()));
    }

    private List<String> legend() {
        return Fx.get(() -> ((Parent) canvas.lookup("#overlay-legend"))
                .getChildrenUnmodifiable().stream()
                        .map(label -> ((Label) label).getText())
                        .toList());
    }

    /** The colours of a picture of it. */
    private static Set<Integer> inkOf(Node node) {
        var image = node.snapshot(null, null);
        var ink = new HashSet<Integer>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                ink.add(image.getPixelReader().getArgb(x, y));
            }
        }
        return ink;
    }

    @Test
    void whatIsWrittenOfTheGraphSaysWhatTheOverlaySays() {
        assertFalse(Fx.get(() -> canvas.known().print()).svg().contains("class=\"covered\""), "nothing was run");
        Fx.run(() -> canvas.known()
                .colour(Map.of("norm.weight", GradientState.NONZERO, "norm.bias", GradientState.NONZERO)));
        for (var print : List.of(
                Fx.get(() -> canvas.known().print()),
                Fx.get(() -> canvas.known().printWhole().orElseThrow()))) {
            assertTrue(
                    print.svg().contains("class=\"covered\"") && print.svg().contains(">Parameters with a gradient:<"));
        }
        Fx.run(() -> canvas.known().overlays().choose(Overlay.MEMORY));
        String svg = Fx.get(() -> canvas.known().print()).svg();
        assertTrue(svg.contains(">2.0 KiB<") && !svg.contains("class=\"covered\""));
    }

    @Test
    void coverageIsTheWorstOfAllRanksOrOneRanks() {
        var weight = Graphs.detector().parameters().stream()
                .filter(p -> p.name().equals("norm.weight"))
                .findFirst()
                .orElseThrow();
        var there = new Gradient(weight.name(), GradientState.NONZERO, OptionalDouble.of(1), 1, OptionalDouble.of(1));
        var row = new Coverage(
                weight,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(there, Gradient.none(weight.name())),
                Optional.empty());
        var rank = Fx.get(() -> (ChoiceBox<?>) canvas.lookup("#overlay-rank"));
        assertFalse(Fx.get(rank::isVisible), "nothing was run");
        Fx.run(() -> {
            canvas.known().colour(Map.of(weight.name(), GradientState.NONE));
            canvas.known().run(List.of(row));
        });
        assertTrue(Fx.get(rank::isVisible));
        assertEquals(1, Fx.get(() -> canvas.surface().cover("norm").none()));
        Fx.run(() -> rank.getSelectionModel().select(1));
        assertEquals(1, Fx.get(() -> canvas.surface().cover("norm").nonzero()), "of rank 0");
        Fx.run(() -> stage.getScene().getRoot().layout());
        Fx.picture(stage.getScene(), "overlay-rank");
        Fx.run(() -> rank.getSelectionModel().select(2));
        assertEquals(1, Fx.get(() -> canvas.surface().cover("norm").none()), "of rank 1");
        Fx.run(() -> canvas.known().overlays().choose(Overlay.MEMORY));
        assertFalse(Fx.get(rank::isVisible));
        Fx.run(() -> canvas.known().overlays().choose(Overlay.COVERAGE));
        Fx.run(() -> canvas.known().run(List.of()));
        assertFalse(Fx.get(rank::isVisible));
        assertEquals(1, Fx.get(() -> canvas.surface().cover("norm").none()), "the worst again");
    }

    @Test
    void fiveThousandBoxesAreCulledAndStillDrawnFromAfar() {
        show(Graphs.model("big", Graphs.module("", "Big", List.of(), List.of(), Graphs.wide(50, 5_000))));
        Fx.run(() -> canvas.known().shapes(EdgeLabelTest.report(Drawing.of(Graphs.wide(50, 5_000))), false));
        Fx.until(() -> canvas.surface().labels().size() > 2_000, "the shapes");
        int shapes = Fx.get(canvas.known()::shapesInView).size();
        assertTrue(shapes > 0 && shapes < 300, "shapes close up: " + shapes);
        int near = Fx.get(() -> canvas.surface().drawnBoxes());
        assertTrue(near > 0 && near < 300, "drawn close up: " + near);
        Fx.picture(stage.getScene(), "big");
        key(KeyCode.DIGIT0, true);
        Fx.run(() -> stage.getScene().getRoot().layout());
        assertEquals(5_000, Fx.get(() -> canvas.surface().drawnBoxes()));
        assertEquals(List.of(), Fx.get(canvas.known()::shapesInView), "too small to be read");
        Fx.picture(stage.getScene(), "big-fit");
    }

    @Test
    void shapesStandBesideTheEdgesAndWhatDidNotRunIsFaded() {
        var graph = Graphs.detector();
        String first = graph.root().forward().nodes().getFirst().id();
        String idle = graph.root().forward().edges().getLast().from();
        var tensor = new Seen.Tensor("", Shape.of(2, 512), Optional.of(DType.INT64), "cpu");
        var report = new ShapeReport(
                Map.of(first, new Seen(List.of(tensor), 1, 1, false), idle, Seen.NEVER),
                List.of(),
                "cpu",
                Optional.empty());
        assertEquals(List.of(), Fx.get(canvas.known()::shapesInView), "nothing is known yet");
        Color before = Fx.get(() -> inBox(idle));

        Fx.run(() -> canvas.known().shapes(report, false));
        Fx.run(() -> stage.getScene().getRoot().layout());
        assertEquals(
                List.of("2×512 int64"), Fx.get(canvas.known()::shapesInView), "told once, where it leaves its box");
        assertTrue(Fx.get(() -> canvas.lookup("#shapes-legend").isVisible()));
        assertNotEquals(before, Fx.get(() -> inBox(idle)), "faded");

        Fx.run(() -> canvas.known().shapes(ShapeReport.EMPTY, false));
        Fx.run(() -> stage.getScene().getRoot().layout());
        assertEquals(List.of(), Fx.get(canvas.known()::shapesInView));
        assertFalse(Fx.get(() -> canvas.lookup("#shapes-legend").isVisible()));
        assertEquals(before, Fx.get(() -> inBox(idle)));
    }

    /** The colour of the stripe at the left of a box. */
    private Color inBox(String id) {
        Layout.Area a = canvas.surface().drawn().find(id).orElseThrow().area();
        Viewport v = canvas.surface().view();
        var shot = canvas.surface().snapshot(null, null);
        return shot.getPixelReader().getColor((int) v.screenX(a.x() + 8.5), (int) v.screenY(a.centreY()));
    }

    @Test
    void shapesHaveRoomForEveryLetterThatIsDrawn() {
        for (String text : List.of("2×96×32", "~2×32×8 int64", "3: 1×64×32×32, 1×64×16×16 …", "8 bool", "1×1×1×1")) {
            double drawn = Fx.get(() -> new TextFit().width(text, Sizes.SHAPE));
            assertTrue(drawn <= Labels.width(text, Sizes.SHAPE), text + " is drawn " + drawn + " wide");
        }
    }

    @Test
    void thereIsRoomInWideFontsToo() {
        assertEquals(1, Fx.get(() -> TextFit.breadth("System")));
        double breadth = Fx.get(() -> TextFit.breadth("Monospaced"));
        assertTrue(breadth > 1, () -> "" + breadth);
        var fit = new TextFit();
        fit.family("Monospaced");
        for (String text :
                List.of("2×96×32", "~2×32×8 int64", "8 bool", "reg_branches.0", "transformer.decoder", "Linear")) {
            double drawn = Fx.get(() -> fit.width(text, Sizes.TITLE));
            assertTrue(drawn <= Labels.width(text, Sizes.TITLE) * breadth, text + " is drawn " + drawn + " wide");
        }
    }
}
