package org.layergraft.torchscript;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.layergraft.model.SourcePlace;
import org.layergraft.text.LayergraftException;

/**
 * Finds the Python behind an archive's code, where the archive still has its debugger tables ({@code code/<unit>.debug_pkl}). A table
 * that cannot be read is no table: nothing but help depends on it.
 *
 * <p>Source: torch/csrc/jit/serialization/source_range_serialization.cpp.
 */
public final class PythonOrigins {
    private static final String WITH_STRING_TABLE = "FORMAT_WITH_STRING_TABLE";

    private final ScriptModel model;
    private final Map<String, NavigableMap<Integer, PythonOrigin>> tables = new HashMap<>();

    public PythonOrigins(ScriptModel model) {
        this.model = model;
    }

    /** Where the expression at {@code place} of the model's own code comes from. */
    public Optional<PythonOrigin> at(SourcePlace place) {
        var text = model.code().get(place.unit());
        if (text == null || place.start() > text.length()) {
            return Optional.empty();
        }
        // The tables count bytes.
        int offset = text.substring(0, place.start()).getBytes(StandardCharsets.UTF_8).length;
        return Optional.ofNullable(
                        tables.computeIfAbsent(place.unit(), this::table).floorEntry(offset))
                .map(Map.Entry::getValue)
                .filter(origin -> !origin.file().isEmpty());
    }

    private NavigableMap<Integer, PythonOrigin> table(String unit) {
        var content = model.others().get("code/" + unit + ".debug_pkl");
        if (content == null) {
            return new TreeMap<>();
        }
        try {
            var value =
                    PickleReader.read(ScriptEntries.bytes(content), model.file().toString(), unit);
            return table(items(value));
        } catch (LayergraftException | IndexOutOfBoundsException | ClassCastException unreadable) {
            return new TreeMap<>();
        }
    }

    private static NavigableMap<Integer, PythonOrigin> table(List<Value> top) {
        boolean shared = !top.isEmpty()
                && top.getFirst() instanceof Value.Text(String format)
                && format.equals(WITH_STRING_TABLE);
        var texts = shared ? items(top.get(1)) : List.<Value>of();
        var table = new TreeMap<Integer, PythonOrigin>();
        for (var range : shared ? items(top.get(2)) : top) {
            var parts = items(range);
            var source = items(parts.get(1));
            table.put(number(parts.get(0)), origin(source, texts));
        }
        return table;
    }

    /** {@code (source, start, end)}; {@code source} is {@code (text, file, first line)}, its strings by number where there is a table. */
    private static PythonOrigin origin(List<Value> range, List<Value> texts) {
        var source = items(range.get(0));
        String text = source.get(0) instanceof Value.Text(String whole)
                ? whole
                : items(source.get(0)).stream().map(line -> text(line, texts)).collect(Collectors.joining());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int start = chars(utf8, number(range.get(1)));
        int end = Math.max(start, chars(utf8, number(range.get(2))));
        return new PythonOrigin(
                text(source.get(1), texts), number(source.get(2)), text, new ScriptClass.Span(start, end));
    }

    /** The tables count bytes of UTF-8 here, too. */
    private static int chars(byte[] utf8, int bytes) {
        return new String(utf8, 0, Math.clamp(bytes, 0, utf8.length), StandardCharsets.UTF_8).length();
    }

    private static String text(Value value, List<Value> texts) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Int(long index) -> texts.isEmpty() ? "" : ((Value.Text) texts.get((int) index)).value();
            default -> "";
        };
    }

    private static int number(Value value) {
        return value instanceof Value.Int(long number) ? (int) number : 0;
    }

    private static List<Value> items(Value value) {
        return switch (value) {
            case Value.Tuple(List<Value> items) -> items;
            case Value.Items list -> list.items();
            default -> throw new ClassCastException();
        };
    }
}
