package org.layergraft.capture;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.SingleReport;

/** The run on one device that a prediction is compared with. */
final class CapturedAlone {

    private CapturedAlone() {}

    /** The captured iteration itself stands for the run on one device. */
    static SingleReport of(Recorded first, PlainGraph plain, ModelGraph graph, Device device) {
        Recorded.Iteration measured = first.iterations().getFirst();
        Set<String> hidden = hidden(first, plain);
        List<Gradient> gradients = IntStream.range(0, graph.parameters().size())
                .mapToObj(i -> {
                    String name = graph.parameters().get(i).name();
                    boolean shut = graph.parameters().get(i).trainable()
                            && hidden.stream().anyMatch(m -> name.startsWith(m.isEmpty() ? "" : m + "."));
                    Recorded.Arrived arrived = measured.gradients().get(i);
                    // It would train without the checkpoint: that is what the comparison asks.
                    return shut && arrived.state().equals("none")
                            ? new Gradient(
                                    name, GradientState.NONZERO, OptionalDouble.empty(), 0, OptionalDouble.empty())
                            : CapturedGradient.of(graph.parameters().get(i), arrived, true);
                })
                .toList();
        List<Double> losses = first.iterations().stream()
                .flatMap(it -> it.losses().stream().limit(1))
                .flatMap(l -> l.value().stream().boxed())
                .toList();
        return new SingleReport(device, losses, gradients, Optional.empty(), Optional.empty(), 0);
    }

    /** Modules in segments that left the graph (R7.4). */
    private static Set<String> hidden(Recorded first, PlainGraph graph) {
        var found = new HashSet<String>();
        for (Recorded.Segment segment : graph.closed()) {
            List<Recorded.Call> calls = graph.iteration().calls();
            for (int c = 0; c < calls.size() && segment.detached(); c++) {
                for (int at = c; at >= 0; at = calls.get(at).parent()) {
                    if (at == segment.call()
                            && calls.get(c).module() >= 0
                            && calls.get(c).segment().isEmpty()) {
                        found.add(path(first, calls.get(c).module()));
                    }
                }
            }
            if (segment.detached()
                    && graph.module(segment) >= 0
                    && !path(first, graph.module(segment)).isEmpty()) {
                found.add(path(first, graph.module(segment)));
            }
        }
        return found;
    }

    private static String path(Recorded first, int module) {
        return first.model().modules().get(module).path();
    }
}
