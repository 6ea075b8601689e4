package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;

/** What an expression stands for while a forward is read: where its value comes from, not what it is. */
sealed interface Flowing {

    Constant UNKNOWN = new Constant("", Optional.empty());

    /**
     * A value nothing flows into: a number, a shape, None.
     *
     * @param key as an index or a dictionary key, where it is one: {@code 3}, {@code "loss}; a number's text
     */
    record Constant(String type, Optional<String> key) implements Flowing {}

    /** A function or class referred to by name, {@code torch.relu}. */
    record Name(String qualified) implements Flowing {}

    /** An object of the model's tree. */
    record Member(Value.Instance instance, String path) implements Flowing {}

    /**
     * What a node gives.
     *
     * @param viewOf the value whose memory it shares, if it is a view
     * @param taken the entry of the node's value, "" for the whole
     */
    record Made(FlowBuilder.Draft node, String type, Optional<Flowing> viewOf, String taken) implements Flowing {
        Made(FlowBuilder.Draft node, String type, Optional<Flowing> viewOf) {
            this(node, type, viewOf, "");
        }
    }

    /** One of several, or a number made from several; a loop adds to {@code parts} once its body is read. */
    final class Merge implements Flowing {
        private final List<Flowing> parts;
        private final String type;

        Merge(List<Flowing> parts, String type) {
            this.parts = new ArrayList<>(parts);
            this.type = type;
        }

        List<Flowing> parts() {
            return parts;
        }

        String type() {
            return type;
        }

        private boolean isTensor() {
            return type.isEmpty()
                    && parts.stream()
                            .allMatch(p -> p instanceof Made made && made.type().equals("Tensor"));
        }
    }

    /** A tuple, list or dictionary whose entries are told apart. Never changed: adding makes another one. */
    final class Pack implements Flowing {
        /** Beyond this an entry is no longer told from its neighbours. */
        private static final int MOST = 256;

        private final Map<String, Use> items;

        Pack(Map<String, Use> items) {
            this.items = items;
        }

        static Pack of(List<Use> uses) {
            Map<String, Use> items = new LinkedHashMap<>();
            for (var i = 0; i < uses.size(); i++) {
                items.put(String.valueOf(i), uses.get(i));
            }
            return new Pack(items);
        }

        Map<String, Use> items() {
            return items;
        }

        /** With one more entry, under its key or at the end. */
        Flowing with(Optional<String> key, Use use) {
            if (items.size() >= MOST) {
                return new Merge(List.of(this, use.value()), "");
            }
            var more = new LinkedHashMap<>(items);
            var number = items.size();
            while (key.isEmpty() && more.containsKey(String.valueOf(number))) {
                number++;
            }
            more.put(key.orElse(String.valueOf(number)), use);
            return new Pack(more);
        }

        /** The fields of a named tuple have places, too. */
        private Optional<Use> nth(String place) {
            var named =
                    items.keySet().stream().allMatch(k -> !k.isEmpty() && Character.isJavaIdentifierStart(k.charAt(0)));
            return named && place.matches("[0-9]{1,3}")
                    ? items.values().stream().skip(Long.parseLong(place)).findFirst()
                    : Optional.empty();
        }

        Optional<Use> at(Flowing index) {
            if (!(index instanceof Constant(String _, Optional<String> key)) || key.isEmpty()) {
                return Optional.empty();
            }
            var wanted = fromTheEnd(key.get());
            return Optional.ofNullable(items.get(wanted)).or(() -> nth(wanted));
        }

        private String fromTheEnd(String place) {
            return place.matches("-[0-9]{1,9}") ? String.valueOf(items.size() + Long.parseLong(place)) : place;
        }
    }

    /**
     * A value and the variable it was read through.
     *
     * @param name "" for a nested expression
     */
    record Use(Flowing value, String name) {}

    /**
     * One node a value comes from.
     *
     * @param part the entry of the node's value, and the entry of the whole that it is
     */
    record Source(FlowBuilder.Draft node, String name, String type, FlowEdge.Part part) {}

    /** Beyond this the places of one value inside another are no longer told apart. */
    int MOST_PLACES = 64;

    /** A dictionary key as it is told in a path. */
    static String step(String key) {
        return key.startsWith("\"") ? FlowEdge.Part.step(key.substring(1)) : key;
    }

    static String join(String outer, String inner) {
        return outer.isEmpty() ? inner : inner.isEmpty() ? outer : outer + "." + inner;
    }

