package org.layergraft.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;

/**
 * One argument of forward: a tensor, or a list or dictionary of such. A batch is a flat list of tensors whose names say where each
 * belongs: {@code images[0]}, {@code images[1]}, {@code targets[0].boxes}, {@code targets[0].labels}. So a detector's inputs can be
 * given like any others: in layergraft.json, by {@code --input}, or as the arrays of an {@code .npz}.
 *
 * @param <T> what a leaf is
 */
public sealed interface InputTree<T> {

    record Leaf<T>(T value) implements InputTree<T> {}

    record Items<T>(List<InputTree<T>> items) implements InputTree<T> {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Keys are words. */
    record Entries<T>(SequencedMap<String, InputTree<T>> entries) implements InputTree<T> {}

    Pattern NESTED = Pattern.compile("\\w+((\\[\\d{1,4}]|\\.\\w+)+)");

    Pattern STEP = Pattern.compile("\\[(\\d+)]|\\.(\\w+)");

    /** A tensor and its name; names need not be unique unless they are nested. */
    record Named<T>(String name, T value) {}

    /**
     * Arguments in their order. What stands side by side under one name, {@code targets…}, is one argument.
     *
     * @throws LayergraftException INPUT when the names contradict each other: a gap in a list, a list that is a dictionary, too
     */
    static <T> List<InputTree<T>> of(List<Named<T>> leaves) throws LayergraftException {
        var arguments = new ArrayList<InputTree<T>>();
        for (int i = 0; i < leaves.size(); ) {
            String root = root(leaves.get(i).name());
            if (root.isEmpty()) {
                arguments.add(new Leaf<>(leaves.get(i++).value()));
                continue;
            }
            var node = new Node<T>();
            for (; i < leaves.size() && root(leaves.get(i).name()).equals(root); i++) {
                node.add(leaves.get(i));
            }
            arguments.add(node.tree(root));
        }
        return List.copyOf(arguments);
    }

    /** Number of arguments the names stand for; a name without a place in something is one of its own. */
    static int count(List<String> names) throws LayergraftException {
        return of(names.stream().map(n -> new Named<>(n, n)).toList()).size();
    }

    private static String root(String name) {
        var nested = NESTED.matcher(name);
        return nested.matches() ? name.substring(0, nested.start(1)) : "";
    }

    /** Builds something else of the same form, bottom up. */
    default <R> R fold(Function<T, R> leaf, Function<List<R>, R> items, Function<SequencedMap<String, R>, R> entries) {
        return switch (this) {
            case Leaf<T>(T value) -> leaf.apply(value);
            case Items<T>(List<InputTree<T>> list) ->
                items.apply(list.stream().map(i -> i.fold(leaf, items, entries)).toList());
            case Entries<T>(SequencedMap<String, InputTree<T>> map) -> {
                SequencedMap<String, R> built = new LinkedHashMap<>();
                map.forEach((key, value) -> built.put(key, value.fold(leaf, items, entries)));
                yield entries.apply(built);
            }
        };
    }

    /** A tree that is still growing. */
    final class Node<T> {
        private final Map<String, Node<T>> entries = new LinkedHashMap<>();
        private final List<Node<T>> items = new ArrayList<>();
        private final List<T> values = new ArrayList<>();

        private void add(Named<T> leaf) throws LayergraftException {
            var node = this;
            var steps = STEP.matcher(leaf.name());
            while (steps.find()) {
                if (steps.group(2) != null) {
                    node = node.entries.computeIfAbsent(steps.group(2), _ -> new Node<>());
                    continue;
                }
                int index = Integer.parseInt(steps.group(1));
                if (index > node.items.size()) {
                    throw LayergraftException.input("step", "inputs.gap", leaf.name(), node.items.size());
                }
                if (index == node.items.size()) {
                    node.items.add(new Node<>());
                }
                node = node.items.get(index);
            }
            node.values.add(leaf.value());
        }

        private InputTree<T> tree(String name) throws LayergraftException {
            boolean clear = values.size() + (items.isEmpty() ? 0 : 1) + (entries.isEmpty() ? 0 : 1) == 1;
            if (!clear) {
                throw LayergraftException.input("step", "inputs.mixed", name);
            }
            if (!values.isEmpty()) {
                return new Leaf<>(values.getFirst());
            }
            if (!items.isEmpty()) {
                var list = new ArrayList<InputTree<T>>();
                for (var item : items) {
                    list.add(item.tree(name + "[" + list.size() + "]"));
                }
                return new Items<>(list);
            }
            SequencedMap<String, InputTree<T>> map = new LinkedHashMap<>();
            for (var entry : entries.entrySet()) {
                map.put(entry.getKey(), entry.getValue().tree(name + "." + entry.getKey()));
            }
            return new Entries<>(map);
        }
    }
}
