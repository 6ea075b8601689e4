package org.layergraft.ui.menu;

import java.util.List;
import org.layergraft.model.ModelGraph;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.newlayer.Spot;

/**
 * What a menu is about.
 *
 * @param where the menu was asked for, which needs no "show" of itself
 * @param places module paths, parameter names or ids of steps; "" is the whole model
 * @param line it is the value that leaves the one place, and not the place itself
 */
public record Subject(Origin where, List<String> places, boolean line) {

    public enum Origin {
        OUTLINE,
        GRAPH,
        COVERAGE
    }

    public Subject {
        places = List.copyOf(places);
    }

    public static Subject of(Origin where, List<String> places) {
        return new Subject(where, places, false);
    }

    boolean isOne() {
        return places.size() == 1;
    }

    String place() {
        return places.getFirst();
    }

    /** Where a layer would be dropped to mean this place. */
    DropTarget drop() {
        return new DropTarget.OnNode(place());
    }

    Spot spot(ModelGraph graph, String openModule) {
        return Spot.of(graph, openModule, drop());
    }

    /** Modules and parameters among the places; an operator is neither. */
    List<String> targets(ModelGraph graph) {
        return line
                ? List.of()
                : places.stream()
                        .filter(p -> p.isEmpty() || Places.target(graph, p).isPresent())
                        .map(Places::owner)
                        .toList();
    }
}
