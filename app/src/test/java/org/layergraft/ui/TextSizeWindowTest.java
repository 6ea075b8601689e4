package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToolBar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.common.Preferences;

/** At 1280×800 everything that can be used is there from side to side, however large the text. */
class TextSizeWindowTest {

    /** What is used most is there without scrolling aside. */
    private static final List<String> SWITCHES =
            List.of("#find-unused", "#static-graph", "#checkpoint-nonreentrant", "#switch-ranks", "#switch-device");

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    /** Controls that are cut off at the side of the pane they are in. */
    private List<String> cut() throws Exception {
        return Fx.call(() -> {
            var found = new ArrayList<String>();
            SplitPane panes = (SplitPane) window.scene.lookup(".panes");
            collect(panes, box(panes), found);
            return found;
        });
    }

    /** A pane may be wider than what its neighbours leave of it. */
    private static Bounds both(Bounds a, Bounds b) {
        double left = Math.max(a.getMinX(), b.getMinX());
        return new BoundingBox(left, a.getMinY(), Math.min(a.getMaxX(), b.getMaxX()) - left, a.getHeight());
    }

    private static Bounds box(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    /** @param within what of the scene can be seen there */
    private static void collect(Node node, Bounds within, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Control control && control.isFocusTraversable() && control.getWidth() > 0) {
            var box = box(control);
            if (box.getMinX() < within.getMinX() - 1 || box.getMaxX() > within.getMaxX() + 1) {
                found.add("#" + control.getId() + " " + control.getClass().getSimpleName() + " from "
                        + Math.round(box.getMinX()) + " to " + Math.round(box.getMaxX()) + " in "
                        + Math.round(within.getMinX()) + " to " + Math.round(within.getMaxX()));
            }
        }
        switch (node) {
            case SplitPane split -> split.getItems().forEach(item -> collect(item, both(box(item), within), found));
            // What is in a tab that is not shown has no place yet.
            case TabPane tabs ->
                collect(tabs.getSelectionModel().getSelectedItem().getContent(), within, found);
            case ScrollPane scroll -> {
                boolean reached = scroll.getHbarPolicy() != ScrollPane.ScrollBarPolicy.NEVER;
                var view = reached ? scroll.getContent() : scroll.lookup(".viewport");
                collect(scroll.getContent(), view == null ? within : box(view), found);
            }
            case TitledPane titled when !titled.isExpanded() -> {
                // Folded.
            }
            case ToolBar _ -> {
                // Has a menu for what does not fit.
            }
            case Parent parent -> parent.getChildrenUnmodifiable().forEach(child -> collect(child, within, found));
            default -> {
                // Nothing in it.
            }
        }
    }

    @Test
    void nothingThatCanBeUsedIsHiddenAtTheSide() throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (int percent : Preferences.SIZES) {
                window.speak(language, percent);
                window.picture("text-" + percent + "-" + language.getLanguage());
                assertEquals(List.of(), cut(), language + " " + percent + " %");
                for (String id : SWITCHES) {
                    var box = Fx.call(() -> box(window.scene.lookup(id)));
                    assertTrue(box.getMaxX() <= 1280, id + " at " + percent + " % needs scrolling: " + box);
                }
            }
        }
    }

    /** Nobody has to move a divider for them; where the window is too low the pane scrolls to them. */
    @Test
    void sixRowsOfTheTableAreSeen() throws Exception {
        for (int percent : List.of(125, 150, 175, 200)) {
            window.speak(Locale.ENGLISH, percent);
            window.layout();
            double row = 25 * percent / 100.0;
            var table = Fx.call(() -> box(window.scene.lookup("#coverage")));
            assertTrue(table.getHeight() >= 26 * percent / 100.0 + 6 * row, percent + " %: " + table);
            double room = Fx.call(() -> window.node(ScrollPane.class, ".coverage-scroll")
                    .getViewportBounds()
                    .getHeight());
            assertTrue(room >= 6 * row, percent + " %: " + room);
            window.picture("rows-" + percent);
        }
    }

    /** Pictures with text in them grow with it. */
    @Test
    void theBoxesOfALessonHoldTheirLabels() throws Exception {
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, _ -> {}));
        Fx.run(() -> window.model.running().run(true));
        for (int percent : Preferences.SIZES) {
            window.speak(Locale.ENGLISH, percent);
            Fx.run(() -> window.node(ToggleButton.class, "#learn-more").setSelected(true));
            window.layout();
            window.layout();
            window.picture("lesson-" + percent);
            var labels = Fx.call(() -> List.copyOf(window.scene.getRoot().lookupAll(".lesson-label")));
            assertTrue(labels.size() > 1, () -> percent + " %: " + labels);
            for (Node label : labels) {
                Fx.run(() -> {
                    var beside = label.getParent().getChildrenUnmodifiable();
                    var frame = beside.get(beside.indexOf(label) - 1).getBoundsInParent();
                    var text = label.getBoundsInParent();
                    assertTrue(
                            text.getHeight() <= frame.getHeight() && frame.contains(text.getCenterX(), text.getMaxY()),
                            percent + " %: " + text + " in " + frame);
                });
            }
        }
        var bar = Fx.call(() -> box(window.scene.lookup(".main-bar")));
        assertTrue(bar.getMinY() >= 0, () -> "the lesson has pushed the toolbar out: " + bar);
        var room = Fx.call(() -> box(window.scene.lookup("#verdict-more")));
        assertTrue(room.getMaxY() <= 800, () -> "what does not fit can be scrolled to: " + room);
    }

    @Test
    void theSwitchesHaveTheSameRoomAsEverInAWideWindow() throws Exception {
        window.speak(Locale.ENGLISH, 100);
        double usual = divider();
        window.speak(Locale.ENGLISH, 200);
        assertTrue(divider() < usual - 0.05, "a narrow window gives them more");
        Fx.run(() -> window.stage.setWidth(2560));
        Fx.await("it is wide", () -> window.scene.getWidth() > 2500);
        window.speak(Locale.ENGLISH, 175);
        assertEquals(usual, divider(), 0.02);
    }

    private double divider() throws Exception {
        return Fx.call(() -> ((SplitPane) window.scene.lookup(".panes")).getDividerPositions()[1]);
    }
}
