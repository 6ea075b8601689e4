package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;

/** Methods of dictionaries, lists and texts that configs call; those that change their object really do. */
final class Methods {

    private final Expressions expressions;
    private final Span at;

    Methods(Expressions expressions, Span at) {
        this.expressions = expressions;
        this.at = at;
    }

    Optional<Live> call(Live object, String method, Arguments arguments) throws LayergraftException {
        expressions.run().spend(1 + arguments.count());
        return switch (object) {
            case Live.Table table -> onTable(table, method, arguments);
            case Live.Row row when !row.tuple() -> onList(row, method, arguments);
            case Live.Row _ -> Optional.empty();
            case Live.Leaf(ConfigValue.Text(String text, Span _)) -> onText(text, method, arguments);
            case Live.Leaf _ -> Optional.empty();
        };
    }

    private Optional<Live> onTable(Live.Table table, String method, Arguments arguments) throws LayergraftException {
        return switch (method) {
            case "update", "merge" -> {
                var other = new Live.Table(at, false);
                if (arguments.at(0).isPresent()) {
                    if (!(arguments.at(0).get() instanceof Live.Table first)) {
                        yield Optional.empty();
                    }
                    other.slots.putAll(first.slots);
                }
                other.slots.putAll(arguments.named());
                expressions.run().spend(other.slots.size());
                if (method.equals("merge")) {
                    merge(table, other);
                } else {
                    update(table, other);
                }
                yield none();
            }
            case "get" ->
                arguments
                        .at(0)
                        .flatMap(k -> table.get(Expressions.key(k)))
                        .or(() -> arguments.at(1))
                        .or(this::none);
            case "pop" -> {
                Optional<Live> found = arguments.at(0).flatMap(k -> table.get(Expressions.key(k)));
                arguments.at(0).ifPresent(k -> table.slots.remove(Expressions.key(k)));
                yield found.or(() -> arguments.at(1));
            }
            case "setdefault" -> {
                if (arguments.count() != 2) {
                    yield Optional.empty();
                }
                String key = Expressions.key(arguments.at(0).orElseThrow());
                table.slots.putIfAbsent(key, arguments.positional().get(1));
                yield table.get(key);
            }
            case "copy" -> Optional.of(copy(table));
            case "keys" -> Optional.of(row(Arguments.elements(table).orElseThrow()));
            case "values" -> Optional.of(row(List.copyOf(table.slots.values())));
            case "items" -> {
                var pairs = new ArrayList<Live.Slot>();
                table.slots.forEach((key, slot) -> {
                    var pair = new Live.Row(at, true);
                    pair.slots.add(Arguments.derived(new ConfigValue.Text(key, at)));
                    pair.slots.add(slot);
                    pairs.add(new Live.Slot(pair, Site.derived(at)));
                });
                yield Optional.of(row(pairs));
            }
            default -> Optional.empty();
        };
    }

    /** ConfigDict merges what is below when it is updated (mmengine/config/config.py), a dict of Python does not. */
    private static void update(Live.Table table, Live.Table other) {
        other.slots.forEach((key, slot) -> {
            if (table.merging()
                    && table.slots.get(key) instanceof Live.Slot(Live.Table below, Site _, var _)
                    && slot.value() instanceof Live.Table more) {
                update(below, more);
            } else {
                table.put(key, slot.value(), slot.site());
            }
        });
    }

    /** As ConfigDict.merge: {@code _delete_} empties what it meets. */
    private static void merge(Live.Table table, Live.Table other) {
        other.slots.forEach((key, slot) -> {
            if (key.equals(Merge.DELETE)) {
                return;
            }
            if (slot.value() instanceof Live.Table more
                    && table.slots.get(key) instanceof Live.Slot(Live.Table below, Site _, var _)) {
                if (more.get(Merge.DELETE).filter(Methods::isTrue).isPresent()) {
                    below.slots.clear();
                }
                merge(below, more);
            } else {
                table.put(key, slot.value(), slot.site());
            }
        });
    }

    private static boolean isTrue(Live live) {
        return Operators.truth(Freezer.freeze(live)).orElse(false);
    }

