package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/**
 * Where something is drawn.
 *
 * @param module path of the module to open
 * @param id the box to select in it
 */
record Reveal(String module, String id) {

    /**
     * @param what a node id, a module path or a parameter's name
     * @param open the module open now; it wins where it shows the thing
     */
    static Optional<Reveal> find(ModelGraph graph, String open, String what) {
        var usage = Usage.of(graph);
        if (what.isEmpty()) {
            return Optional.empty();
        }
        for (String module : candidates(graph, open, what)) {
            for (Item item : Drawing.of(graph, usage, module).items()) {
                if (item.id().equals(what) || item.module().filter(what::equals).isPresent()) {
                    return Optional.of(new Reveal(module, item.id()));
                }
            }
        }
        String name = usage.canonicalName(what);
        for (String module : candidates(graph, open, name)) {
            for (Item item : Drawing.of(graph, usage, module).items()) {
                boolean alone = !item.isModule() && item.parameters().contains(name);
                boolean owner = item.isModule() && item.module().filter(ownerOf(name)::equals).isPresent();
                if (alone || owner) {
                    return Optional.of(new Reveal(module, item.id()));
                }
            }
        }
        int dot = what.lastIndexOf('.');
        // Inside something that is not drawn by itself: show what is around it.
        return dot < 0 || what.contains("/") ? Optional.empty() : find(graph, open, what.substring(0, dot));
    }

    private static String ownerOf(String parameter) {
        return parameter.contains(".") ? parameter.substring(0, parameter.lastIndexOf('.')) : "/";
    }

    /** The open module, then the thing's ancestors from the nearest up, then every other forward (a module may be called from elsewhere). */
    private static List<String> candidates(ModelGraph graph, String open, String what) {
        var found = new ArrayList<String>(List.of(open));
        String path = what.contains("/") ? what.substring(0, what.indexOf('/')) : what;
        if (what.contains("/")) {
            found.add(path);
        }
        while (!path.isEmpty()) {
            path = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
            found.add(path);
        }
        return found.stream()
                .distinct()
                .filter(p -> graph.module(p).filter(Reveal::shows).isPresent())
                .toList();
    }

    private static boolean shows(ModuleNode module) {
        return module.path().isEmpty() || !module.forward().nodes().isEmpty();
    }
}
