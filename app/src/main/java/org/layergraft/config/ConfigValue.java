package org.layergraft.config;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a config, as Python has it; immutable. Every value knows the expression that it came from. */
public sealed interface ConfigValue {

    /** The expression whose value this is. */
    Span span();

    /** @param entries in their order; keys that are no strings are written as Python writes them */
    record Dict(Map<String, Entry> entries, Span span) implements ConfigValue {
        public Dict {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Optional<Entry> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }
    }

    /** A list or a tuple. */
    record Items(List<Entry> items, boolean tuple, Span span) implements ConfigValue {
        public Items {
            items = List.copyOf(items);
        }

        public Optional<Entry> get(int index) {
            return index >= 0 && index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
        }
    }

    record Text(String text, Span span) implements ConfigValue {}

    record Int(BigInteger number, Span span) implements ConfigValue {}

    record Real(double number, Span span) implements ConfigValue {}

    record Bool(boolean on, Span span) implements ConfigValue {}

    record None(Span span) implements ConfigValue {}

    /**
     * Something imported, by name: MMEngine's LazyObject (mmengine/config/lazy.py).
     *
     * @param name "" for a module itself
     */
    record Name(String module, String name, Span span) implements ConfigValue {
        public String dotted() {
            return name.isEmpty() ? module : module + "." + name;
        }
    }

    /** What is not evaluated here; shown as it is written. */
    record Opaque(String source, Span span) implements ConfigValue {}

    /** The element or key that a path leads to. */
    default Optional<Entry> at(ConfigPath path) {
        ConfigValue now = this;
        Optional<Entry> found = Optional.empty();
        for (String key : path.keys()) {
            found = switch (now) {
                case Dict dict -> dict.get(key);
                case Items items -> ConfigPath.index(key).flatMap(items::get);
                default -> Optional.empty();
            };
            if (found.isEmpty()) {
                return found;
            }
            now = found.get().value();
        }
        return found;
    }

    /** @param dotted as in {@code --cfg-options}: {@code model.backbone.with_cp} */
    default Optional<Entry> at(String dotted) {
        return at(ConfigPath.of(dotted));
    }

    /** The same place of the same file, written elsewhere. */
    default ConfigValue at(Span place) {
        return switch (this) {
            case Dict v -> new Dict(v.entries(), place);
            case Items v -> new Items(v.items(), v.tuple(), place);
            case Text v -> new Text(v.text(), place);
            case Int v -> new Int(v.number(), place);
            case Real v -> new Real(v.number(), place);
            case Bool v -> new Bool(v.on(), place);
            case None _ -> new None(place);
            case Name v -> new Name(v.module(), v.name(), place);
            case Opaque v -> new Opaque(v.source(), place);
        };
    }

    /** Are they the same value, wherever they are written? The order of keys does not matter. */
    default boolean same(ConfigValue other) {
        return switch (this) {
            case Dict a -> other instanceof Dict b && same(a, b);
            case Items a -> other instanceof Items b && a.tuple() == b.tuple() && same(a.items(), b.items());
            default ->
                !(other instanceof Dict || other instanceof Items)
                        && PythonWords.repr(this).equals(PythonWords.repr(other));
        };
    }

    private static boolean same(Dict a, Dict b) {
        return a == b
                || a.entries().keySet().equals(b.entries().keySet())
                        && a.entries().values().stream()
                                .allMatch(e ->
                                        e.value().same(b.entries().get(e.key()).value()));
    }

    private static boolean same(List<Entry> a, List<Entry> b) {
        boolean all = a.size() == b.size();
        for (int i = 0; all && i < a.size(); i++) {
            all = a.get(i).value().same(b.get(i).value());
        }
        return all;
    }
}
