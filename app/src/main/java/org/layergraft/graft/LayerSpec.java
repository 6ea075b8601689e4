package org.layergraft.graft;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A layer someone wants.
 *
 * @param kind id of a {@link LayerKind}: {@code parameter}, {@code linear}, …
 * @param name attribute name in its module: {@code class_embed}
 * @param hypers as given; what follows from the shapes at the place may be left out
 * @param each of a wrap or replacement of several modules whose sizes had to be measured and are not the same everywhere: what a module
 *     has beside {@code hypers}, by its path. Modules that are not in it do not get the layer. Empty for every other edit.
 */
public record LayerSpec(
        String kind,
        String name,
        SequencedMap<String, Hyper> hypers,
        SequencedMap<String, SequencedMap<String, Hyper>> each) {

    public LayerSpec {
        hypers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(hypers));
        var copies = new LinkedHashMap<String, SequencedMap<String, Hyper>>();
        each.forEach((path, own) -> copies.put(path, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(own))));
        each = Collections.unmodifiableSequencedMap(copies);
    }

    public LayerSpec(String kind, String name, SequencedMap<String, Hyper> hypers) {
        this(kind, name, hypers, new LinkedHashMap<>());
    }

    /** Whether its code is written in it, rather than taken from a file or made by a kind. */
    public boolean isTyped() {
        return kind.equals(CustomKinds.ID) && hypers.get("code") instanceof Hyper.Word(String code) && !code.isBlank();
    }

    /** The layer that one of several modules gets; empty for a module that gets none. */
    Optional<LayerSpec> in(String path) {
        if (each.isEmpty()) {
            return Optional.of(this);
        }
        if (!each.containsKey(path)) {
            return Optional.empty();
        }
        var all = new LinkedHashMap<>(hypers);
        all.putAll(each.get(path));
        return Optional.of(new LayerSpec(kind, name, all));
    }

    /**
     * With what was found for every module that gets the layer.
     *
     * @param found every hyper-parameter, by the module's path
     * @param onlyThese other modules must not get the layer, which could be found out only by measuring
     */
    LayerSpec found(SequencedMap<String, Settings> found, boolean onlyThese) {
        var common = new LinkedHashMap<>(found.firstEntry().getValue().values());
        found.values().forEach(s -> common.entrySet().retainAll(s.values().entrySet()));
        var own = new LinkedHashMap<String, SequencedMap<String, Hyper>>();
        found.forEach((path, settings) -> {
            var rest = new LinkedHashMap<>(settings.values());
            rest.keySet().removeAll(common.keySet());
            own.put(path, rest);
        });
        boolean same = !onlyThese && own.values().stream().allMatch(SequencedMap::isEmpty);
        return new LayerSpec(kind, name, common, same ? new LinkedHashMap<>() : own);
    }
}
