package org.layergraft.ui;

import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/** The tabs below the graph. */
record LowerTabs(Scene scene) {

    static final String CONFIG = "config-tab";
    static final String MATRIX = "matrix-tab";
    static final String COMPARE = "compare-tab";

    /** Where the lower panes begin once there is a table to see. */
    private static final double TABLE_FROM = 0.44;

    /** What is found in a config and the source of it are read side by side. */
    private static final double CONFIG_FROM = 0.34;

    /** A tab at the bottom that was brought to the front and got room. */
    Optional<String> large() {
        boolean large =
                scene.lookup("#middle") instanceof SplitPane middle && middle.getDividerPositions()[0] <= TABLE_FROM;
        return large && scene.lookup("#bottom") instanceof TabPane bottom
                ? Optional.ofNullable(bottom.getSelectionModel().getSelectedItem())
                        .map(Tab::getId)
                : Optional.empty();
    }

    /** Brings it to the front, and gives it room: rows need some. */
    void show(String id) {
        if (scene.lookup("#bottom") instanceof TabPane bottom) {
            bottom.getTabs().stream().filter(tab -> id.equals(tab.getId())).forEach(bottom.getSelectionModel()::select);
        }
        double from = id.equals(CONFIG) ? CONFIG_FROM : TABLE_FROM;
        if (scene.lookup("#middle") instanceof SplitPane middle && middle.getDividerPositions()[0] > from) {
            middle.setDividerPositions(from);
        }
    }
}
