package org.layergraft.ui.canvas;

import java.util.Map;
import java.util.Set;
import org.layergraft.model.FlowEdge;

/**
 * What is drawn of a module's forward.
 *
 * @param unfolded ids of the calls whose module is drawn where it is called
 * @param skips how many steps, that are not drawn, a line stands for; empty while everything is drawn
 */
record Excerpt(Drawing drawing, Set<String> unfolded, Map<FlowEdge, Integer> skips) {

    Excerpt {
        unfolded = Set.copyOf(unfolded);
        skips = Map.copyOf(skips);
    }
}
