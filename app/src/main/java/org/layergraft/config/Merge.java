package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Merges a config over its base exactly as MMEngine and mmcv do (mmengine/config/config.py, and mmcv 1.x mmcv/utils/config.py:
 * {@code Config._merge_a_into_b}), but goes on where they raise: what cannot be inherited is told, and replaces what was there.
 */
final class Merge {

    static final String DELETE = "_delete_";

    private final boolean listKeys;
    private final List<Refusal> refusals = new ArrayList<>();

    /** @param listKeys whether numbers name elements of lists: in {@code --cfg-options} they do, in files they do not */
    Merge(boolean listKeys) {
        this.listKeys = listKeys;
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    ConfigValue.Dict merge(ConfigValue.Dict child, ConfigValue.Dict base) {
        return merge(child, base, new ConfigPath(List.of()));
    }

    private ConfigValue.Dict merge(ConfigValue.Dict child, ConfigValue.Dict base, ConfigPath path) {
        var entries = new LinkedHashMap<>(base.entries());
        child.entries().forEach((key, entry) -> {
            Optional<Entry> old = base.get(key);
            entries.put(key, old.map(b -> over(entry, b, path.then(key))).orElse(entry));
        });
        return new ConfigValue.Dict(entries, child.span());
    }

    private Entry over(Entry child, Entry base, ConfigPath path) {
        var earlier = new ArrayList<>(base.earlier());
        earlier.add(new Entry.Earlier(base.value(), base.site()));
        earlier.addAll(child.earlier());
        if (!(child.value() instanceof ConfigValue.Dict dict)) {
            return new Entry(child.key(), child.value(), child.site(), earlier);
        }
        boolean delete =
                dict.get(DELETE).flatMap(d -> Operators.truth(d.value())).orElse(false);
        var kept = new LinkedHashMap<>(dict.entries());
        kept.remove(DELETE);
        var clean = new ConfigValue.Dict(kept, dict.span());
        ConfigValue merged = delete ? clean : inherited(child, clean, base, path);
        return new Entry(child.key(), merged, child.site(), earlier);
    }

    private ConfigValue inherited(Entry child, ConfigValue.Dict clean, Entry base, ConfigPath path) {
        return switch (base.value()) {
            case ConfigValue.Dict under -> merge(clean, under, path);
            case ConfigValue.Items under when listKeys && fits(clean, under) -> elements(clean, under, path);
            case ConfigValue.Opaque _ -> clean;
            default -> {
                refusals.add(new Refusal(path, child, base));
                yield clean;
            }
        };
    }

    private static boolean fits(ConfigValue.Dict numbers, ConfigValue.Items under) {
        return numbers.entries().keySet().stream()
                .allMatch(k -> ConfigPath.index(k)
                        .filter(i -> i < under.items().size())
                        .isPresent());
    }

    private ConfigValue elements(ConfigValue.Dict numbers, ConfigValue.Items under, ConfigPath path) {
        var items = new ArrayList<>(under.items());
        numbers.entries().forEach((key, entry) -> {
            int index = ConfigPath.index(key).orElseThrow();
            items.set(index, over(entry, items.get(index), path.then(key)));
        });
        return new ConfigValue.Items(items, under.tuple(), under.span());
    }
}
