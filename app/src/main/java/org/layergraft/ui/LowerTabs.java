package org.layergraft.ui;

import java.util.Optional;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/** The tabs below the graph. */
final class LowerTabs {

    static final String CONFIG = "config-tab";
    static final String MATRIX = "matrix-tab";
    static final String COMPARE = "compare-tab";

    /** Where the lower panes begin once there is a table to see. */
    private static final double TABLE_FROM = 0.44;

    /** What is found in a config and the source of it are read side by side. */
    private static final double CONFIG_FROM = 0.34;

    private static final double USUAL = 0.73;

    private final Scene scene;

    /** Where they began before they got all the room there is. */
    private double before = USUAL;

    LowerTabs(Scene scene) {
        this.scene = scene;
        scene.addEventFilter(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getClickCount() == 2 && isTab(e.getTarget())) {
                enlarge();
            }
        });
    }

    /** The number of the tab in front, from 0 on. */
    int front() {
        return bottom().map(tabs -> tabs.getSelectionModel().getSelectedIndex()).orElse(0);
    }

    /** Brings it to the front. */
    void show(int tab) {
        bottom().ifPresent(tabs -> tabs.getSelectionModel().select(tab));
    }

    /** Brings it to the front, and gives it room: rows need some. */
    void show(String id) {
        bottom().ifPresent(tabs -> tabs.getTabs().stream()
                .filter(tab -> id.equals(tab.getId()))
                .forEach(tabs.getSelectionModel()::select));
        double from = id.equals(CONFIG) ? CONFIG_FROM : TABLE_FROM;
        middle().filter(middle -> middle.getDividerPositions()[0] > from)
                .ifPresent(middle -> middle.setDividerPositions(from));
    }

    /** Gives them all the room that the graph can spare, or back what they had before. */
    void enlarge() {
        middle().ifPresent(middle -> {
            if (isLarge(middle)) {
                middle.setDividerPositions(before);
            } else {
                before = middle.getDividerPositions()[0];
                middle.setDividerPositions(0);
            }
        });
    }

    private static boolean isLarge(SplitPane middle) {
        return middle.getItems().getFirst() instanceof Region graph && graph.getHeight() <= graph.getMinHeight() + 1;
    }

    private Optional<SplitPane> middle() {
        return scene.lookup("#middle") instanceof SplitPane middle ? Optional.of(middle) : Optional.empty();
    }

    private Optional<TabPane> bottom() {
        return scene.lookup("#bottom") instanceof TabPane bottom ? Optional.of(bottom) : Optional.empty();
    }

    private boolean isTab(EventTarget target) {
        boolean tab = false;
        for (Node node = target instanceof Node n ? n : null; node != null; node = node.getParent()) {
            tab |= node.getStyleClass().contains("tab");
            if (node instanceof TabPane pane) {
                return tab && "bottom".equals(pane.getId());
            }
        }
        return false;
    }
}