    /** Of a value that is returned: its entries, as far as they are told apart. */
    static List<Flow.Result> results(Flowing value) {
        List<Flow.Result> found = new ArrayList<>();
        results(value, "", found);
        boolean told = found.stream()
                .noneMatch(r -> Arrays.stream(r.path().split("\\.")).anyMatch(FlowEdge.Part::isUnknown));
        return told && found.size() <= MOST_PLACES * MOST_PLACES ? found : List.of(new Flow.Result("", ""));
    }

    private static void results(Flowing value, String path, List<Flow.Result> found) {
        switch (value) {
            case Pack pack
            when found.size() <= MOST_PLACES * MOST_PLACES && path.length() < 1000 ->
                pack.items().forEach((key, use) -> results(use.value(), join(path, step(key)), found));
            case Made made -> found.add(new Flow.Result(path, made.type()));
            case Merge merge -> found.add(new Flow.Result(path, merge.isTensor() ? "Tensor" : merge.type()));
            case Constant(String type, Optional<String> _) -> found.add(new Flow.Result(path, type));
            case Pack _, Name _, Member _ -> found.add(new Flow.Result(path, ""));
        }
    }

    static Flowing constant(String type) {
        return new Constant(type, Optional.empty());
    }

    static Use unnamed(Flowing value) {
        return new Use(value, "");
    }

    /** Both ways of an {@code if}. */
    static Flowing either(Flowing one, Flowing other) {
        if (one == other || one.equals(other)) {
            return one;
        }
        if (one instanceof Constant(String type, Optional<String> _) && other instanceof Constant) {
            return constant(type);
        }
        return new Merge(List.of(one, other), "");
    }

    /** A number, list or flag computed from these; constant if all of them are. */
    static Flowing computed(List<Use> from, String type) {
        var flowing = from.stream()
                .map(Use::value)
                .filter(v -> !(v instanceof Constant || v instanceof Name || v instanceof Member))
                .toList();
        return flowing.isEmpty() ? constant(type) : new Merge(flowing, type);
    }

    /** Whether a tensor may be in it; numbers made from tensors do not count. */
    static boolean carriesTensor(Flowing value) {
        return !sources(new Use(value, ""), true).isEmpty();
    }

    static List<Source> sources(Use use) {
        return sources(use, false);
    }

    /** On the way through what a value is made of: {@code place} inside the whole, {@code number} if only read as one. */
    record Way(Use use, String place, boolean number) {}

    private static List<Source> sources(Use use, boolean firstTensorOnly) {
        List<Source> found = new ArrayList<>();
        Map<Flowing, Set<String>> seen = new IdentityHashMap<>();
        Deque<Way> open = new ArrayDeque<>();
        open.push(new Way(use, "", false));
        while (!open.isEmpty()) {
            var way = open.pop();
            var next = way.use();
            switch (next.value()) {
                case Constant _, Name _, Member _ -> {}
                case Made made -> {
                    if (!firstTensorOnly || TorchNames.mayHoldTensor(made.type())) {
                        var taken = way.number() ? FlowEdge.Part.AS_NUMBER : made.taken();
                        found.add(new Source(
                                made.node(), next.name(), made.type(), new FlowEdge.Part(taken, way.place())));
                        if (firstTensorOnly) {
                            return found;
                        }
                    }
                }
                case Merge merge -> {
                    var number = way.number() || (!merge.type().isEmpty() && !TorchNames.mayHoldTensor(merge.type()));
                    if (isNew(seen, merge, way, firstTensorOnly)
                            && !(firstTensorOnly && !TorchNames.mayHoldTensor(merge.type()))) {
                        merge.parts()
                                .reversed()
                                .forEach(p -> open.push(new Way(new Use(p, next.name()), way.place(), number)));
                    }
                }
                case Pack pack -> {
                    if (isNew(seen, pack, way, firstTensorOnly)) {
                        List<Map.Entry<String, Use>> items =
                                new ArrayList<>(pack.items().entrySet());
                        items.reversed().forEach(i -> {
                            var item = i.getValue();
                            open.push(new Way(
                                    item.name().isEmpty() ? new Use(item.value(), next.name()) : item,
                                    join(way.place(), step(i.getKey())),
                                    way.number()));
                        });
                    }
                }
            }
        }
        return found;
    }

    /** The same value may stand in several places, and a loop's value may contain itself: enough is enough. */
    private static boolean isNew(Map<Flowing, Set<String>> seen, Flowing value, Way way, boolean once) {
        var places = seen.computeIfAbsent(value, _ -> new HashSet<>());
        return places.size() < (once ? 1 : MOST_PLACES) && way.place().length() < 1000 && places.add(way.place());
    }
}
