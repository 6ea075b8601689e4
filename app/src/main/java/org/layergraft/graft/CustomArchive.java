package org.layergraft.graft;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptConstants;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/**
 * One archive's code, constants and objects as part of another's: every class and function is renamed into a name space of its own,
 * references into the table of constants are counted on, storages get free keys. What was shared stays shared.
 */
final class CustomArchive {

    /** C++ classes are the same everywhere. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])__torch__\\.(?!torch\\.classes\\.)");

    private static final Pattern CONSTANT = Pattern.compile("\\bCONSTANTS\\.c(\\d{1,9})\\b");

    private final ScriptModel source;
    private final String space;

    /** @param space free name space, {@code __torch__.layergraft.custom0} */
    CustomArchive(ScriptModel source, String space) {
        this.source = source;
        this.space = space;
    }

    /** Refuses what cannot be called with one Tensor for one Tensor. */
    void checkForward() throws LayergraftException {
        String file = source.file().getFileName().toString();
        var type = ScriptCode.parse(source.code())
                .find(source.module().className())
                .orElseThrow(() -> Problems.of("class.unknown", source.module().className()));
        var forward = type.method("forward").orElseThrow(() -> Problems.of("custom.noForward", file));
        var given = forward.arguments().stream().map(ScriptClass.Argument::type).toList();
        if (!given.equals(List.of("Tensor")) || !forward.returnType().equals("Tensor")) {
            throw Problems.of("custom.forward", file, String.join(", ", given), forward.returnType());
        }
    }

    String className() {
        return renamed(source.module().className());
    }

    private String renamed(String text) {
        return NAME.matcher(text).replaceAll(Matcher.quoteReplacement(space + "."));
    }

    /** @param constants how many the other archive has already */
    Map<String, String> units(int constants) {
        var units = new HashMap<String, String>();
        source.code().forEach((unit, text) -> {
            String counted =
                    CONSTANT.matcher(text).replaceAll(m -> "CONSTANTS.c" + (constants + Integer.parseInt(m.group(1))));
            String path = space.replace('.', '/') + unit.substring("__torch__".length());
            units.put(path, renamed(counted));
        });
        return units;
    }

    /**
     * The other archive's entries with this one's constants behind its own, and the version number that suits both.
     *
     * @param before of the other archive
     */
    Map<String, Content> others(ScriptModel before) throws LayergraftException {
        var changed = new LinkedHashMap<String, Content>();
        int version = OperatorVersions.common(before, source);
        if (version != OperatorVersions.of(before)) {
            changed.put(
                    OperatorVersions.entry(before),
                    new Content.InMemory((version + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        var mine = ScriptConstants.read(source);
        if (!mine.isEmpty()) {
            var all = new ArrayList<>(ScriptConstants.read(before));
            long free = before.others().keySet().stream()
                            .filter(path -> path.matches(ScriptConstants.STORAGES + "\\d{1,15}"))
                            .mapToLong(path -> Long.parseLong(path.substring(ScriptConstants.STORAGES.length())))
                            .max()
                            .orElse(-1)
                    + 1;
            var copy = new Copy(free);
            mine.forEach(value -> all.add(copy.of(value)));
            copy.keys.forEach((from, to) -> {
                var content = source.others().get(ScriptConstants.STORAGES + from);
                changed.put(
                        ScriptConstants.STORAGES + to, content == null ? new Content.InMemory(new byte[0]) : content);
            });
            changed.put(ScriptConstants.PICKLE, ScriptConstants.write(all));
        }
        return changed;
    }

    /**
     * A copy of the module, with storages of its own.
     *
     * @param free the first storage key that is free, and all after it
     * @param storages receives the copy's
     */
    Value module(long free, Map<String, Content> storages) {
        var copy = new Copy(free);
        var module = copy.of(source.module());
        copy.keys.forEach((from, to) -> storages.put(to, source.storages().get(from)));
        return module;
    }

    /** One tree, copied. */
    private final class Copy {

        private final Map<Value, Value> made = new IdentityHashMap<>();
        private final Map<String, String> keys = new LinkedHashMap<>();
        private final long free;

        Copy(long free) {
            this.free = free;
        }

        Value of(Value value) {
            var known = made.get(value);
            if (known == null) {
                known = build(value);
                made.put(value, known);
            }
            return known;
        }

        private List<Value> all(List<Value> values) {
            return values.stream().map(this::of).toList();
        }

        private Value build(Value value) {
            return switch (value) {
                case Value.Tensor t -> {
                    String key = keys.computeIfAbsent(t.storage(), _ -> Long.toString(free + keys.size()));
                    yield new Value.Tensor(
                            key,
                            t.storageType(),
                            t.device(),
                            t.storageElements(),
                            t.offset(),
                            t.shape(),
                            t.strides(),
                            t.requiresGrad(),
                            t.dtype());
                }
                case Value.Tuple(List<Value> items) -> new Value.Tuple(all(items));
                case Value.Items list -> new Value.Items(all(list.items()), renamed(list.type()));
                case Value.Dict dict ->
                    new Value.Dict(
                            dict.entries().stream()
                                    .map(e -> Map.entry(of(e.getKey()), of(e.getValue())))
                                    .toList(),
                            renamed(dict.type()));
                case Value.Instance object -> new Value.Instance(renamed(object.className()), of(object.state()));
                case Value.Global(String name, Value argument) -> new Value.Global(renamed(name), of(argument));
                case Value.None _,
                        Value.Bool _,
                        Value.Int _,
                        Value.Real _,
                        Value.Complex _,
                        Value.Text _,
                        Value.Device _ -> value;
            };
        }
    }
}
