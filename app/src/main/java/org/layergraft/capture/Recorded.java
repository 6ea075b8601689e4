package org.layergraft.capture;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A capture as {@code samples/capture.py} writes it. Calls, nodes, parameters and modules are known by their places in their lists; -1
 * is none.
 *
 * @param time when it was written, with its zone
 * @param versions of PyTorch and what else matters, by name
 * @param ddp how the model was wrapped, if it was
 */
record Recorded(
        int format,
        String kind,
        String time,
        Map<String, String> versions,
        int rank,
        @JsonProperty("world_size") int worldSize,
        Model model,
        Optional<Ddp> ddp,
        List<Iteration> iterations) {

    Recorded {
        var known = new HashMap<>(versions);
        known.values().removeIf(Objects::isNull);
        versions = Map.copyOf(known);
        iterations = List.copyOf(iterations);
        Objects.requireNonNull(time);
        Objects.requireNonNull(model);
    }

    String torch() {
        return versions.getOrDefault("torch", "");
    }

    /** PyTorch 1.x differs in what the search enters and in how static_graph counts (ddp-semantics 13). */
    boolean isTorch1() {
        return torch().startsWith("1.");
    }

    record Model(
            String type,
            @JsonProperty("class") String className,
            List<Module> modules,
            List<Weight> parameters,
            List<Values> buffers) {
        Model {
            Objects.requireNonNull(type);
            Objects.requireNonNull(className);
            modules = List.copyOf(modules);
            parameters = List.copyOf(parameters);
            buffers = List.copyOf(buffers);
        }
    }

    record Module(
            String path,
            String type,
            @JsonProperty("class") String className,
            boolean training,
            List<String> arguments) {
        Module {
            Objects.requireNonNull(path);
            Objects.requireNonNull(type);
            Objects.requireNonNull(className);
            arguments = List.copyOf(arguments);
        }
    }

    record Weight(
            String name,
            List<String> aliases,
            List<Long> shape,
            String dtype,
            String device,
            @JsonProperty("requires_grad") boolean requiresGrad) {
        Weight {
            Objects.requireNonNull(name);
            Objects.requireNonNull(dtype);
            Objects.requireNonNull(device);
            aliases = List.copyOf(aliases);
            shape = List.copyOf(shape);
        }

        Stream<String> names() {
            return Stream.concat(Stream.of(name), aliases.stream());
        }
    }

    record Values(String name, List<Long> shape, String dtype) {
        Values {
            Objects.requireNonNull(name);
            Objects.requireNonNull(dtype);
            shape = List.copyOf(shape);
        }
    }

    /** Arguments of DistributedDataParallel. */
    record Ddp(
            @JsonProperty("find_unused_parameters") boolean findUnusedParameters,
            @JsonProperty("static_graph") boolean staticGraph,
            @JsonProperty("broadcast_buffers") boolean broadcastBuffers,
            @JsonProperty("gradient_as_bucket_view") boolean gradientAsBucketView,
            @JsonProperty("bucket_cap_mb") OptionalDouble bucketCapMb,
            Optional<String> backend,
            List<String> ignored) {
        Ddp {
            ignored = List.copyOf(ignored);
            bucketCapMb = bucketCapMb == null ? OptionalDouble.empty() : bucketCapMb;
            backend = backend == null ? Optional.empty() : backend;
        }
    }

    /**
     * From the start of a forward to the end of its backward.
     *
     * @param sameAs an earlier iteration whose calls, graph, outputs and segments are these
     * @param ready parameters in the order in which their accumulators ran, as often as they did
     */
    record Iteration(
            int forwards,
            boolean finished,
            @JsonProperty("same_as") OptionalInt sameAs,
            List<Call> calls,
            Graph graph,
            List<Output> outputs,
            List<Loss> losses,
            List<Segment> segments,
            List<Arrived> gradients,
            int[] ready,
            Optional<Failure> failure,
            List<String> notes,
            int collapsed) {
        Iteration {
            sameAs = sameAs == null ? OptionalInt.empty() : sameAs;
            calls = calls == null ? List.of() : List.copyOf(calls);
            graph = graph == null ? Graph.EMPTY : graph;
            outputs = outputs == null ? List.of() : List.copyOf(outputs);
            losses = List.copyOf(losses);
            segments = segments == null ? List.of() : List.copyOf(segments);
            gradients = List.copyOf(gradients);
            Objects.requireNonNull(ready);
            failure = failure == null ? Optional.empty() : failure;
            notes = List.copyOf(notes);
        }

        Iteration like(Iteration other) {
            return new Iteration(
                    forwards,
                    finished,
                    sameAs,
                    other.calls,
                    other.graph,
                    other.outputs,
                    losses,
                    other.segments,
                    gradients,
                    ready,
                    failure,
                    notes,
                    other.collapsed);
        }
    }

    /**
     * A module called once, or what one checkpoint ran.
     *
     * @param grad whether gradients were recorded; the first pass of a reentrant checkpoint has none
     * @param recompute it ran in backward
     * @param segment {@code reentrant} or {@code nonreentrant} for what a checkpoint ran
     * @param keywords names of arguments that were given by name
     */
    record Call(
            int module,
            int parent,
            boolean grad,
            boolean recompute,
            Optional<String> segment,
            List<Seen> inputs,
            List<Seen> outputs,
            List<String> keywords) {
        Call {
            segment = segment == null ? Optional.empty() : segment;
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * A tensor that was given to a call or came out of it.
     *
     * @param port which result of its node it is
     * @param from the call that returned it, for one without a graph
     * @param value its number, for one without a graph
     */
    record Seen(
            String path,
            List<Long> shape,
            String dtype,
            @JsonProperty("requires_grad") boolean requiresGrad,
            int node,
            int port,
            int from,
            int value) {
        Seen {
            Objects.requireNonNull(path);
            Objects.requireNonNull(dtype);
            shape = List.copyOf(shape);
        }
    }

    /**
     * The autograd graph, node by node.
     *
     * @param names of operators
     * @param op place of each node's name; -1 for a node that was drawn into another
     * @param call in which each node was made; -1 outside of the model
     * @param next nodes each one hands gradients to; -1 is nowhere
     * @param port node, place among its next ones, and which result of that one it is, where that is not the first
     * @param leaf node and what it accumulates into: a parameter, an input of a segment, or something else
     */
    record Graph(List<String> names, int[] op, int[] call, int[][] next, int[][] port, List<List<Object>> leaf) {

        static final Graph EMPTY = new Graph(List.of(), new int[0], new int[0], new int[0][], new int[0][], List.of());

        Graph {
            names = List.copyOf(names);
            leaf = List.copyOf(leaf);
            Objects.requireNonNull(op);
            Objects.requireNonNull(call);
            if (Stream.concat(Arrays.stream(next), Arrays.stream(port)).anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a list of edges is missing");
            }
        }

        int size() {
            return op.length;
        }
    }

    /**
     * A tensor in what forward returned.
     *
     * @param parameter it is this parameter itself
     * @param found1 DDP's search of PyTorch 1.x finds it (ddp-semantics R3.3)
     * @param found2 that of 2.x does
     * @param sink DDP's output node reaches it (R3.5)
     */
    record Output(
            String path,
            List<Long> shape,
            String dtype,
            int node,
            int port,
            int parameter,
            @JsonProperty("found_1") boolean found1,
            @JsonProperty("found_2") boolean found2,
            boolean sink) {
        Output {
            Objects.requireNonNull(path);
            Objects.requireNonNull(dtype);
            shape = List.copyOf(shape);
        }
    }

    record Loss(int node, int port, OptionalDouble value) {
        Loss {
            value = value == null ? OptionalDouble.empty() : value;
        }
    }

    /**
     * One call of a checkpoint.
     *
     * @param call what it ran; of a reentrant one the second time
     * @param node that stands for a reentrant one in the graph; -1 if it left the graph, or is none
     * @param detached none of its arguments needed a gradient (R7.4)
     * @param offset how many of the node's edges come before those of the arguments
     * @param recomputed what is inside is known
     * @param inputs node and port of each tensor argument
     * @param outputs node of each result, inside
     */
    record Segment(
            String kind,
            String source,
            int call,
            int module,
            int node,
            boolean detached,
            int offset,
            boolean recomputed,
            int[][] inputs,
            int[] outputs) {
        Segment {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(inputs);
            Objects.requireNonNull(outputs);
        }

        boolean isReentrant() {
            return !kind.equals("nonreentrant");
        }
    }

    /**
     * What arrived at a parameter.
     *
     * @param fired how often its accumulator ran, {@code undefined} of these without a gradient
     */
    record Arrived(
            String state,
            OptionalDouble norm,
            double nonzero,
            OptionalDouble max,
            int fired,
            int undefined,
            boolean sparse) {
        Arrived {
            Objects.requireNonNull(state);
            norm = norm == null ? OptionalDouble.empty() : norm;
            max = max == null ? OptionalDouble.empty() : max;
        }
    }

    record Failure(String phase, String type, String message) {
        Failure {
            Objects.requireNonNull(phase);
            Objects.requireNonNull(type);
            Objects.requireNonNull(message);
        }
    }
}
