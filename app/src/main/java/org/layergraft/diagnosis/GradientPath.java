package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.LossSpec;

/**
 * Where a parameter's value goes, as far as a gradient can come back from there. Read off the graph, not measured.
 *
 * @param nodes ids of all steps it reaches, the readings of the parameter among them; empty where no called forward reads it
 * @param ends where it goes no further
 */
public record GradientPath(String parameter, Set<String> nodes, List<End> ends) {

    public GradientPath {
        nodes = Set.copyOf(nodes);
        ends = List.copyOf(ends);
    }

    /** @param node the last step that has it, or the first that lets no gradient back */
    public record End(String node, Kind kind) {}

    public enum Kind {
        /** It is in the loss, or may be. */
        LOSS,
        /** It is returned, and the loss takes other outputs. */
        NOT_IN_LOSS,
        /** Nothing takes the result. */
        UNUSED,
        /** Detached, under no_grad, only an index, or an operator without a derivative. */
        NO_GRADIENT
    }

    /** Finds the paths of one version of a model; building it walks the whole graph once. */
    public static final class Finder {

        private final ModelGraph graph;
        private final GraphReasons reasons;

        public Finder(ModelGraph graph, LossSpec loss) {
            this.graph = graph;
            this.reasons = new GraphReasons(graph, loss);
        }

        /** @param parameter any of its names; empty for what is no parameter */
        public Optional<GradientPath> of(String parameter) {
            return graph.parameters().stream()
                    .filter(p -> p.name().equals(parameter) || p.aliases().contains(parameter))
                    .findFirst()
                    .map(reasons::path);
        }
    }
}
