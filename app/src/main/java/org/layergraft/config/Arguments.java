package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;

/**
 * What a call is given.
 *
 * @param whole false when some of it is not known
 * @param clashing whether a name is given twice, which Python refuses
 */
record Arguments(List<Live.Slot> positional, Map<String, Live.Slot> named, boolean whole, boolean clashing) {

    int count() {
        return positional.size();
    }

    Optional<Live> at(int index) {
        return index < positional.size() ? Optional.of(positional.get(index).value()) : Optional.empty();
    }

    /** Frozen, and only where it is no dictionary or list that could change. */
    Optional<ConfigValue> leaf(int index) {
        return at(index)
                .flatMap(a -> a instanceof Live.Leaf(ConfigValue value) ? Optional.of(value) : Optional.empty());
    }

    Optional<String> text(int index) {
        return leaf(index)
                .flatMap(v -> v instanceof ConfigValue.Text(String t, Span _) ? Optional.of(t) : Optional.empty());
    }

    Optional<Integer> index(int index) {
        return leaf(index)
                .flatMap(Operators::whole)
                .filter(n -> n.bitLength() < 31)
                .map(n -> n.intValue());
    }

    List<ConfigValue> values(Evaluation run) throws LayergraftException {
        var values = new ArrayList<ConfigValue>();
        for (Live.Slot slot : positional) {
            values.add(run.freeze(slot.value()));
        }
        return values;
    }

    Map<String, ConfigValue> namedValues(Evaluation run) throws LayergraftException {
        var values = new LinkedHashMap<String, ConfigValue>();
        for (var slot : named.entrySet()) {
            values.put(slot.getKey(), run.freeze(slot.getValue().value()));
        }
        return values;
    }

    /** The elements of what is iterated: a list, a dictionary's keys, a text's characters. */
    static Optional<List<Live.Slot>> elements(Live live) {
        return switch (live) {
            case Live.Row row -> Optional.of(List.copyOf(row.slots));
            case Live.Table table ->
                Optional.of(table.slots.keySet().stream()
                        .map(k -> derived(new ConfigValue.Text(k, table.span())))
                        .toList());
            case Live.Leaf(ConfigValue.Text(String text, Span _))
            when text.length() > Budget.LONGEST -> Optional.empty();
            case Live.Leaf(ConfigValue.Text(String text, Span span)) -> {
                var letters = new ArrayList<Live.Slot>();
                text.codePoints().forEach(c -> letters.add(derived(new ConfigValue.Text(Character.toString(c), span))));
                yield Optional.of(letters);
            }
            case Live.Leaf _ -> Optional.empty();
        };
    }

    static Live.Slot derived(ConfigValue value) {
        return new Live.Slot(new Live.Leaf(value), Site.derived(value.span()));
    }
}
