package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;

/**
 * A forward for every module that was called: its first call, with the operators that autograd recorded in it, the modules it
 * called, and the values that went from one to the other. What needs no gradient leaves no operators; it is followed from module to
 * module by what was the same tensor.
 */
final class CapturedFlows {

    private final Recorded recorded;
    private final PlainGraph plain;
    private final List<Recorded.Call> calls;
    private final int[] caller;
    private final Map<Integer, Integer> shown = new TreeMap<>();
    private final Map<Integer, Drawn> drawn = new LinkedHashMap<>();
    private final Map<Integer, String> callIds = new HashMap<>();
    private final Map<Integer, String> nodeIds = new HashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    /** A flow while it grows. */
    private record Drawn(
            int call, Map<String, FlowNode> nodes, Map<String, FlowEdge> edges, List<Flow.Result> results) {

        void edge(String from, String to, FlowEdge.Part part) {
            edges.putIfAbsent(from + "\n" + to, new FlowEdge(from, to, "", "Tensor", List.of(part)));
        }
    }

    CapturedFlows(Recorded recorded, PlainGraph plain) {
        this.recorded = recorded;
        this.plain = plain;
        this.calls = plain.iteration().calls();
        this.caller = new int[calls.size()];
    }

    /** By module path. */
    Map<String, Flow> all() {
        choose();
        shown.values().forEach(call -> drawn.put(call, start(call)));
        for (int c = 0; c < calls.size(); c++) {
            place(c);
        }
        for (int n = 0; n < plain.size(); n++) {
            operator(n);
        }
        for (int n = 0; n < plain.size(); n++) {
            for (int t : plain.next(n)) {
                if (t >= 0 && !plain.operator(n).isEmpty()) {
                    flow(t, n);
                }
            }
        }
        for (int c = 0; c < calls.size(); c++) {
            values(c);
        }
        shown.values().forEach(this::unseen);
        results();
        var flows = new HashMap<String, Flow>();
        drawn.forEach((call, d) -> flows.put(path(call), flow(d)));
        return flows;
    }

    /** An argument of the root from which no way was seen says nothing: what used it needed no gradient. */
    private Flow flow(Drawn d) {
        d.edges()
                .values()
                .removeIf(e -> !d.nodes().containsKey(e.from()) || !d.nodes().containsKey(e.to()));
        lead(d);
        var ends = new HashSet<String>();
        d.edges().values().forEach(e -> ends.add(e.from()));
        boolean root = path(d.call()).isEmpty();
        List<FlowNode> nodes = d.nodes().values().stream()
                .filter(n -> !root || n.kind() != FlowNode.Kind.INPUT || ends.contains(n.id()))
                .toList();
        return new Flow(nodes, List.copyOf(d.edges().values()), d.results());
    }

