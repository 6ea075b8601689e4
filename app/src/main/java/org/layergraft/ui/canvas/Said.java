package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the chosen overlay says in a graph that is written for other programs.
 *
 * @param covers of boxes and frames, by their ids
 * @param tags in a word or two, by the id of the box
 * @param legend what it is about; "" where nothing is said
 */
record Said(Map<String, Cover> covers, Map<String, String> tags, String legend) {

    static final Said NOTHING = new Said(Map.of(), Map.of(), "");

    Said {
        covers = Map.copyOf(covers);
        tags = Map.copyOf(tags);
    }

    Cover cover(Item item) {
        return covers.getOrDefault(item.id(), Cover.UNKNOWN);
    }

    /** What needs a word in the legend. */
    List<Cover.Sign> signs() {
        Set<Cover.Sign> there = covers.values().stream().map(Cover::sign).collect(Collectors.toSet());
        return there.stream().filter(s -> s != Cover.Sign.UNKNOWN).sorted().toList();
    }
}
