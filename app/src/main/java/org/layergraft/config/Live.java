package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value while its file is evaluated: dictionaries and lists change, and several names may hold the same one. */
sealed interface Live {

    Span span();

    /** What does not change. */
    record Leaf(ConfigValue value) implements Live {
        @Override
        public Span span() {
            return value.span();
        }
    }

    /** What a key holds, and what it held before. */
    record Slot(Live value, Site site, List<Before> earlier) {
        Slot(Live value, Site site) {
            this(value, site, List.of());
        }
    }

    record Before(Live value, Site site) {}

    /** A dict. */
    final class Table implements Live {

        private final Span span;
        private final boolean merging;
        final Map<String, Slot> slots = new LinkedHashMap<>();

        /** @param merging it came from a base, as MMEngine's ConfigDict: updating it merges what is below */
        Table(Span span, boolean merging) {
            this.span = span;
            this.merging = merging;
        }

        @Override
        public Span span() {
            return span;
        }

        boolean merging() {
            return merging;
        }

        Optional<Live> get(String key) {
            return Optional.ofNullable(slots.get(key)).map(Slot::value);
        }

        /** A key keeps its place among the others when it gets another value. */
        void put(String key, Live value, Site site) {
            slots.put(key, over(slots.get(key), value, site));
        }
    }

    /** A list or a tuple. */
    final class Row implements Live {

        private final Span span;
        private final boolean tuple;
        final List<Slot> slots = new ArrayList<>();

        Row(Span span, boolean tuple) {
            this.span = span;
            this.tuple = tuple;
        }

        @Override
        public Span span() {
            return span;
        }

        boolean tuple() {
            return tuple;
        }

        void put(int index, Live value, Site site) {
            slots.set(index, over(slots.get(index), value, site));
        }
    }

    /** Long histories are those of loops; the last values tell the story. */
    int LONGEST_HISTORY = 16;

    private static Slot over(Slot old, Live value, Site site) {
        if (old == null) {
            return new Slot(value, site);
        }
        var earlier = new ArrayList<>(old.earlier());
        if (earlier.size() == LONGEST_HISTORY) {
            earlier.removeFirst();
        }
        earlier.add(new Before(old.value(), old.site()));
        return new Slot(value, site, List.copyOf(earlier));
    }
}
