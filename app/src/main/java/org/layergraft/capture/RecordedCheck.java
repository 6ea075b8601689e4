package org.layergraft.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;

/** Everything in a capture that points somewhere points at something that is there. */
final class RecordedCheck {

    private static final int MOST_MODULES = 200_000;
    private static final int MOST_NODES = 4_000_000;
    private static final int DEEPEST = 200;

    private final Path file;
    private final Recorded recorded;

    RecordedCheck(Path file, Recorded recorded) {
        this.file = file;
        this.recorded = recorded;
    }

    /** The same with every iteration whole. */
    Recorded checked() throws LayergraftException {
        modules();
        must(!recorded.iterations().isEmpty(), "iterations");
        must(recorded.worldSize() >= 1 && recorded.rank() >= 0 && recorded.rank() < recorded.worldSize(), "rank");
        var whole = new ArrayList<Recorded.Iteration>();
        for (Recorded.Iteration iteration : recorded.iterations()) {
            whole.add(checked(iteration, whole));
        }
        return new Recorded(
                recorded.format(),
                recorded.kind(),
                recorded.time(),
                recorded.versions(),
                recorded.rank(),
                recorded.worldSize(),
                recorded.model(),
                recorded.ddp() == null ? Optional.empty() : recorded.ddp(),
                whole);
    }

    private void modules() throws LayergraftException {
        List<Recorded.Module> modules = recorded.model().modules();
        must(
                !modules.isEmpty()
                        && modules.size() <= MOST_MODULES
                        && modules.getFirst().path().isEmpty(),
                "modules");
        var paths = new HashSet<String>();
        for (Recorded.Module module : modules) {
            String path = module.path();
            must(paths.add(path), "modules");
            if (!path.isEmpty()) {
                must(paths.contains(path.substring(0, Math.max(0, path.lastIndexOf('.')))), "modules");
                must(path.chars().filter(c -> c == '.').count() < DEEPEST, "modules");
            }
        }
        for (Recorded.Weight weight : recorded.model().parameters()) {
            sizes(weight.shape(), "parameters");
        }
        for (Recorded.Values buffer : recorded.model().buffers()) {
            sizes(buffer.shape(), "buffers");
        }
    }

    private Recorded.Iteration checked(Recorded.Iteration iteration, List<Recorded.Iteration> earlier)
            throws LayergraftException {
        Recorded.Iteration whole = iteration;
        if (iteration.sameAs().isPresent()) {
            int same = iteration.sameAs().getAsInt();
            must(same >= 0 && same < earlier.size(), "same_as");
            whole = iteration.like(earlier.get(same));
        }
        int parameters = recorded.model().parameters().size();
        int nodes = whole.graph().size();
        graph(whole, parameters);
        calls(whole, nodes);
        for (Recorded.Output output : whole.outputs()) {
            within(output.node(), nodes, "outputs");
            within(output.parameter(), parameters, "outputs");
            sizes(output.shape(), "outputs");
        }
        for (Recorded.Loss loss : whole.losses()) {
            within(loss.node(), nodes, "losses");
        }
        segments(whole, nodes);
        must(whole.gradients().size() == parameters, "gradients");
        for (int i : whole.ready()) {
            must(i >= 0, "ready");
            within(i, parameters, "ready");
        }
        return whole;
    }

    private void graph(Recorded.Iteration iteration, int parameters) throws LayergraftException {
        Recorded.Graph graph = iteration.graph();
        int nodes = graph.size();
        must(nodes <= MOST_NODES && graph.call().length == nodes && graph.next().length == nodes, "graph");
        for (int i = 0; i < nodes; i++) {
            within(graph.op()[i], graph.names().size(), "graph");
            within(graph.call()[i], iteration.calls().size(), "graph");
            for (int next : graph.next()[i]) {
                within(next, nodes, "graph");
            }
        }
        for (int[] port : graph.port()) {
            must(port.length == 3 && port[2] >= 0 && port[0] >= 0, "graph");
            within(port[0], nodes, "graph");
            must(port[1] >= 0 && port[1] < graph.next()[port[0]].length, "graph");
        }
        for (List<Object> leaf : graph.leaf()) {
            must(leaf.size() >= 2 && leaf.getFirst() instanceof Integer n && n >= 0 && n < nodes, "graph");
            switch (leaf.get(1)) {
                case String s when s.equals("parameter") -> number(leaf, 2, parameters);
                case String s
                when s.equals("input") -> {
                    number(leaf, 2, iteration.segments().size());
                    number(leaf, 3, Integer.MAX_VALUE);
                }
                case String s when s.equals("leaf") -> {}
                default -> must(false, "graph");
            }
        }
    }

    private void number(List<Object> leaf, int place, int bound) throws LayergraftException {
        must(leaf.size() > place && leaf.get(place) instanceof Integer n && n >= 0 && n < bound, "graph");
    }

    private void calls(Recorded.Iteration iteration, int nodes) throws LayergraftException {
        for (int i = 0; i < iteration.calls().size(); i++) {
            Recorded.Call call = iteration.calls().get(i);
            within(call.module(), recorded.model().modules().size(), "calls");
            // A caller starts first; so there is no circle.
            within(call.parent(), i, "calls");
            for (Recorded.Seen seen : call.inputs()) {
                within(seen.node(), nodes, "calls");
                sizes(seen.shape(), "calls");
            }
            for (Recorded.Seen seen : call.outputs()) {
                within(seen.node(), nodes, "calls");
                sizes(seen.shape(), "calls");
            }
        }
    }

    private void segments(Recorded.Iteration iteration, int nodes) throws LayergraftException {
        for (Recorded.Segment segment : iteration.segments()) {
            within(segment.call(), iteration.calls().size(), "segments");
            within(segment.module(), recorded.model().modules().size(), "segments");
            within(segment.node(), nodes, "segments");
            must(segment.offset() >= 0, "segments");
            for (int[] input : segment.inputs()) {
                must(input != null && input.length == 2 && input[1] >= 0, "segments");
                within(input[0], nodes, "segments");
            }
            for (int output : segment.outputs()) {
                within(output, nodes, "segments");
            }
        }
    }

    private void sizes(List<Long> shape, String where) throws LayergraftException {
        long elements = 1;
        for (long size : shape) {
            must(size >= 0, where);
            try {
                elements = Math.multiplyExact(elements, size);
            } catch (ArithmeticException _) {
                must(false, where);
            }
        }
    }

    /** -1 is none. */
    private void within(int number, int bound, String where) throws LayergraftException {
        must(number >= -1 && number < bound, where);
    }

    private void must(boolean holds, String where) throws LayergraftException {
        if (!holds) {
            throw LayergraftException.input(CaptureReader.AREA, "broken", file, where);
        }
    }
}
