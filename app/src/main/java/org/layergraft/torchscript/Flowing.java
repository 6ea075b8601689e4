package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an expression stands for while a forward is read: where its value comes from, not what it is. */
sealed interface Flowing {

    Constant UNKNOWN = new Constant("", Optional.empty());

    /**
     * A value nothing flows into: a number, a shape, None.
     *
     * @param key as an index or a dictionary key, where it is one: {@code 3}, {@code "loss}
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
     */
    record Made(FlowBuilder.Draft node, String type, Optional<Flowing> viewOf) implements Flowing {}

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

        Optional<Use> at(Flowing index) {
            if (!(index instanceof Constant(String _, Optional<String> key)) || key.isEmpty()) {
                return Optional.empty();
            }
            var wanted = key.get();
            if (wanted.startsWith("-")) {
                try {
                    wanted = String.valueOf(items.size() + Long.parseLong(wanted));
                } catch (NumberFormatException _) {
                    return Optional.empty();
                }
            }
            return Optional.ofNullable(items.get(wanted));
        }
    }

    /**
     * A value and the variable it was read through.
     *
     * @param name "" for a nested expression
     */
    record Use(Flowing value, String name) {}

    /** One node a value comes from. */
    record Source(FlowBuilder.Draft node, String name, String type) {}

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

    private static List<Source> sources(Use use, boolean firstTensorOnly) {
        List<Source> found = new ArrayList<>();
        Set<Flowing> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Use> open = new ArrayDeque<>();
        open.push(use);
        while (!open.isEmpty()) {
            var next = open.pop();
            switch (next.value()) {
                case Constant _, Name _, Member _ -> {}
                case Made made -> {
                    if (!firstTensorOnly || TorchNames.mayHoldTensor(made.type())) {
                        found.add(new Source(made.node(), next.name(), made.type()));
                        if (firstTensorOnly) {
                            return found;
                        }
                    }
                }
                case Merge merge -> {
                    if (seen.add(merge) && !(firstTensorOnly && !TorchNames.mayHoldTensor(merge.type()))) {
                        merge.parts().reversed().forEach(p -> open.push(new Use(p, next.name())));
                    }
                }
                case Pack pack -> {
                    if (seen.add(pack)) {
                        List<Use> items = new ArrayList<>(pack.items().values());
                        items.reversed()
                                .forEach(i -> open.push(i.name().isEmpty() ? new Use(i.value(), next.name()) : i));
                    }
                }
            }
        }
        return found;
    }
}
