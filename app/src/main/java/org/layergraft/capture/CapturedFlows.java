package org.layergraft.capture;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final CapturedCalls calls;
    private final Map<Integer, FlowDraft> drawn = new LinkedHashMap<>();
    private final Map<Integer, String> callIds = new HashMap<>();
    private final Map<Integer, String> nodeIds = new HashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();

    CapturedFlows(Recorded recorded, PlainGraph plain) {
        this.recorded = recorded;
        this.plain = plain;
        this.calls = new CapturedCalls(recorded, plain);
    }

    /** By module path. */
    Map<String, Flow> all() {
        calls.shown().values().forEach(call -> drawn.put(call, start(call)));
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
        calls.shown().values().forEach(this::unseen);
        results();
        var flows = new HashMap<String, Flow>();
        drawn.forEach((call, d) -> flows.put(calls.path(call), d.flow()));
        return flows;
    }

    private FlowDraft start(int call) {
        var draft = new FlowDraft(calls.path(call));
        for (Recorded.Seen seen : calls.get(call).inputs()) {
            String name = calls.argument(call, seen.path());
            draft.node(calls.path(call) + "/@" + name, FlowNode.Kind.INPUT, name);
        }
        return draft;
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
        int by = calls.caller(call);
        boolean counts = made.segment().isEmpty() && made.module() >= 0 && calls.isShown(by);
        if (counts && (plain.isSeen(call) || calls.isShown(call))) {
            String path = calls.path(call);
            String id = unique(path);
            callIds.put(call, id);
            String name = path.substring(path.lastIndexOf('.') + 1);
            String type = recorded.model().modules().get(made.module()).type();
            drawn.get(by).node(id, FlowNode.Kind.CALL, name, type, Optional.of(path));
        }
    }

    private void operator(int n) {
        int at = calls.home(n);
        String name = plain.operator(n);
        boolean counts = calls.isShown(at) && !name.isEmpty() && plain.parameter(n) < 0 && !isAccumulator(n);
        if (counts) {
            String label = label(name);
            String id = unique(calls.path(at) + "/" + label);
            nodeIds.put(n, id);
            drawn.get(at).node(id, FlowNode.Kind.OPERATOR, label);
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

    /** A value goes from the node that made it to the one that used it, out of and into the calls between them. */
    private void flow(int from, int to) {
        if (isAccumulator(from) || plain.parameter(from) >= 0) {
            if (plain.parameter(from) >= 0) {
                read(plain.parameter(from), to);
            }
            return;
        }
        connect(
                calls.home(from),
                Optional.ofNullable(nodeIds.get(from)),
                calls.home(to),
                Optional.ofNullable(nodeIds.get(to)),
                from);
    }

    private void connect(int madeIn, Optional<String> maker, int usedIn, Optional<String> user, int value) {
        if (madeIn < 0 || usedIn < 0) {
            return;
        }
        List<Integer> up = calls.around(madeIn);
        List<Integer> down = calls.around(usedIn);
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
                    ? new FlowEdge.Part("", calls.argumentOf(down.get(common), value))
                    : FlowEdge.Part.WHOLE;
            edge(up.get(common - 1), source, target, part);
        }
        for (int k = common; k < down.size(); k++) {
            String input = calls.path(down.get(k)) + "/@" + calls.argumentName(down.get(k), value);
            Optional<String> target = k + 1 < down.size() ? box(down.get(k + 1)) : user;
            FlowEdge.Part part = k + 1 < down.size()
                    ? new FlowEdge.Part("", calls.argumentOf(down.get(k + 1), value))
                    : FlowEdge.Part.WHOLE;
            if (calls.isShown(down.get(k))) {
                drawn.get(down.get(k)).node(input, FlowNode.Kind.INPUT, calls.argumentName(down.get(k), value));
            }
            edge(down.get(k), Optional.of(input), target, part);
        }
    }

    private void leave(List<Integer> up, int k, Optional<String> maker) {
        int call = up.get(k);
        if (calls.isShown(call)) {
            Optional<String> source = k + 1 < up.size() ? box(up.get(k + 1)) : maker;
            // The root's results are told apart; see results().
            if (k > 0) {
                edge(call, source, Optional.of(drawn.get(call).end()), FlowEdge.Part.WHOLE);
            }
        }
    }

    private Optional<String> box(int call) {
        return Optional.ofNullable(callIds.get(call));
    }

    private void edge(int in, Optional<String> from, Optional<String> to, FlowEdge.Part part) {
        if (calls.isShown(in) && from.isPresent() && to.isPresent() && !from.equals(to)) {
            drawn.get(in).edge(from.get(), to.get(), part);
        }
    }

    private void read(int parameter, int by) {
        int at = calls.home(by);
        if (!calls.isShown(at) || !nodeIds.containsKey(by)) {
            return;
        }
        Recorded.Weight weight = recorded.model().parameters().get(parameter);
        String here = calls.path(at).isEmpty() ? "" : calls.path(at) + ".";
        String name = weight.names()
                .filter(n -> n.startsWith(here) && n.indexOf('.', here.length()) < 0)
                .findFirst()
                .orElse(weight.name());
        int dot = name.lastIndexOf('.');
        String id = (dot < 0 ? "" : name.substring(0, dot)) + "/." + name.substring(dot + 1);
        FlowDraft d = drawn.get(at);
        String known = d.nodes().keySet().stream()
                .filter(n -> n.replaceFirst("#\\d+$", "").equals(id))
                .findFirst()
                .orElseGet(() -> {
                    String made = unique(id);
                    d.node(made, FlowNode.Kind.PARAMETER, name.substring(dot + 1));
                    return made;
                });
        d.edge(known, nodeIds.get(by), FlowEdge.Part.WHOLE);
    }

    /** Values without a graph: out of one call into another, or from what the caller itself was given. */
    private void values(int call) {
        if (!callIds.containsKey(call)) {
            return;
        }
        int by = calls.caller(call);
        for (Recorded.Seen seen : calls.get(call).inputs()) {
            if (seen.node() >= 0) {
                continue;
            }
            FlowEdge.Part part = new FlowEdge.Part("", calls.argument(call, seen.path()));
            Optional<Integer> source = Optional.of(seen.from())
                    .filter(f -> f >= 0 && f < calls.size())
                    .map(f -> calls.upTo(f, by))
                    .filter(f -> f >= 0);
            if (source.isPresent()) {
                edge(by, box(source.get()), box(call), part);
            } else {
                calls.get(by).inputs().stream()
                        .filter(s -> s.value() >= 0 && s.value() == seen.value())
                        .findFirst()
                        .ifPresent(s -> edge(
                                by,
                                Optional.of(calls.path(by) + "/@" + calls.argument(by, s.path())),
                                box(call),
                                part));
            }
        }
        // What a call gives without a graph its caller may give on.
        for (Recorded.Seen seen : calls.get(call).outputs()) {
            boolean handedOn = by >= 0
                    && calls.get(by).outputs().stream().anyMatch(s -> s.value() >= 0 && s.value() == seen.value());
            if (handedOn && calls.isShown(by) && calls.caller(by) >= 0) {
                edge(by, box(call), Optional.of(drawn.get(by).end()), FlowEdge.Part.WHOLE);
            }
        }
    }

    /** Of what a checkpoint ran without gradients and never again, only the call is known; it is taken to use what it has. */
    private void unseen(int call) {
        if (plain.isSeen(call)) {
            return;
        }
        String path = calls.path(call);
        String here = path.isEmpty() ? "" : path + ".";
        for (Recorded.Weight weight : recorded.model().parameters()) {
            weight.names()
                    .filter(n -> n.startsWith(here) && n.indexOf('.', here.length()) < 0)
                    .forEach(n -> {
                        String name = n.substring(here.length());
                        String id = unique(path + "/." + name);
                        drawn.get(call).node(id, FlowNode.Kind.PARAMETER, name);
                        edge(call, Optional.of(id), Optional.of(drawn.get(call).end()), FlowEdge.Part.WHOLE);
                    });
        }
        // Between two modules there may be operators that left no trace.
        drawn.get(call).leadToEnd();
    }

    /** What the model returned, each tensor by its path. */
    private void results() {
        Optional<Integer> root = calls.root();
        if (root.isEmpty()) {
            return;
        }
        FlowDraft d = drawn.get(root.get());
        d.end();
        for (Recorded.Output output : plain.iteration().outputs()) {
            d.result(output.path());
            int node = plain.resolve(output.node(), output.port());
            if (node < 0) {
                continue;
            }
            List<Integer> up = calls.around(calls.home(node));
            Optional<String> source = up.size() > 1 ? box(up.get(1)) : Optional.ofNullable(nodeIds.get(node));
            for (int k = 1; k < up.size(); k++) {
                leave(up, k, Optional.ofNullable(nodeIds.get(node)));
            }
            source.ifPresent(from -> d.returns(from, output.path()));
        }
    }
}
