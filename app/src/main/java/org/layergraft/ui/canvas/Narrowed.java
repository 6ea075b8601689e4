package org.layergraft.ui.canvas;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/**
 * Leaves of a drawing what somebody looks for, what encloses it, the inputs and the outputs. Where values flow between these through
 * steps that are left out, one line stands for the whole way.
 */
final class Narrowed {

    private final Usage usage;
    private final Set<String> wanted;
    /** Modules that something wanted stands in, without being such a thing as a whole. */
    private final Set<String> holders = new HashSet<>();

    /** Calls that somebody unfolded though they would not have to be. */
    private final Set<String> opened = new HashSet<>();

    private Narrowed(Usage usage, Set<String> wanted) {
        this.usage = usage;
        this.wanted = wanted;
    }

    /**
     * @param wanted ids of steps, paths of modules and names of parameters
     * @param chosen ids of calls that somebody unfolded, or folded, whatever was looked for then
     */
    static Excerpt of(ModelGraph graph, Usage usage, String open, Set<String> wanted, Map<String, Boolean> chosen) {
        Set<String> called = graph.root()
                .walk()
                .flatMap(m -> m.forward().nodes().stream())
                .flatMap(n -> n.module().stream())
                .collect(Collectors.toSet());
        Set<String> drawn =
                wanted.stream().flatMap(place -> drawn(graph, called, place)).collect(Collectors.toSet());
        var narrowed = new Narrowed(usage, drawn);
        drawn.forEach(place -> narrowed.hold(graph, place));
        narrowed.open(graph, open, chosen, false);
        Set<String> unfolded = graph.root()
                .walk()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.CALL)
                .filter(n -> narrowed.opened.contains(n.id())
                        || n.module().filter(narrowed.holders::contains).isPresent()
                                && chosen.getOrDefault(n.id(), true))
                .map(FlowNode::id)
                .collect(Collectors.toSet());
        return narrowed.excerpt(Drawing.of(graph, usage, open, unfolded), unfolded);
    }

    /** @param inside something that was opened, and is shown whole; else only what is looked for counts, not what was before */
    private void open(ModelGraph graph, String module, Map<String, Boolean> chosen, boolean inside) {
        for (FlowNode call : graph.module(module).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.CALL && n.module().isPresent())
                .toList()) {
            String called = call.module().orElseThrow();
            boolean holds = holders.contains(called);
            boolean shown = inside || wanted.contains(call.id()) || within(called);
            if (!holds && shown && chosen.getOrDefault(call.id(), false) && opened.add(call.id())) {
                open(graph, called, chosen, true);
            } else if (holds) {
                open(graph, called, chosen, inside);
            }
        }
    }

    /** A list of modules is no box by itself: those in it that are called are. */
    private static Stream<String> drawn(ModelGraph graph, Set<String> called, String place) {
        Optional<ModuleNode> list = graph.module(place)
                .filter(m -> !called.contains(place))
                .filter(m -> m.walk().anyMatch(below -> called.contains(below.path())));
        return list.map(m -> m.children().stream().flatMap(c -> drawn(graph, called, c.path())))
                .orElseGet(() -> Stream.of(place));
    }

    /** A layer that owns what is wanted is shown as a whole; everything else that holds it is opened. */
    private void hold(ModelGraph graph, String place) {
        String owner = place.contains("/") ? place.substring(0, place.indexOf('/')) : parent(place);
        boolean parameter = graph.module(place).isEmpty() && !place.contains("/");
        boolean layer = parameter
                && graph.module(owner)
                        .map(ModuleNode::children)
                        .filter(List::isEmpty)
                        .isPresent();
        for (String at = layer ? parent(owner) : owner; ; at = parent(at)) {
            holders.add(at);
            if (at.isEmpty()) {
                return;
            }
        }
    }

    private static String parent(String path) {
        return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }

    private Excerpt excerpt(Drawing all, Set<String> unfolded) {
        Set<String> frames = Sizes.blocksWithContent(all);
        Map<String, Item> byId = new HashMap<>();
        all.items().forEach(i -> byId.put(i.id(), i));
        var kept = new HashSet<String>();
        for (Item item : all.items()) {
            if (port(item) || (frames.contains(item.id()) ? wanted.contains(item.id()) : keeps(item, byId))) {
                for (Item at = item; at != null && kept.add(at.id()); at = around(at, byId)) {}
            }
        }
        Map<FlowEdge, Integer> skips = new HashMap<>();
        List<FlowEdge> links = links(all.links(), kept, skips);
        var items = all.items().stream().filter(i -> kept.contains(i.id())).toList();
        return new Excerpt(new Drawing(all.module(), items, links), unfolded, skips);
    }

    private static Item around(Item item, Map<String, Item> byId) {
        return item.block().map(byId::get).orElse(null);
    }

    /** Of the open module itself; inside a frame they say nothing. */
    private static boolean port(Item item) {
        return (item.kind() == FlowNode.Kind.INPUT || item.kind() == FlowNode.Kind.OUTPUT)
                && item.block().isEmpty();
    }

    private boolean keeps(Item item, Map<String, Item> byId) {
        if (wanted.contains(item.id())) {
            return true;
        }
        return item.module().stream().anyMatch(this::within)
                || item.kind() == FlowNode.Kind.PARAMETER
                        && item.parameters().stream().anyMatch(this::named)
                || inOpened(item, byId);
    }

    /** What somebody unfolded is not narrowed: they want to see what is in it. */
    private boolean inOpened(Item item, Map<String, Item> byId) {
        for (Item at = around(item, byId); at != null; at = around(at, byId)) {
            if (opened.contains(at.id())) {
                return true;
            }
        }
        return false;
    }

    private boolean named(String parameter) {
        return wanted.stream().anyMatch(w -> usage.canonicalName(w).equals(parameter));
    }

    private boolean within(String module) {
        return wanted.stream()
                .anyMatch(w -> w.equals(module) || w.startsWith(module + ".") || w.startsWith(module + "/"));
    }

    /** A line of its own for every way from one thing that stays to the next. */
    private static List<FlowEdge> links(List<FlowEdge> all, Set<String> kept, Map<FlowEdge, Integer> skips) {
        Map<String, List<FlowEdge>> onward = all.stream().collect(Collectors.groupingBy(FlowEdge::from));
        var links = new LinkedHashSet<FlowEdge>();
        all.stream()
                .filter(e -> kept.contains(e.from()) && kept.contains(e.to()))
                .forEach(links::add);
        all.stream()
                .map(FlowEdge::from)
                .distinct()
                .filter(kept::contains)
                .forEach(from -> ways(from, onward, kept).forEach((to, steps) -> {
                    var way = new FlowEdge(from, to, "", "");
                    if (links.add(way)) {
                        skips.put(way, steps);
                    }
                }));
        return List.copyOf(links);
    }

    /** What is reached through steps that are left out, and through how many at least. */
    private static Map<String, Integer> ways(String from, Map<String, List<FlowEdge>> onward, Set<String> kept) {
        Map<String, Integer> reached = new LinkedHashMap<>();
        Map<String, Integer> steps = new HashMap<>(Map.of(from, 0));
        var open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String at = open.poll();
            for (FlowEdge edge : onward.getOrDefault(at, List.of())) {
                if (!kept.contains(edge.to())) {
                    if (steps.putIfAbsent(edge.to(), steps.get(at) + 1) == null) {
                        open.add(edge.to());
                    }
                } else if (!at.equals(from) && !edge.to().equals(from)) {
                    reached.putIfAbsent(edge.to(), steps.get(at));
                }
            }
        }
        return reached;
    }
}
