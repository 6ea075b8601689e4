package org.layergraft.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;

/** The controls in the pane of switches that have a name, so that each can be gone to by it. On the window's thread. */
final class SwitchControls {

    private final Scene scene;
    private final ScrollPane pane;

    private SwitchControls(Scene scene, ScrollPane pane) {
        this.scene = scene;
        this.pane = pane;
    }

    /**
     * One of them.
     *
     * @param id as in the window
     * @param name as it is read aloud
     * @param where the part of the pane that it is in, if that has a name
     */
    record Place(String id, String name, Optional<String> where, Runnable go) {}

    /** From top to bottom; what the other switches make pointless is not shown and not among them. */
    static List<Place> in(Scene scene) {
        // Panes that were made anew a moment ago, for another language say, hold their content only once they are laid
        // out.
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        if (!(scene.lookup(".switches-scroll") instanceof ScrollPane pane)) {
            return List.of();
        }
        var places = new ArrayList<Place>();
        new SwitchControls(scene, pane).collect(pane.getContent(), Optional.empty(), places);
        return List.copyOf(places);
    }

    private void collect(Node node, Optional<TitledPane> fold, List<Place> places) {
        if (!node.isManaged()) {
            return;
        }
        String name = name(node);
        if (!name.isEmpty() && node.getId() != null) {
            places.add(new Place(node.getId(), name, fold.map(TitledPane::getText), () -> go(node, fold)));
        }
        if (node instanceof TitledPane titled) {
            collect(titled.getContent(), Optional.of(titled), places);
        } else if (node instanceof Parent parent && !(node instanceof Control)) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, fold, places));
        }
    }

    /** Links are about a switch and none themselves; of segments the row that holds them has the name. */
    private static String name(Node node) {
        if (node instanceof Label || node instanceof Hyperlink || node instanceof ToggleButton) {
            return "";
        }
        String aloud = Optional.ofNullable(node.getAccessibleText()).orElse("");
        return switch (node) {
            case TitledPane titled -> titled.getText();
            case ButtonBase button when aloud.isEmpty() -> button.getText();
            default -> aloud;
        };
    }

    private void go(Node node, Optional<TitledPane> fold) {
        fold.ifPresent(f -> f.setExpanded(true));
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        show(node);
        target(node).requestFocus();
    }

    /** What takes the keyboard: the control, or of segments the one that is pressed. */
    private static Node target(Node node) {
        if (node instanceof Control || !(node instanceof Parent row)) {
            return node;
        }
        Stream<ToggleButton> segments = row.getChildrenUnmodifiable().stream()
                .flatMap(n -> n instanceof ToggleButton t ? Stream.of(t) : Stream.empty());
        return segments.reduce((one, other) -> other.isSelected() ? other : one)
                .map(n -> (Node) n)
                .orElse(node);
    }

    /** In the middle of what is seen of the pane, as far as it scrolls. */
    private void show(Node node) {
        Node content = pane.getContent();
        Bounds there = content.sceneToLocal(node.localToScene(node.getBoundsInLocal()));
        double seen = pane.getViewportBounds().getHeight();
        double hidden = content.getBoundsInLocal().getHeight() - seen;
        if (hidden > 0) {
            pane.setVvalue(Math.clamp((there.getCenterY() - seen / 2) / hidden, 0, 1));
        }
    }
}
