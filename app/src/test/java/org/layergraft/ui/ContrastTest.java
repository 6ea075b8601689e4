package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.GradientState;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.coverage.StateMark;

/** Text has a contrast of at least 4.5 to 1 with what is behind it (large text and signs 3 to 1), light and dark. */
class ContrastTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.inDark(false)));
        window.close();
    }

    @Test
    void theFormulaIsTheOneOfWcag() {
        assertEquals(21, Contrast.between(Color.BLACK, Color.WHITE), 1e-9);
        assertEquals(4.48, Contrast.between(Color.web("#777777"), Color.WHITE), 0.01);
        assertEquals(Color.color(0.5, 0.5, 0.5), Contrast.over(Color.color(0, 0, 0, 0.5), Color.WHITE, 1));
    }

    @Test
    void whatIsPaleIsFound() throws Exception {
        var found = Fx.call(() -> {
            var pale = new Label("pale");
            pale.setStyle("-fx-text-fill: #999999");
            var root = new StackPane(pale);
            root.setStyle("-fx-background-color: white");
            window.show(new Scene(root, 200, 100));
            root.applyCss();
            root.layout();
            return Contrast.tooLow(root);
        });
        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void everyGradientStateCanBeSeen() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            Fx.run(() -> window.model.remembered().change(s -> s.inDark(dark)));
            var found = Fx.call(() -> {
                var root = new VBox();
                Stream.of(GradientState.values())
                        .forEach(s -> root.getChildren().add(new StateMark(s)));
                root.setStyle("-fx-background-color: -lg-pane");
                var scene = new Scene(root, 200, 100);
                scene.getStylesheets().setAll(window.scene.getStylesheets());
                root.applyCss();
                root.layout();
                assertEquals(
                        GradientState.values().length,
                        root.lookupAll(".state-mark").size());
                return Contrast.tooLow(root);
            });
            assertEquals(Map.of(), found, dark ? "dark" : "light");
        }
    }

    @Test
    void everythingOnScreenCanBeRead() throws Exception {
        var all = new TreeMap<String, String>();
        for (boolean dark : new boolean[] {false, true}) {
            Fx.run(() -> window.model.remembered().change(s -> s.inDark(dark)));
            Fx.run(() -> window.model.runs().forget());
            look(all, "no run", dark);
            Fx.run(() -> window.model.running().run(true));
            look(all, "trains", dark);
            Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
            look(all, "stale", dark);
            Fx.run(() -> window.model.running().run(true));
            Fx.run(() ->
                    window.scene.getAccelerators().get(ActionId.SEARCH.keys()).run());
            Fx.run(() -> window.field("#find").setText("fc"));
            var tabs = Fx.call(() -> (TabPane) window.scene.lookup("#bottom"));
            for (int i = 0; i < tabs.getTabs().size(); i++) {
                int tab = i;
                Fx.run(() -> tabs.getSelectionModel().select(tab));
                look(all, "fails, tab " + tab, dark);
            }
            for (ActionId card : List.of(ActionId.COMMANDS, ActionId.KEYS, ActionId.PREFERENCES)) {
                Fx.run(() -> window.scene.getAccelerators().get(card.keys()).run());
                look(all, card.name(), dark);
                Fx.run(() -> window.scene
                        .getRoot()
                        .lookup(".card")
                        .fireEvent(OpenWindow.key(javafx.scene.input.KeyCode.ESCAPE)));
            }
            window.reach("linear");
            window.drag("#kind-linear", window.box("Linear"));
            look(all, "new layer", dark);
            Fx.run(() -> window.button("#layer-cancel").fire());
            Fx.run(() -> window.field("#palette-filter").clear());
            Fx.run(() -> window.model.document().undo());
        }
        assertEquals(Map.of(), all);
    }

    private void look(Map<String, String> all, String when, boolean dark) throws Exception {
        window.layout();
        Fx.call(() -> Contrast.tooLow(window.scene.getRoot()))
                .forEach((what, contrast) ->
                        all.putIfAbsent((dark ? "dark: " : "light: ") + what, when + " " + contrast));
    }

    /** What the graph is painted with is on no node. */
    @Test
    void theGraphCanBeRead() throws Exception {
        var texts = Map.of(
                "-lg-text", List.of("-lg-node-fill", "-lg-module-fill", "-lg-frame-fill", "-lg-ground"),
                "-lg-text-muted", List.of("-lg-node-fill", "-lg-module-fill", "-lg-frame-fill", "-lg-ground"),
                "-lg-shape", List.of("-lg-ground", "-lg-frame-fill"),
                "-lg-slot-text", List.of("-lg-slot-fill"));
        var signs = Map.of(
                "-lg-covered", List.of("-lg-node-fill", "-lg-module-fill"),
                "-lg-partly", List.of("-lg-node-fill", "-lg-module-fill"),
                "-lg-uncovered", List.of("-lg-node-fill", "-lg-module-fill"),
                "-lg-frozen", List.of("-lg-node-fill", "-lg-module-fill"),
                "-lg-selection", List.of("-lg-ground", "-lg-frame-fill"),
                "-lg-edge", List.of("-lg-ground", "-lg-frame-fill"),
                "-lg-edge-active", List.of("-lg-ground", "-lg-frame-fill"));
        var low = new ArrayList<String>();
        for (boolean dark : new boolean[] {false, true}) {
            Fx.run(() -> window.model.remembered().change(s -> s.inDark(dark)));
            window.layout();
            var tints = Fx.call(() -> tints(window.canvas()));
            assertTrue(tints.size() > 20, tints::toString);
            judge(low, tints, texts, 4.5, dark);
            judge(low, tints, signs, 3, dark);
        }
        assertEquals(List.of(), low);
    }

    private static void judge(
            List<String> low, Map<String, Color> tints, Map<String, List<String>> pairs, double least, boolean dark) {
        pairs.forEach((above, grounds) -> grounds.forEach(below -> {
            Color ground = Contrast.over(tints.get(below), tints.get("-lg-ground"), 1);
            double contrast = Contrast.between(Contrast.over(tints.get(above), ground, 1), ground);
            if (contrast < least) {
                low.add((dark ? "dark: " : "light: ") + above + " on " + below + " " + contrast);
            }
        }));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Color> tints(GraphCanvas canvas) {
        var tints = new HashMap<String, Color>();
        for (CssMetaData<? extends Styleable, ?> data : canvas.getCssMetaData()) {
            if (data.getProperty().startsWith("-lg-")
                    && ((CssMetaData<GraphCanvas, ?>) data).getStyleableProperty(canvas)
                            instanceof StyleableProperty<?> property
                    && property.getValue() instanceof Color colour) {
                tints.put(data.getProperty(), colour);
            }
        }
        return tints;
    }
}
