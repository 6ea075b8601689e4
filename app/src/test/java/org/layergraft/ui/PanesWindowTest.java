package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.SettingsStore;

/** The window stays divided as it was. */
class PanesWindowTest {

    private static final Path MODEL = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, MODEL);
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private double position(String pane) throws Exception {
        window.layout();
        return Fx.call(() -> window.node(SplitPane.class, pane).getDividerPositions()[0]);
    }

    /** The first divider of a pane, dragged by so many pixels along both ways. */
    private void drag(String pane, double by) throws Exception {
        Fx.run(() -> {
            Node divider = divider(pane);
            Point2D from = divider.localToScene(1, 1);
            Point2D to = from.add(by, by);
            divider.fireEvent(Mouse.primary(MouseEvent.MOUSE_PRESSED, from));
            divider.fireEvent(Mouse.primary(MouseEvent.MOUSE_DRAGGED, to));
            divider.fireEvent(Mouse.primary(MouseEvent.MOUSE_RELEASED, to));
        });
    }

    private Node divider(String pane) {
        return window.node(SplitPane.class, pane).getChildrenUnmodifiable().stream()
                .filter(child -> child.getStyleClass().contains("split-pane-divider"))
                .findFirst()
                .orElseThrow();
    }

    private void doubleClick(Node node) {
        Point2D at = node.localToScene(1, 1);
        node.fireEvent(Mouse.primary(MouseEvent.MOUSE_CLICKED, at, at, 2));
    }

    @Test
    void whatWasDraggedIsThereTheNextDay() throws Exception {
        double middle = position("#middle");
        double left = position("#left");
        drag("#middle", -100);
        drag("#left", 60);
        double dragged = position("#middle");
        assertTrue(dragged < middle - 0.1, dragged + " < " + middle);
        assertTrue(position("#left") > left + 0.05);
        double higher = position("#left");
        window.close();
        window = new OpenWindow(config, MODEL);
        assertEquals(dragged, position("#middle"), 0.01);
        assertEquals(higher, position("#left"), 0.01);
        assertEquals(
                Map.of("middle", 1, "left", 1),
                Fx.call(() -> window.model.remembered().get().panes().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().size()))),
                "only what was dragged");
    }

    @Test
    void aDoubleClickPutsTheDividerBack() throws Exception {
        double middle = position("#middle");
        drag("#middle", -100);
        Fx.run(() -> doubleClick(divider("#middle")));
        assertEquals(middle, position("#middle"), 0.01);
        assertEquals(Map.of(), new SettingsStore(config).load().panes());
    }

    @Test
    void anotherLanguageLeavesThePanesAndTheTabInFront() throws Exception {
        drag("#middle", -100);
        drag("#panes", 50);
        Fx.run(() -> window.node(TabPane.class, "#bottom").getSelectionModel().select(5));
        double middle = position("#middle");
        double panes = position("#panes");
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        assertEquals(middle, position("#middle"), 0.01);
        assertEquals(panes, position("#panes"), 0.01);
        assertEquals(
                5,
                Fx.call(() -> window.node(TabPane.class, "#bottom")
                        .getSelectionModel()
                        .getSelectedIndex()));
    }

    @Test
    void largerTextGetsItsRoomWhateverWasDragged() throws Exception {
        drag("#panes", 50);
        drag("#middle", -100);
        double middle = position("#middle");
        Fx.run(() ->
                window.model.remembered().change(s -> s.liking(s.preferences().sized(200))));
        assertEquals(middle, position("#middle"), 0.01);
        assertTrue(Fx.call(() -> window.node(SplitPane.class, "#panes").getDividerPositions()[1] < 0.55));
        assertEquals(Set.of("middle"), new SettingsStore(config).load().panes().keySet());
    }

    @Test
    void theLowerPaneTakesAllTheRoomAndGivesItBack() throws Exception {
        double middle = position("#middle");
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(ActionId.ENLARGE_LOWER.keys())
                .run());
        assertTrue(position("#middle") < 0.3);
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(ActionId.ENLARGE_LOWER.keys())
                .run());
        assertEquals(middle, position("#middle"), 0.01);
        Node tab = Fx.call(() -> window.node(TabPane.class, "#bottom").lookup(".tab .tab-label"));
        Fx.run(() -> doubleClick(tab));
        assertTrue(position("#middle") < 0.3);
        Fx.run(() -> doubleClick(tab));
        assertEquals(middle, position("#middle"), 0.01);
    }
}