    /**
     * The only argument without a way goes to the operators that would else be made of parameters alone: what the first Linear of a
     * model is given needs no gradient, so autograd does not say that it went there.
     */
    private static void lead(Drawn d) {
        var used = new HashSet<String>();
        d.edges().values().forEach(e -> used.add(e.from()));
        List<FlowNode> unused = d.nodes().values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT && !used.contains(n.id()))
                .toList();
        if (unused.size() != 1) {
            return;
        }
        var fed = new HashSet<String>();
        d.nodes().values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT || n.kind() == FlowNode.Kind.CALL)
                .forEach(n -> fed.add(n.id()));
        for (boolean more = true; more; ) {
            more = false;
            for (FlowEdge edge : d.edges().values()) {
                more |= fed.contains(edge.from()) && fed.add(edge.to());
            }
        }
        var ends = new LinkedHashSet<String>();
        for (FlowEdge edge : List.copyOf(d.edges().values())) {
            FlowNode from = d.nodes().get(edge.from());
            boolean last = fed.contains(edge.to()) || d.nodes().get(edge.to()).kind() == FlowNode.Kind.OUTPUT;
            if (from.kind() == FlowNode.Kind.OPERATOR && !fed.contains(from.id()) && last) {
                ends.add(from.id());
            }
        }
        ends.forEach(end -> d.edge(unused.getFirst().id(), end, FlowEdge.Part.WHOLE));
    }

    /** The call of each module that is drawn: the first one that the graph knows. */
    private void choose() {
        for (int c = 0; c < calls.size(); c++) {
            int at = calls.get(c).parent();
            while (at >= 0 && calls.get(at).segment().isPresent()) {
                at = calls.get(at).parent();
            }
            caller[c] = at;
            boolean seen = calls.get(c).segment().isEmpty() && calls.get(c).module() >= 0 && plain.isSeen(c);
            if (seen) {
                shown.putIfAbsent(calls.get(c).module(), c);
            }
        }
        // A segment that was never computed again shows at least what was called.
        for (int c = 0; c < calls.size(); c++) {
            if (calls.get(c).segment().isEmpty() && calls.get(c).module() >= 0) {
                shown.putIfAbsent(calls.get(c).module(), c);
            }
        }
    }

    private String path(int call) {
        return recorded.model().modules().get(calls.get(call).module()).path();
    }

    private boolean isShown(int call) {
        return call >= 0 && shown.getOrDefault(calls.get(call).module(), -1) == call;
    }

    /** The call in whose forward a node stands; checkpoints are seen through. */
    private int home(int node) {
        int at = plain.call(node);
        while (at >= 0 && calls.get(at).segment().isPresent()) {
            at = calls.get(at).parent();
        }
        return at;
    }

    private Drawn start(int call) {
        var d = new Drawn(call, new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        String path = path(call);
        for (Recorded.Seen seen : calls.get(call).inputs()) {
            String name = argument(call, seen.path());
            String id = path + "/@" + name;
            d.nodes().putIfAbsent(id, node(id, FlowNode.Kind.INPUT, name, "Tensor", Optional.empty()));
        }
        return d;
    }

    private static FlowNode node(String id, FlowNode.Kind kind, String label, String type, Optional<String> module) {
        return new FlowNode(id, kind, label, type, module, Optional.empty(), Optional.empty());
    }

    /** {@code 1.boxes} is part of the second argument, {@code mask=} the one of that name. */
    private String argument(int call, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        if (head.endsWith("=")) {
            return head.substring(0, head.length() - 1);
        }
        List<String> names =
                recorded.model().modules().get(calls.get(call).module()).arguments();
        try {
            int place = Integer.parseInt(head);
            return place < names.size() ? names.get(place) : head;
        } catch (NumberFormatException _) {
            return path.endsWith("=") && dot >= 0 ? head : head.isEmpty() ? "input" : head;
        }
    }

    private String unique(String id) {
        String free = id;
        for (int k = 2; !taken.add(free); k++) {
            free = id + "#" + k;
        }
        return free;
    }

    /** A box for a module that another one calls. */
    private void place(int call) {
        Recorded.Call made = calls.get(call);
        int by = caller[call];
        boolean counts = made.segment().isEmpty() && made.module() >= 0 && isShown(by);
        if (counts && (plain.isSeen(call) || isShown(call))) {
            String path = path(call);
            String id = unique(path);
            callIds.put(call, id);
            String name = path.substring(path.lastIndexOf('.') + 1);
            String type = recorded.model().modules().get(made.module()).type();
            drawn.get(by).nodes().put(id, node(id, FlowNode.Kind.CALL, name, type, Optional.of(path)));
        }
    }

    private void operator(int n) {
        int at = home(n);
        String name = plain.operator(n);
        boolean counts = isShown(at) && !name.isEmpty() && plain.parameter(n) < 0 && !isAccumulator(n);
        if (counts) {
            String label = label(name);
            String id = unique(path(at) + "/" + label);
            nodeIds.put(n, id);
            drawn.get(at).nodes().put(id, node(id, FlowNode.Kind.OPERATOR, label, "Tensor", Optional.empty()));
        }
    }

    private boolean isAccumulator(int n) {
        return plain.operator(n).endsWith("AccumulateGrad");
    }

    /** {@code native_layer_norm} of NativeLayerNormBackward0. */
    private static String label(String operator) {
        String bare = operator.replaceFirst("Backward\\d*$", "").replaceFirst("^.*::", "");
        String words = bare.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
        return words.isEmpty() ? operator : words;
    }

    private List<Integer> around(int call) {
        var chain = new ArrayList<Integer>();
        for (int at = call; at >= 0; at = caller[at]) {
            chain.addFirst(at);
        }
        return chain;
    }

    /** A value goes from the node that made it to the one that used it, out of and into the calls between them. */
    private void flow(int from, int to) {
        if (isAccumulator(from) || plain.parameter(from) >= 0) {
            if (plain.parameter(from) >= 0) {
                read(plain.parameter(from), to);
            }
            return;
        }
        connect(
                home(from),
                Optional.ofNullable(nodeIds.get(from)),
                home(to),
                Optional.ofNullable(nodeIds.get(to)),
                from);
    }

    private void connect(int madeIn, Optional<String> maker, int usedIn, Optional<String> user, int value) {
        if (madeIn < 0 || usedIn < 0) {
            return;
        }
        List<Integer> up = around(madeIn);
        List<Integer> down = around(usedIn);
        int common = 0;
        while (common < up.size() && common < down.size() && up.get(common).equals(down.get(common))) {
            common++;
        }
        for (int k = common; k < up.size(); k++) {
            leave(up, k, maker);
        }
        if (common > 0) {
            Optional<String> source = common < up.size() ? box(up.get(common)) : maker;
            Optional<String> target = common < down.size() ? box(down.get(common)) : user;
            FlowEdge.Part part = common < down.size()
                    ? new FlowEdge.Part("", argumentOf(down.get(common), value))
                    : FlowEdge.Part.WHOLE;
            edge(up.get(common - 1), source, target, part);
        }
        for (int k = common; k < down.size(); k++) {
            String input = path(down.get(k)) + "/@" + argumentName(down.get(k), value);
            Optional<String> target = k + 1 < down.size() ? box(down.get(k + 1)) : user;
            FlowEdge.Part part = k + 1 < down.size()
                    ? new FlowEdge.Part("", argumentOf(down.get(k + 1), value))
                    : FlowEdge.Part.WHOLE;
            if (isShown(down.get(k))) {
                Drawn d = drawn.get(down.get(k));
                d.nodes()
                        .putIfAbsent(
                                input,
                                node(
                                        input,
                                        FlowNode.Kind.INPUT,
                                        argumentName(down.get(k), value),
                                        "Tensor",
                                        Optional.empty()));
            }
            edge(down.get(k), Optional.of(input), target, part);
        }
    }

    private void leave(List<Integer> up, int k, Optional<String> maker) {
        int call = up.get(k);
        if (isShown(call)) {
            Optional<String> source = k + 1 < up.size() ? box(up.get(k + 1)) : maker;
            // The root's results are told apart; see results().
            if (k > 0) {
                edge(call, source, Optional.of(end(call)), FlowEdge.Part.WHOLE);
            }
        }
    }

    private String end(int call) {
        String id = path(call) + "/@return";
        drawn.get(call).nodes().putIfAbsent(id, node(id, FlowNode.Kind.OUTPUT, "return", "", Optional.empty()));
        return id;
    }

    private Optional<String> box(int call) {
        return Optional.ofNullable(callIds.get(call));
    }

    private void edge(int in, Optional<String> from, Optional<String> to, FlowEdge.Part part) {
        if (isShown(in) && from.isPresent() && to.isPresent() && !from.equals(to)) {
            drawn.get(in).edge(from.get(), to.get(), part);
        }
    }

    /** The argument that is this value, where a call was given it as such. */
    private Optional<Recorded.Seen> given(int call, int value) {
        return calls.get(call).inputs().stream()
                .filter(s -> plain.resolve(s.node(), s.port()) == value)
                .findFirst();
    }

    private String argumentOf(int call, int value) {
        return given(call, value).map(s -> argument(call, s.path())).orElse("");
    }

    /** Of a value that came by another way, a name of its own. */
    private String argumentName(int call, int value) {
        return given(call, value)
                .or(() -> calls.get(call).inputs().size() == 1
                        ? Optional.of(calls.get(call).inputs().getFirst())
                        : Optional.empty())
                .map(s -> argument(call, s.path()))
                .orElse("…");
    }

    private void read(int parameter, int by) {
        int at = home(by);
        if (!isShown(at) || !nodeIds.containsKey(by)) {
            return;
        }
        Recorded.Weight weight = recorded.model().parameters().get(parameter);
        String here = path(at).isEmpty() ? "" : path(at) + ".";
        String name = weight.names()
                .filter(n -> n.startsWith(here) && n.indexOf('.', here.length()) < 0)
                .findFirst()
                .orElse(weight.name());
        int dot = name.lastIndexOf('.');
        String id = (dot < 0 ? "" : name.substring(0, dot)) + "/." + name.substring(dot + 1);
        Drawn d = drawn.get(at);
        String known = d.nodes().keySet().stream()
                .filter(n -> n.replaceFirst("#\\d+$", "").equals(id))
                .findFirst()
                .orElseGet(() -> {
                    String made = unique(id);
                    d.nodes()
                            .put(
                                    made,
                                    node(
                                            made,
                                            FlowNode.Kind.PARAMETER,
                                            name.substring(dot + 1),
                                            "Tensor",
                                            Optional.empty()));
                    return made;
                });
        d.edge(known, nodeIds.get(by), FlowEdge.Part.WHOLE);
    }

    /** Values without a graph: out of one call into another, or from what the caller itself was given. */
    private void values(int call) {
        if (!callIds.containsKey(call)) {
            return;
        }
        int by = caller[call];
        for (Recorded.Seen seen : calls.get(call).inputs()) {
            if (seen.node() >= 0) {
                continue;
            }
            FlowEdge.Part part = new FlowEdge.Part("", argument(call, seen.path()));
            Optional<Integer> source = Optional.of(seen.from())
                    .filter(f -> f >= 0 && f < calls.size())
                    .map(f -> upTo(f, by))
                    .filter(f -> f >= 0);
            if (source.isPresent()) {
                edge(by, box(source.get()), box(call), part);
            } else {
                calls.get(by).inputs().stream()
                        .filter(s -> s.value() >= 0 && s.value() == seen.value())
                        .findFirst()
                        .ifPresent(s ->
                                edge(by, Optional.of(path(by) + "/@" + argument(by, s.path())), box(call), part));
            }
        }
        // What a call gives without a graph its caller may give on.
        for (Recorded.Seen seen : calls.get(call).outputs()) {
            boolean handedOn = by >= 0
                    && calls.get(by).outputs().stream().anyMatch(s -> s.value() >= 0 && s.value() == seen.value());
            if (handedOn && isShown(by) && caller[by] >= 0) {
                edge(by, box(call), Optional.of(end(by)), FlowEdge.Part.WHOLE);
            }
        }
    }

    /** Of what a checkpoint ran without gradients and never again, only the call is known; it is taken to use what it has. */
    private void unseen(int call) {
        if (plain.isSeen(call)) {
            return;
        }
        String path = path(call);
        String here = path.isEmpty() ? "" : path + ".";
        for (Recorded.Weight weight : recorded.model().parameters()) {
            weight.names()
                    .filter(n -> n.startsWith(here) && n.indexOf('.', here.length()) < 0)
                    .forEach(n -> {
                        String name = n.substring(here.length());
                        String id = unique(path + "/." + name);
                        drawn.get(call)
                                .nodes()
                                .put(id, node(id, FlowNode.Kind.PARAMETER, name, "Tensor", Optional.empty()));
                        edge(call, Optional.of(id), Optional.of(end(call)), FlowEdge.Part.WHOLE);
                    });
        }
        // Between two modules there may be operators that left no trace.
        Drawn d = drawn.get(call);
        var leading = d.edges().values().stream().map(FlowEdge::from).collect(Collectors.toSet());
        d.nodes().values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.CALL && !leading.contains(n.id()))
                .toList()
                .forEach(n -> edge(call, Optional.of(n.id()), Optional.of(end(call)), FlowEdge.Part.WHOLE));
        d.nodes().values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT && !leading.contains(n.id()))
                .toList()
                .forEach(n -> edge(call, Optional.of(n.id()), Optional.of(end(call)), FlowEdge.Part.WHOLE));
    }

    /** The ancestor of a call that was called by this one; -1 if there is none. */
    private int upTo(int call, int by) {
        int at = call;
        while (at >= 0 && caller[at] != by) {
            at = caller[at];
        }
        return at;
    }

    /** What the model returned, each tensor by its path. */
    private void results() {
        Optional<Integer> root = shown.entrySet().stream()
                .filter(e -> recorded.model().modules().get(e.getKey()).path().isEmpty())
                .map(Map.Entry::getValue)
                .findFirst();
        if (root.isEmpty()) {
            return;
        }
        Drawn d = drawn.get(root.get());
        String end = end(root.get());
        for (Recorded.Output output : plain.iteration().outputs()) {
            d.results().add(new Flow.Result(output.path(), "Tensor"));
            int node = plain.resolve(output.node(), output.port());
            if (node < 0) {
                continue;
            }
            List<Integer> up = around(home(node));
            Optional<String> source = up.size() > 1 ? box(up.get(1)) : Optional.ofNullable(nodeIds.get(node));
            for (int k = 1; k < up.size(); k++) {
                leave(up, k, Optional.ofNullable(nodeIds.get(node)));
            }
            if (source.isPresent()) {
                String key = source.get() + "\n" + end;
                FlowEdge old = d.edges().get(key);
                var parts = new ArrayList<FlowEdge.Part>(old == null ? List.of() : old.parts());
                parts.add(new FlowEdge.Part("", output.path()));
                d.edges().put(key, new FlowEdge(source.get(), end, "", "Tensor", parts));
            }
        }
    }
}
