package org.layergraft.ui.common;

import java.util.Optional;
import org.layergraft.model.ModelGraph;

/**
 * What is selected is one text for the whole window: a module's path, a parameter's name, or the id of a step in the graph. This says
 * which module or parameter is meant.
 */
public final class Places {

    private static final int LONGEST = 20;

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

    /** The end of a path that tells modules apart, {@code layers.0} and not just {@code 0}, with its middle left out where it is long. */
    public static String shortName(String path) {
        int from = path.lastIndexOf('.') + 1;
        while (from > 1 && Character.isDigit(path.charAt(from))) {
            from = path.lastIndexOf('.', from - 2) + 1;
        }
        String name = path.substring(from);
        int half = LONGEST / 2;
        return name.length() <= LONGEST
                ? name
                : name.substring(0, half) + "…" + name.substring(name.length() - (LONGEST - half - 1));
    }

    public static String join(String module, String name) {
        return module.isEmpty() ? name : module + "." + name;
    }
}
