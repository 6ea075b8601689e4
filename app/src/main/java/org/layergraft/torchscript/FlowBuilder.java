package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.SourcePlace;

/** Collects the nodes and edges of one forward; ids are given at the end, in the order of the text. */
final class FlowBuilder {

    /** Far more than a person or a layout can follow; without it, hostile code could ask for billions. */
    static final int MOST_EDGES = 200_000;

    private static final int MOST_PARTS = 1_000;

    /** A node to be. Its block is another draft. */
    static final class Draft {
        final Kind kind;
        final String id;
        final String label;
        final Optional<String> module;
        final Optional<Draft> block;
        final Optional<SourcePlace> place;
        String type;
        List<String> numbers = List.of();

        Draft(
                Kind kind,
                String id,
                String label,
                String type,
                Optional<String> module,
                Optional<Draft> block,
                Optional<SourcePlace> place) {
            this.kind = kind;
            this.id = id;
            this.label = label;
            this.type = type;
            this.module = module;
            this.block = block;
            this.place = place;
        }
    }

    /** @param given where the value goes at {@code to}: an argument's position or keyword; "" for a result */
    private record Pending(Flowing.Use from, Draft to, String given) {
        /** An operator's argument is told, not where in a list of arguments it stands. */
        FlowEdge.Part part(FlowEdge.Part found) {
            return new FlowEdge.Part(
                    found.taken(), to.kind == Kind.OPERATOR ? given : Flowing.join(given, found.given()));
        }
    }

    private record Drawn(Draft from, Draft to, String value, String type) {}

    private final List<Optional<Draft>> slots = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private List<Flow.Result> results = List.of();

    /** A place in the order of the text, to be filled or left empty. Taken before the arguments are read. */
    int slot() {
        slots.add(Optional.empty());
        return slots.size() - 1;
    }

    int size() {
        return slots.size();
    }

    Draft fill(int slot, Draft draft) {
        slots.set(slot, Optional.of(draft));
        return draft;
    }

    void edge(Flowing.Use from, Draft to) {
        edge(from, to, "");
    }

    /** @param given the argument's position or keyword */
    void edge(Flowing.Use from, Draft to, String given) {
        pending.add(new Pending(from, to, given));
    }

    void results(List<Flow.Result> told) {
        results = told;
    }

    /**
     * @param numbers how often each id was given in the whole model so far; counted on here
     * @param tooMany called when edges had to be left out
     */
    Flow build(Map<String, Integer> numbers, Runnable tooMany) {
        Map<Drawn, Set<FlowEdge.Part>> drawn = new LinkedHashMap<>();
        for (var wanted : pending) {
            for (var source : Flowing.sources(wanted.from())) {
                var parts = drawn.computeIfAbsent(
                        new Drawn(source.node(), wanted.to(), source.name(), source.type()),
                        _ -> new LinkedHashSet<>());
                if (parts.size() < MOST_PARTS) {
                    parts.add(wanted.part(source.part()));
                }
            }
            if (drawn.size() > MOST_EDGES) {
                tooMany.run();
                break;
            }
        }
        var kept = kept(drawn.keySet());
        Map<Draft, String> ids = new IdentityHashMap<>();
        List<FlowNode> nodes = new ArrayList<>();
        for (var draft : kept) {
            var number = numbers.merge(draft.id, 1, Integer::sum);
            ids.put(draft, number == 1 ? draft.id : draft.id + "#" + number);
        }
        for (var draft : kept) {
            nodes.add(new FlowNode(
                    ids.get(draft),
                    draft.kind,
                    draft.label,
                    draft.type,
                    draft.module,
                    draft.block.map(ids::get),
                    draft.place,
                    draft.numbers));
        }
        List<FlowEdge> edges = new ArrayList<>();
        drawn.forEach((e, parts) -> {
            if (ids.containsKey(e.from()) && ids.containsKey(e.to())) {
                // Whoever was not told apart any more may be anything.
                var told = parts.size() < MOST_PARTS ? List.copyOf(parts) : List.of(FlowEdge.Part.WHOLE);
                edges.add(new FlowEdge(ids.get(e.from()), ids.get(e.to()), e.value(), e.type(), told));
            }
        });
        return new Flow(nodes, edges, results);
    }

    /** Leaves out parameters that are read and not used, and blocks around nothing. */
    private List<Draft> kept(Set<Drawn> drawn) {
        Set<Draft> from = new HashSet<>();
        Set<Draft> to = new HashSet<>();
        for (var edge : drawn) {
            from.add(edge.from());
            to.add(edge.to());
        }
        var wanted = slots.stream()
                .flatMap(Optional::stream)
                .filter(d -> switch (d.kind) {
                    case PARAMETER -> from.contains(d);
                    case BLOCK -> to.contains(d);
                    case INPUT, OUTPUT, CALL, OPERATOR -> true;
                })
                .toList();
        Set<Draft> kept = new HashSet<>(wanted);
        for (var draft : wanted) {
            for (var block = draft.block; block.isPresent() && kept.add(block.get()); ) {
                block = block.get().block;
            }
        }
        return slots.stream().flatMap(Optional::stream).filter(kept::contains).toList();
    }
}
