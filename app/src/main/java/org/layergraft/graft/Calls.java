package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;

/** How often modules run in one forward of the model, as far as its code tells: what stands in a loop or a condition counts once. */
final class Calls {

    /** By the module that is called: whose forward calls it, once for every call. */
    private final Map<String, List<String>> callers = new HashMap<>();

    private final Map<String, Long> known = new HashMap<>();

    Calls(ModelGraph graph) {
        graph.root()
                .walk()
                .forEach(module -> module.forward().nodes().stream()
                        .filter(n -> n.kind() == FlowNode.Kind.CALL)
                        .flatMap(n -> n.module().stream())
                        .forEach(callee -> callers.computeIfAbsent(callee, _ -> new ArrayList<>())
                                .add(module.path())));
    }

    /** @param paths of one module; at least 1, since who asks knows that something calls it */
    long of(Collection<String> paths) {
        return Math.max(1, paths.stream().mapToLong(this::of).sum());
    }

    private long of(String path) {
        if (path.isEmpty()) {
            return 1;
        }
        var found = known.get(path);
        if (found == null) {
            // Whatever comes back to itself is no forward of TorchScript's; it ends here all the same.
            known.put(path, 0L);
            found = callers.getOrDefault(path, List.of()).stream()
                    .mapToLong(this::of)
                    .sum();
            known.put(path, found);
        }
        return found;
    }
}
