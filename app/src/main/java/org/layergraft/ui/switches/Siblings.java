package org.layergraft.ui.switches;

import java.util.ArrayList;
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

    /** The largest first; at least two each. */
    static List<Siblings> in(ModelGraph graph) {
        var found = new ArrayList<Siblings>();
        graph.root().walk().forEach(container -> {
            var byType = new LinkedHashMap<String, List<String>>();
            container.children().stream()
                    .filter(Siblings::isCalled)
                    .forEach(child -> byType.computeIfAbsent(child.type(), _ -> new ArrayList<>())
                            .add(child.path()));
            byType.forEach((type, paths) -> {
                if (paths.size() > 1) {
                    found.add(new Siblings(container.path(), type, paths));
                }
            });
        });
        found.sort((a, b) -> Integer.compare(b.paths().size(), a.paths().size()));
        return List.copyOf(found);
    }

    /** A ModuleList has no forward to checkpoint. */
    static boolean isCalled(ModuleNode module) {
        return module.forward() != Flow.EMPTY && !module.forward().nodes().isEmpty();
    }
}
