package org.layergraft.ui;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;

/**
 * How the window is divided among its panes. Where a divider was dragged to is remembered, also for the next start; a double click on it
 * puts it back where it was made.
 */
final class PaneSizes {

    private static final String OUTERMOST = ".panes";

    /** Those that larger text needs to be wider or higher, whatever they were before. */
    private static final Set<String> GROW_WITH_TEXT = Set.of("panes", "right");

    private final Scene scene;
    private final Remembered remembered;
    private Map<String, List<Double>> made = Map.of();

    PaneSizes(Scene scene, Remembered remembered) {
        this.scene = scene;
        this.remembered = remembered;
        scene.addEventFilter(
                MouseEvent.MOUSE_RELEASED,
                e -> divided(e.getTarget()).ifPresent(pane -> keep(pane.getId(), positions(pane))));
        scene.addEventFilter(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getClickCount() == 2) {
                divided(e.getTarget()).ifPresent(this::reset);
            }
        });
    }

    /** Of what is on screen, by the ids of the panes; nothing before there is anything. */
    Map<String, List<Double>> now() {
        return in(scene.getRoot());
    }

    /** Those of text of one size do not suit another. */
    void forgetWhatGrows() {
        remember(panes -> panes.keySet().removeAll(GROW_WITH_TEXT));
    }

    /**
     * Divides what was just made.
     *
     * @param shown how it was divided on screen until now, which counts most but for what has to grow
     */
    void divide(Parent root, Map<String, List<Double>> shown, boolean resized) {
        made = in(root);
        var wanted = new HashMap<>(remembered.get().panes());
        shown.forEach((id, positions) -> {
            if (!resized || !GROW_WITH_TEXT.contains(id)) {
                wanted.put(id, positions);
            }
        });
        panes(root)
                .forEach(pane -> Optional.ofNullable(wanted.get(pane.getId())).ifPresent(to -> move(pane, to)));
    }

    private static Map<String, List<Double>> in(Parent root) {
        var found = new HashMap<String, List<Double>>();
        panes(root).forEach(pane -> found.put(pane.getId(), positions(pane)));
        return found;
    }

    private void reset(SplitPane pane) {
        Optional.ofNullable(made.get(pane.getId())).ifPresent(to -> move(pane, to));
        remember(panes -> panes.remove(pane.getId()));
    }

    private void keep(String id, List<Double> positions) {
        remember(panes -> panes.put(id, positions));
    }

    private void remember(Consumer<Map<String, List<Double>>> change) {
        remembered.change(s -> {
            var panes = new HashMap<>(s.panes());
            change.accept(panes);
            return s.divided(panes);
        });
    }

    /** What was written by hand or for another window may not fit. */
    private static void move(SplitPane pane, List<Double> to) {
        if (to.size() == pane.getDividers().size()) {
            pane.setDividerPositions(
                    to.stream().mapToDouble(d -> Math.clamp(d, 0, 1)).toArray());
        }
    }

    private static List<Double> positions(SplitPane pane) {
        return Arrays.stream(pane.getDividerPositions()).boxed().toList();
    }

    /** What is in a pane is among its children only once it has a skin. */
    private static Stream<SplitPane> panes(Parent root) {
        return root.lookup(OUTERMOST) instanceof SplitPane outermost ? within(outermost) : Stream.empty();
    }

    private static Stream<SplitPane> within(SplitPane pane) {
        return Stream.concat(
                Stream.of(pane),
                pane.getItems().stream()
                        .filter(SplitPane.class::isInstance)
                        .flatMap(inner -> within((SplitPane) inner)));
    }

    /** The pane whose divider that is. */
    private static Optional<SplitPane> divided(EventTarget target) {
        for (Node node = target instanceof Node n ? n : null; node != null; node = node.getParent()) {
            if (node.getStyleClass().contains("split-pane-divider")
                    && node.getParent() instanceof SplitPane pane
                    && pane.getId() != null) {
                return Optional.of(pane);
            }
        }
        return Optional.empty();
    }
}
