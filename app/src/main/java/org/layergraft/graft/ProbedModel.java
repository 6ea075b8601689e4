package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptModel;

/** A model that notes what its values look like, and what is needed to read its notes. */
public final class ProbedModel {

    /** A number in the log. @param part name of the part of a node's value that it is about, or "" */
    record Key(long number, String part) {}

    /** The numbers of one module: from {@code from}, without {@code to}. Two modules may be one object, and then have the same. */
    record Range(long from, long to) {}

    /** Where libtorch's importer says that it failed; the outermost place comes first. */
    private static final Pattern ERROR_PLACE = Pattern.compile("File \"code/([^\"]+)\", line (\\d{1,9})");

    private final ScriptModel model;
    private final String method;
    private final ModelGraph graph;
    private final Map<String, List<Key>> keys;
    private final Map<String, Range> ranges;

    ProbedModel(
            ScriptModel model,
            String method,
            ModelGraph graph,
            Map<String, List<Key>> keys,
            Map<String, Range> ranges) {
        this.model = model;
        this.method = method;
        this.graph = graph;
        this.keys = Map.copyOf(keys);
        this.ranges = Map.copyOf(ranges);
    }

    /** To be written, run once and thrown away. */
    public ScriptModel model() {
        return model;
    }

    /** The method of {@link #model()} that takes nothing and gives the log, an int64 tensor of one dimension. */
    public String method() {
        return method;
    }

    /**
     * @param log what {@link #method()} gave after one forward
     * @param device where that ran, {@code cpu} or {@code cuda:0}
     * @param failure PyTorch's words where the forward stopped
     */
    public ShapeReport read(List<Long> log, String device, Optional<String> failure) {
        return read(log, List.of(), device, failure);
    }

    /** @param laps what {@link #method()} gave after each of further forwards */
    public ShapeReport read(List<Long> log, List<List<Long>> laps, String device, Optional<String> failure) {
        var entries = ProbeLog.read(log);
        var nodes = new HashMap<String, Seen>();
        var unmeasured = new ArrayList<String>();
        graph.root().walk().forEach(m -> {
            for (var node : m.forward().nodes()) {
                switch (node.kind()) {
                    case INPUT, OUTPUT, CALL, OPERATOR ->
                        Optional.ofNullable(keys.get(node.id()))
                                .ifPresentOrElse(
                                        found -> nodes.put(node.id(), seen(found, entries)),
                                        () -> unmeasured.add(node.id()));
                    case PARAMETER, BLOCK -> {}
                }
            }
            parameters(m, device, nodes);
            blocks(m, nodes);
        });
        return new ShapeReport(nodes, unmeasured, device, failure, new ProbeTimes(graph, keys, ranges).read(log, laps));
    }

    private static Seen seen(List<Key> keys, Map<Long, ProbeLog.Entry> entries) {
        var tensors = new ArrayList<Seen.Tensor>();
        long count = 0;
        long times = 0;
        boolean varies = false;
        for (var key : keys) {
            var entry = entries.containsKey(key.number())
                    ? entries.get(key.number()).seen()
                    : Seen.NEVER;
            count += entry.count();
            times = Math.max(times, entry.times());
            varies |= entry.varies();
            for (var t : entry.tensors()) {
                String name = t.name().isEmpty() ? key.part() : t.name();
                tensors.add(new Seen.Tensor(name, t.shape(), t.dtype(), t.device()));
            }
        }
        return new Seen(tensors.subList(0, Math.min(tensors.size(), Seen.MOST_TENSORS)), count, times, varies);
    }

    /** A parameter's shape is known anyway; it was read if something that uses it ran. */
    private static void parameters(ModuleNode module, String device, Map<String, Seen> nodes) {
        var users = new HashMap<String, List<String>>();
        module.forward()
                .edges()
                .forEach(e ->
                        users.computeIfAbsent(e.from(), _ -> new ArrayList<>()).add(e.to()));
        for (var node : module.forward().nodes()) {
            var by = users.getOrDefault(node.id(), List.of());
            if (node.kind() != FlowNode.Kind.PARAMETER || by.stream().noneMatch(nodes::containsKey)) {
                continue;
            }
            boolean ran = by.stream()
                    .anyMatch(u -> nodes.containsKey(u) && nodes.get(u).ran());
            var tensor = Stream.concat(
                            module.parameters().stream()
                                    .filter(p -> p.localName().equals(node.label()))
                                    .map(p -> new Seen.Tensor("", p.shape(), Optional.of(p.dtype()), device)),
                            module.buffers().stream()
                                    .filter(b -> b.name().endsWith(node.label()))
                                    .map(b -> new Seen.Tensor("", b.shape(), Optional.of(b.dtype()), device)))
                    .findFirst();
            tensor.ifPresent(t -> nodes.put(node.id(), ran ? new Seen(List.of(t), 1, 1, false) : Seen.NEVER));
        }
    }

    /** A block ran if something in it ran. */
    private static void blocks(ModuleNode module, Map<String, Seen> nodes) {
        var byId = new LinkedHashMap<String, FlowNode>();
        module.forward().nodes().forEach(n -> byId.put(n.id(), n));
        for (var node : byId.values()) {
            var seen = nodes.get(node.id());
            if (seen == null || node.kind() == FlowNode.Kind.BLOCK) {
                continue;
            }
            for (var block = node.block();
                    block.isPresent();
                    block = byId.get(block.get()).block()) {
                var value = new Seen(List.of(), 0, seen.times(), false);
                nodes.merge(block.get(), value, (a, b) -> a.times() >= b.times() ? a : b);
            }
        }
    }

    /**
     * The method that libtorch could not compile because of what was written into it, as {@link Probes#of(ScriptModel, Set)} takes it.
     *
     * @param error libtorch's whole message
     */
    public Optional<String> culprit(String error) throws LayergraftException {
        var code = ScriptCode.parse(model.code());
        var places = ERROR_PLACE.matcher(error);
        while (places.find()) {
            String unit = places.group(1);
            String text = model.code().get(unit);
            if (text == null) {
                continue;
            }
            int at = lineStart(text, Integer.parseInt(places.group(2)));
            for (var name : new HashSet<>(classNames())) {
                var type = code.find(name).filter(t -> t.unit().equals(unit));
                var found = type.stream()
                        .flatMap(t -> t.methods().stream())
                        .filter(m -> m.span().start() <= at && at <= m.span().end())
                        .findFirst();
                if (found.isPresent()) {
                    return Optional.of(name + "." + found.get().name());
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> classNames() {
        var names = new HashSet<String>();
        graph.root().walk().forEach(m -> names.add(m.className()));
        return names;
    }

    private static int lineStart(String text, int line) {
        int at = 0;
        for (int i = 1; i < line && at < text.length(); i++) {
            at = ClassText.lineEnd(text, at);
        }
        // Past the indentation: a method's span starts at its def.
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