    private Optional<Live> onList(Live.Row row, String method, Arguments arguments) throws LayergraftException {
        if (row.slots.size() > Budget.LONGEST) {
            return Optional.empty();
        }
        switch (method) {
            case "append" -> {
                if (arguments.count() != 1) {
                    return Optional.empty();
                }
                row.slots.add(arguments.positional().getFirst());
                return none();
            }
            case "extend" -> {
                Optional<List<Live.Slot>> more = arguments.at(0).flatMap(Arguments::elements);
                expressions.run().spend(more.map(List::size).orElse(0));
                more.ifPresent(row.slots::addAll);
                return more.flatMap(_ -> none());
            }
            case "insert" -> {
                Optional<Integer> index = arguments.index(0);
                if (index.isEmpty() || arguments.count() != 2) {
                    return Optional.empty();
                }
                int size = row.slots.size();
                int place = Math.clamp(index.get() < 0 ? index.get() + size : index.get(), 0, size);
                row.slots.add(place, arguments.positional().get(1));
                return none();
            }
            case "pop" -> {
                Optional<Integer> index = arguments.count() == 0
                        ? Optional.of(row.slots.size() - 1).filter(i -> i >= 0)
                        : Expressions.index(arguments.at(0).orElseThrow(), row.slots.size());
                return index.map(i -> row.slots.remove((int) i).value());
            }
            case "copy" -> {
                return Optional.of(copy(row));
            }
            case "index" -> {
                ConfigValue wanted = arguments.at(0).map(Freezer::freeze).orElse(new ConfigValue.None(at));
                for (int i = 0; i < row.slots.size(); i++) {
                    expressions.run().spend(1);
                    if (Operators.equal(
                            expressions.run().freeze(row.slots.get(i).value()), wanted)) {
                        return Optional.of(new Live.Leaf(new ConfigValue.Int(java.math.BigInteger.valueOf(i), at)));
                    }
                }
                return Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    private Optional<Live> onText(String text, String method, Arguments arguments) throws LayergraftException {
        List<ConfigValue> values = method.equals("format") ? arguments.values(expressions.run()) : List.of();
        Map<String, ConfigValue> named = method.equals("format") ? arguments.namedValues(expressions.run()) : Map.of();
        Optional<String> first = arguments.text(0);
        return switch (method) {
            case "format" ->
                arguments.whole() ? FormatText.format(text, values, named).map(this::text) : Optional.empty();
            case "replace" -> first.flatMap(from -> arguments.text(1).flatMap(to -> replaced(text, from, to)));
            case "join" -> joined(text, arguments);
            case "split" ->
                first.filter(f -> !f.isEmpty() && arguments.count() == 1)
                        .map(f -> row(List.of(text.split(Pattern.quote(f), -1)).stream()
                                .map(t -> Arguments.derived(new ConfigValue.Text(t, at)))
                                .toList()));
            case "lower" -> Optional.of(text(text.toLowerCase(Locale.ROOT)));
            case "upper" -> Optional.of(text(text.toUpperCase(Locale.ROOT)));
            case "strip" -> arguments.count() == 0 ? Optional.of(text(text.strip())) : Optional.empty();
            case "startswith" -> first.map(f -> Expressions.leaf(new ConfigValue.Bool(text.startsWith(f), at)));
            case "endswith" -> first.map(f -> Expressions.leaf(new ConfigValue.Bool(text.endsWith(f), at)));
            default -> Optional.empty();
        };
    }

    private Optional<Live> replaced(String text, String from, String to) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        long times = text.split(Pattern.quote(from), -1).length - 1L;
        return text.length() + times * Math.max(0, to.length() - from.length()) > Budget.LONGEST_TEXT
                ? Optional.empty()
                : Optional.of(text(text.replace(from, to)));
    }

    private Optional<Live> joined(String comma, Arguments arguments) {
        var parts = new ArrayList<String>();
        long length = 0;
        for (Live.Slot slot : arguments.at(0).flatMap(Arguments::elements).orElse(List.of())) {
            if (!(slot.value() instanceof Live.Leaf(ConfigValue.Text(String part, Span _)))) {
                return Optional.empty();
            }
            length += part.length() + comma.length();
            parts.add(part);
        }
        return length > Budget.LONGEST_TEXT ? Optional.empty() : Optional.of(text(String.join(comma, parts)));
    }

    private Live text(String text) {
        return new Live.Leaf(new ConfigValue.Text(text, at));
    }

    private Optional<Live> none() {
        return Optional.of(new Live.Leaf(new ConfigValue.None(at)));
    }

    private Live row(List<Live.Slot> slots) {
        var row = new Live.Row(at, false);
        row.slots.addAll(slots);
        return row;
    }

    /** One level deep, as Python's. */
    static Live copy(Live live) {
        return switch (live) {
            case Live.Table table -> {
                var copy = new Live.Table(table.span(), table.merging());
                copy.slots.putAll(table.slots);
                yield copy;
            }
            case Live.Row row -> {
                var copy = new Live.Row(row.span(), row.tuple());
                copy.slots.addAll(row.slots);
                yield copy;
            }
            case Live.Leaf leaf -> leaf;
        };
    }
}
