package org.layergraft.ui.switches;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
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

    /** A block of layers has this depth; beyond it, the order of the model is better than more of it. */
    private static final int DEEP = 3;

    public Siblings {
        paths = List.copyOf(paths);
    }

    /** At least two each; where modules are nested more deeply, checkpoints save more, so these come first. */
    static List<Siblings> in(ModelGraph graph) {
        var found = new TreeMap<Integer, List<Siblings>>();
        graph.root().walk().forEach(container -> {
            var byType = new LinkedHashMap<String, List<ModuleNode>>();
            container.children().stream()
                    .filter(Siblings::isCalled)
                    .forEach(child -> byType.computeIfAbsent(child.type(), _ -> new ArrayList<>())
                            .add(child));
            byType.forEach((type, modules) -> {
                if (modules.size() > 1) {
                    var paths = modules.stream().map(ModuleNode::path).toList();
                    found.computeIfAbsent(-Math.min(DEEP, depth(modules.getFirst())), _ -> new ArrayList<>())
                            .add(new Siblings(container.path(), type, paths));
                }
            });
        });
        return found.values().stream().flatMap(List::stream).toList();
    }

    private static int depth(ModuleNode module) {
        return 1 + module.children().stream().mapToInt(Siblings::depth).max().orElse(0);
    }

    /** A ModuleList has no forward to checkpoint. */
    static boolean isCalled(ModuleNode module) {
        return module.forward() != Flow.EMPTY && !module.forward().nodes().isEmpty();
    }
}
