package org.layergraft.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns what an evaluation left into values that never change, and back. What contains itself, is nested deeper or has more in it
 * than any config becomes opaque: a few lines of Python can describe more than fits into any memory.
 */
final class Freezer {

    static final int DEEPEST = 200;
    static final long LARGEST = 300_000;

    private final Map<Live, Frozen> done = new IdentityHashMap<>();
    private final Map<Live, Boolean> open = new IdentityHashMap<>();

    /** @param size how many values there are, counting what is shared wherever it stands */
    private record Frozen(ConfigValue value, long size, int depth) {}

    private long work;

    /** How many values were looked at, or are in the result where that is more. */
    long work() {
        return work;
    }

    ConfigValue frozen(Live live) {
        Frozen all = frozen(live, 0);
        work = Math.max(work, all.size());
        return all.value();
    }

    static ConfigValue freeze(Live live) {
        return live instanceof Live.Leaf(ConfigValue value) ? value : new Freezer().frozen(live);
    }

    private Frozen frozen(Live live, int level) {
        if (live instanceof Live.Leaf(ConfigValue value)) {
            return new Frozen(
                    value, value instanceof ConfigValue.Text(String text, Span _) ? 1 + text.length() / 64 : 1, 0);
        }
        Frozen known = done.get(live);
        if (known != null && level + known.depth() <= DEEPEST) {
            return known;
        }
        if (level >= DEEPEST || open.put(live, true) != null) {
            return opaque(live);
        }
        Frozen made =
                switch (live) {
                    case Live.Table table -> frozen(table, level);
                    case Live.Row row -> frozen(row, level);
                    case Live.Leaf _ -> throw new IllegalStateException();
                };
        open.remove(live);
        if (made.size() > LARGEST) {
            made = opaque(live);
        }
        done.put(live, made);
        return made;
    }

    private static Frozen opaque(Live live) {
        return new Frozen(new ConfigValue.Opaque("…", live.span()), 1, 0);
    }

    private Frozen frozen(Live.Table table, int level) {
        var entries = new LinkedHashMap<String, Entry>();
        long size = 1;
        int depth = 0;
        work += table.slots.size();
        for (var slot : table.slots.entrySet()) {
            Frozen below = frozen(slot.getValue().value(), level + 1);
            size += below.size();
            depth = Math.max(depth, below.depth());
            entries.put(slot.getKey(), entry(slot.getKey(), below.value(), slot.getValue(), level));
        }
        return new Frozen(new ConfigValue.Dict(entries, table.span()), size, depth + 1);
    }

    private Frozen frozen(Live.Row row, int level) {
        var items = new ArrayList<Entry>();
        long size = 1;
        int depth = 0;
        work += row.slots.size();
        for (Live.Slot slot : row.slots) {
            Frozen below = frozen(slot.value(), level + 1);
            size += below.size();
            depth = Math.max(depth, below.depth());
            items.add(entry(String.valueOf(items.size()), below.value(), slot, level));
        }
        return new Frozen(new ConfigValue.Items(items, row.tuple(), row.span()), size, depth + 1);
    }

    private Entry entry(String key, ConfigValue value, Live.Slot slot, int level) {
        List<Entry.Earlier> earlier = slot.earlier().stream()
                .map(e -> new Entry.Earlier(frozen(e.value(), level + 1).value(), e.site()))
                .toList();
        return new Entry(key, value, slot.site(), earlier);
    }

    /** @param merging whether its dictionaries merge when they are updated */
    static Live thaw(ConfigValue value, boolean merging) {
        return switch (value) {
            case ConfigValue.Dict dict -> {
                var table = new Live.Table(dict.span(), merging);
                dict.entries().forEach((key, entry) -> table.slots.put(key, slot(entry, merging)));
                yield table;
            }
            case ConfigValue.Items items -> {
                var row = new Live.Row(items.span(), items.tuple());
                items.items().forEach(item -> row.slots.add(slot(item, merging)));
                yield row;
            }
            default -> new Live.Leaf(value);
        };
    }

    private static Live.Slot slot(Entry entry, boolean merging) {
        return new Live.Slot(
                thaw(entry.value(), merging),
                entry.site(),
                entry.earlier().stream()
                        .map(e -> new Live.Before(new Live.Leaf(e.value()), e.site()))
                        .toList());
    }
}
