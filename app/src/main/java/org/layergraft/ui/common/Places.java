package org.layergraft.ui.common;

import java.util.Optional;
import org.layergraft.model.ModelGraph;

/**
 * What is selected is one text for the whole window: a module's path, a parameter's name, or the id of a step in the graph. This says
 * which module or parameter is meant.
 */
public final class Places {

    private Places() {}

    /** {@code layers.0#2} stands for its module, {@code layers.0/relu} for the module around it, {@code layers.0/.scale} for the parameter. */
    public static String owner(String selected) {
        int slash = selected.indexOf('/');
        if (slash < 0) {
            return selected.replaceFirst("#\\d+$", "");
        }
        String path = selected.substring(0, slash);
        String rest = selected.substring(slash + 1).replaceFirst("#\\d+$", "");
        return rest.startsWith(".") ? join(path, rest.substring(1)) : path;
    }

    /** The module or parameter that is itself selected; empty for the root, for operators and for nothing. */
    public static Optional<String> target(ModelGraph graph, String selected) {
        String owner = owner(selected);
        boolean operator = selected.contains("/") && !selected.contains("/.");
        boolean known = graph.module(owner).isPresent() || isParameter(graph, owner);
        return owner.isEmpty() || operator || !known ? Optional.empty() : Optional.of(owner);
    }

    private static boolean isParameter(ModelGraph graph, String name) {
        return graph.parameters().stream()
                .anyMatch(p -> p.name().equals(name) || p.aliases().contains(name));
    }

    public static String join(String module, String name) {
        return module.isEmpty() ? name : module + "." + name;
    }
}
