package org.layergraft.ui.menu;

import java.util.HashSet;
import java.util.List;
import org.layergraft.graft.Targets;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/** Parameters by target, and a target by parameters. */
public final class Matching {

    private Matching() {}

    /** What an edit with this target would freeze, in the order of {@code named_parameters()}. */
    static List<Parameter> parameters(ModelGraph graph, String target) {
        var named = Targets.matcher(target);
        return graph.parameters().stream()
                .filter(p -> named.test(p.name()) || p.aliases().stream().anyMatch(named))
                .toList();
    }

    /** One target for several: the module that holds just these, else {@code {fc1.weight,fc2.bias}}. */
    public static String target(ModelGraph graph, List<String> targets) {
        if (targets.size() == 1) {
            return targets.getFirst();
        }
        String all = "{" + String.join(",", targets) + "}";
        var chosen = new HashSet<>(parameters(graph, all));
        return graph.root()
                .walk()
                .map(ModuleNode::path)
                .filter(path -> new HashSet<>(parameters(graph, path)).equals(chosen))
                .reduce((_, deepest) -> deepest)
                .orElse(all);
    }

    static long elements(List<Parameter> parameters) {
        return parameters.stream().mapToLong(p -> p.shape().elements()).sum();
    }
}
