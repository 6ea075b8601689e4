package org.layergraft.graft;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.layergraft.model.ModelGraph;

/** A sensible first shape for a parameter that somebody declares, so that a name is all that has to be typed. */
public final class UsualShape {

    private static final long CLASSES = 512;

    private UsualShape() {}

    /**
     * The model's width by 512, as in {@code class_embed = nn.Parameter(embed_dims, 512)} of mmdetection issue 11899. The width is the
     * length that most vectors among the parameters share.
     */
    public static Hyper.Wholes of(ModelGraph graph) {
        return new Hyper.Wholes(List.of(width(graph), CLASSES));
    }

    private static long width(ModelGraph graph) {
        Map<Long, Long> lengths = graph.parameters().stream()
                .filter(p -> p.shape().rank() == 1)
                .map(p -> p.shape().sizes().getFirst())
                .filter(n -> n > 0)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return lengths.entrySet().stream()
                .max(Comparator.comparing(Map.Entry<Long, Long>::getValue).thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElse(1L);
    }
}
