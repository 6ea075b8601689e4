package org.layergraft.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/** Finds modules, parameters and steps by a part of their name. */
final class Search {

    private static final int MOST = 12;

    private Search() {}

    /** Paths, parameter names and node ids that contain the text; those whose last part starts with it first, short before long. */
    static List<String> find(ModelGraph graph, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return Stream.of(
                        graph.root().walk().map(ModuleNode::path),
                        graph.parameters().stream().map(Parameter::name),
                        graph.root()
                                .walk()
                                .flatMap(m -> m.forward().nodes().stream())
                                .map(FlowNode::id))
                .flatMap(s -> s)
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .distinct()
                .sorted(Comparator.<String>comparingInt(name -> startsPart(name, wanted) ? 0 : 1)
                        .thenComparingInt(String::length)
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static boolean startsPart(String name, String wanted) {
        String last = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
        return last.toLowerCase(Locale.ROOT).startsWith(wanted);
    }
}
