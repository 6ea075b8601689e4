package org.layergraft.ui.switches;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.layergraft.model.Flow;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/**
 * Modules of one class side by side in a container, {@code encoder.layers.0} and so on: what a config's {@code with_cp=4} counts.
 *
 * @param container path; "" for the root
 * @param type short class name
 * @param paths in order
 */
public record Siblings(String container, String type, List<String> paths) {

    public Siblings {
        paths = List.copyOf(paths);
    }

    /** At least two each; those that are made of other modules come first, long rows before short ones. */
    static List<Siblings> in(ModelGraph graph) {
        var found = new ArrayList<Siblings>();
        var leaves = new HashSet<Siblings>();
        graph.root().walk().forEach(container -> {
            var byType = new LinkedHashMap<String, List<ModuleNode>>();
            container.children().stream()
                    .filter(Siblings::isCalled)
                    .forEach(child -> byType.computeIfAbsent(child.type(), _ -> new ArrayList<>())
                            .add(child));
            byType.forEach((type, modules) -> {
                if (modules.size() > 1) {
                    var siblings = new Siblings(
                            container.path(),
                            type,
                            modules.stream().map(ModuleNode::path).toList());
                    found.add(siblings);
                    if (modules.getFirst().children().isEmpty()) {
                        leaves.add(siblings);
                    }
                }
            });
        });
        found.sort(Comparator.<Siblings, Boolean>comparing(leaves::contains).thenComparingInt(s -> -s.paths().size()));
        return List.copyOf(found);
    }

    /** A ModuleList has no forward to checkpoint. */
    static boolean isCalled(ModuleNode module) {
        return module.forward() != Flow.EMPTY && !module.forward().nodes().isEmpty();
    }
}
