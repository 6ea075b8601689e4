package org.layergraft.ui;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Scaling;

/** Light or dark, how large and in which fonts, as it was chosen or as the system has it; a scene follows what is remembered of it. */
final class Appearance {

    /** What its switches need at 100 %. */
    private static final double LEAST_RIGHT = 320;

    private static final double MOST = 0.5;

    /** Of the table's head and six rows at 100 %. */
    private static final double ROWS = 178;

    /** Of its head and some rows: where the window is low, what holds the table scrolls. */
    private static final double LEAST_ROWS = 88;

    private static final double MOST_OF_COLUMN = 0.62;

    private final Remembered remembered;
    private final Scene scene;
    private final Subscription system;

    Appearance(Remembered remembered, Scene scene) {
        this.remembered = remembered;
        this.scene = scene;
        followSystem();
        paint();
        system = Platform.getPreferences().colorSchemeProperty().subscribe((_, _) -> followSystem());
        remembered.property().subscribe((before, now) -> {
            followSystem();
            boolean resized =
                    before.preferences().textPercent() != now.preferences().textPercent();
            boolean rewritten =
                    !before.preferences().fonts().equals(now.preferences().fonts());
            if (before.dark() != now.dark() || resized || rewritten) {
                paint();
            }
        });
    }

    /** The system outlives the window. */
    void close() {
        system.unsubscribe();
    }

    private void followSystem() {
        if (remembered.get().preferences().followSystem()) {
            boolean dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
            remembered.change(s -> s.inSystems(dark));
        }
    }

    private void paint() {
        Theme.of(remembered.get().dark())
                .apply(scene, scaling(), remembered.get().preferences().fonts());
    }

    private Scaling scaling() {
        return new Scaling(remembered.get().preferences().textPercent() / 100.0);
    }

    /** The pane of the switches is the one that has the least to give: it gets up to half of the window as its text grows. */
    private void share(SplitPane panes) {
        double wanted = LEAST_RIGHT * scaling().factor() / scene.getWidth();
        double usual = 1 - panes.getDividerPositions()[1];
        if (wanted > usual) {
            panes.setDividerPositions(
                    panes.getDividerPositions()[0] * usual / Math.min(MOST, wanted), 1 - Math.min(MOST, wanted));
        }
    }

    /**
     * In large text the table of gradients keeps its head and some rows, and what holds it scrolls. It gets more of its column, too; the
     * switches scroll anyway.
     */
    private void rows(SplitPane column, Region table) {
        double factor = scaling().factor();
        table.setMinHeight(LEAST_ROWS);
        if (factor > 1) {
            table.setMinHeight(Math.rint(ROWS * factor));
            double share = 1 - column.getDividerPositions()[0];
            column.setDividerPositions(1 - Math.min(MOST_OF_COLUMN, share * factor));
        }
    }

    /** What was just made for this scene, and the cards that it will show. */
    void size(Parent root) {
        scaling().apply(root);
        if (root.lookup(".panes") instanceof SplitPane panes) {
            share(panes);
            // What is in them is found by its id only once they have skins.
            if (panes.getItems().getLast() instanceof SplitPane column
                    && column.getItems().getLast() instanceof ScrollPane coverage
                    && coverage.getContent() instanceof Parent content) {
                content.getChildrenUnmodifiable().stream()
                        .filter(TreeTableView.class::isInstance)
                        .forEach(table -> rows(column, (Region) table));
            }
        }
        root.lookupAll(".overlay").forEach(node -> {
            if (node instanceof Overlay overlay) {
                overlay.scale(scaling());
            }
        });
    }
}
