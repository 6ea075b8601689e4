package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.ui.canvas.OnCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.find.Finder;
import org.layergraft.ui.find.Hit;

/** Search over modules, operators, parameters and shapes, by keyboard. */
class FindWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.await("the graph is laid out", () -> window.edge() != null);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void type(String text) throws Exception {
        Fx.run(() -> window.field("#find").setText(text));
        window.layout();
    }

    private void key(KeyCode code, boolean shift) throws Exception {
        Fx.run(() -> window.scene
                .lookup("#find")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false)));
    }

    private String selected() throws Exception {
        return Fx.call(() -> window.model.selectedProperty().get());
    }

    private String count() throws Exception {
        return Fx.call(() -> ((Label) window.scene.lookup("#find-count")).getText());
    }

    private boolean isListed() throws Exception {
        return Fx.call(() -> window.scene.lookup("#find-hits").isVisible());
    }

    @Test
    void enterGoesFromHitToHitAndRoundAndBack() throws Exception {
        window.press(ActionId.SEARCH);
        Fx.await("the field has the focus", () -> window.scene.lookup("#find").isFocused());
        type("weight");
        assertEquals("3 found", count());
        assertTrue(isListed());
        key(KeyCode.ENTER, false);
        assertEquals("fc1.weight", selected());
        assertEquals("1 of 3", count());
        assertFalse(isListed(), "the graph can be seen");
        key(KeyCode.ENTER, false);
        assertEquals("fc2.weight", selected());
        window.press(ActionId.FIND_NEXT);
        window.press(ActionId.FIND_NEXT);
        assertEquals("1 of 3", count());
        window.press(ActionId.FIND_PREVIOUS);
        assertEquals("fc3.weight", selected());
        key(KeyCode.ENTER, true);
        assertEquals("fc2.weight", selected());
        assertEquals("2 of 3", count());
        key(KeyCode.ESCAPE, false);
        assertFalse(Fx.call(() -> window.scene.lookup("#find-bar").isVisible()));
        assertSame(window.canvas(), Fx.call(() -> window.scene.getFocusOwner()));
        window.press(ActionId.FIND_NEXT);
        assertEquals("fc3.weight", selected(), "also when the bar is closed");
    }

    @Test
    void downChoosesAndEnterGoesThere() throws Exception {
        window.press(ActionId.SEARCH);
        type("fc");
        key(KeyCode.DOWN, false);
        key(KeyCode.DOWN, false);
        var list = Fx.call(() -> (ListView<?>) window.scene.lookup("#find-hits"));
        var third = Fx.call(() -> (Hit) list.getItems().get(2));
        key(KeyCode.ENTER, false);
        assertEquals(third.place(), selected());
        assertTrue(count().startsWith("3 of "), count());
        type("nothing is called that");
        assertEquals("nothing", count());
        assertFalse(isListed());
        key(KeyCode.ENTER, false);
        assertEquals(third.place(), selected());
    }

    @Test
    void whatIsGoneAfterAnEditIsFoundNoMore() throws Exception {
        window.press(ActionId.SEARCH);
        type("class_embed");
        assertEquals("nothing", count());
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
        assertEquals("1 found", count());
        type("32x512");
        assertEquals("1 found", count());
        Fx.run(() -> window.model.document().undo());
        assertEquals("nothing", count());
    }

    /** The window's content is another one in another language. */
    private OnCanvas graph() {
        return new OnCanvas(window.canvas());
    }

    @Test
    void theGraphShowsOnlyWhatWasFoundUntilTheSearchIsLeft() throws Exception {
        var whole = Fx.call(() -> graph().boxes());
        window.press(ActionId.SEARCH);
        type("fc2");
        window.press(ActionId.FILTER_GRAPH);
        Fx.await("what was found is left", () -> graph().boxes().equals(List.of("/@x", "fc2", "/@return")));
        assertTrue(Fx.call(() -> window.scene.lookup("#narrowed-legend").isVisible()));
        assertTrue(Fx.call(() -> graph().facts("/@x", "fc2").toString().contains("2 steps")), "fc1 and relu");
        window.picture("find-narrowed");
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        Fx.await("in the other language, too", () -> graph().boxes().equals(List.of("/@x", "fc2", "/@return")));
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.ENGLISH)));
        window.layout();
        type("fc");
        Fx.await("more is found", () -> graph().boxes().containsAll(List.of("fc1", "fc2", "fc3")));
        key(KeyCode.ENTER, false);
        assertEquals("fc1", selected());
        key(KeyCode.ESCAPE, false);
        Fx.await("everything is back", () -> graph().boxes().equals(whole));
        assertFalse(Fx.call(() -> window.scene.lookup("#narrowed-legend").isVisible()));
    }

    @Test
    void modulesOperatorsParametersAndShapesAreFound() {
        var graph = window.graph();
        assertEquals(
                Set.of("fc1", "fc2", "fc3"), places(Finder.find(graph, ShapeReport.EMPTY, "linear"), Hit.Kind.MODULE));
        assertFalse(places(Finder.find(graph, ShapeReport.EMPTY, "relu"), Hit.Kind.OPERATOR)
                .isEmpty());
        assertEquals(
                Set.of("fc1.bias", "fc2.bias", "fc3.bias"),
                places(Finder.find(graph, ShapeReport.EMPTY, "bias"), Hit.Kind.PARAMETER));
        assertEquals(
                Set.of("fc1.weight", "fc2.weight", "fc3.weight"),
                places(Finder.find(graph, ShapeReport.EMPTY, "fc  weight"), Hit.Kind.PARAMETER));
        assertEquals(
                List.of("fc2.weight"),
                Finder.find(graph, ShapeReport.EMPTY, "weight fc2").stream()
                        .map(Hit::place)
                        .toList());
        assertEquals(Set.of("fc3"), places(Finder.find(graph, ShapeReport.EMPTY, "linear 3"), Hit.Kind.MODULE));
        for (String size : List.of("32, 16", "32x16", "32×16", "[32, 16]")) {
            assertEquals(
                    Set.of("fc1.weight"),
                    places(Finder.find(graph, ShapeReport.EMPTY, size), Hit.Kind.PARAMETER),
                    size);
        }
        assertEquals(
                Set.of(), places(Finder.find(graph, ShapeReport.EMPTY, "6, 32"), Hit.Kind.PARAMETER), "16 is not 6");
        var value =
                new Seen(List.of(new Seen.Tensor("", Shape.of(7, 32), Optional.of(DType.FLOAT32), "cpu")), 1, 1, false);
        var measured = new ShapeReport(Map.of("fc1", value), List.of(), "cpu", Optional.empty());
        assertEquals(List.of(new Hit(Hit.Kind.SHAPE, "fc1", "7×32")), Finder.find(graph, measured, "7, 32"));
    }

    private static Set<String> places(List<Hit> hits, Hit.Kind kind) {
        return hits.stream().filter(h -> h.kind() == kind).map(Hit::place).collect(Collectors.toSet());
    }

    @Test
    void namesThatBeginSoComeFirst() {
        var hits = Finder.find(window.graph(), ShapeReport.EMPTY, "b");
        assertEquals("fc1.bias", hits.getFirst().place());
    }

    @Test
    void nothingIsCutOffInALargeModel() throws Exception {
        window.close();
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        Fx.await("the graph is laid out", () -> window.edge() != null);
        for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
            for (boolean dark : new boolean[] {true, false}) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language).inDark(dark)));
                window.press(ActionId.SEARCH);
                type("");
                whole("find-empty-" + language.getLanguage() + (dark ? "-dark" : ""));
                type("weight");
                whole("find-" + language.getLanguage() + (dark ? "-dark" : ""));
                key(KeyCode.ENTER, false);
                key(KeyCode.ENTER, false);
                whole("find-went-" + language.getLanguage() + (dark ? "-dark" : ""));
            }
        }
    }

    private void whole(String name) throws Exception {
        window.layout();
        window.picture(name);
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), name);
    }
}
