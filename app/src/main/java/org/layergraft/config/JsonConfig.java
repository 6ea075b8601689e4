package org.layergraft.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.layergraft.text.LayergraftException;

/** A JSON config, as Python's json module reads it: NaN and Infinity are numbers, of a key that is there twice the last counts. */
final class JsonConfig {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Freezer.DEEPEST)
                    .maxNumberLength(4300)
                    .build())
            .build();

    private final SourceText source;
    private final Deque<Open> open = new ArrayDeque<>();

    /** A dictionary or list that is being read, and the key whose value comes next. */
    private static final class Open {
        final Live live;
        int keyStart;
        String key = "";

        Open(Live live) {
            this.live = live;
        }
    }

    private JsonConfig(SourceText source) {
        this.source = source;
    }

    /** @throws LayergraftException INPUT naming the line where it is not JSON */
    static ConfigValue read(SourceText source) throws LayergraftException {
        return new JsonConfig(source).read();
    }

    private ConfigValue read() throws LayergraftException {
        int at = 0;
        try (JsonParser parser = JSON.createParser(DataTemplates.masked(source.text()))) {
            var root = new Open(new Live.Row(source.whole(), false));
            open.push(root);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                at = (int) parser.currentTokenLocation().getCharOffset();
                take(parser, token, at);
            }
            var values = ((Live.Row) root.live).slots;
            if (values.size() != 1) {
                throw LayergraftException.input("config", "read.json", source.file(), 1);
            }
            return Freezer.freeze(values.getFirst().value());
        } catch (IOException malformed) {
            throw LayergraftException.input(
                    "config", "read.json", source.file(), source.span(at, at).line());
        }
    }

    private void take(JsonParser parser, JsonToken token, int start) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> {
                Live live = token == JsonToken.START_OBJECT
                        ? new Live.Table(source.span(start, start), false)
                        : new Live.Row(source.span(start, start), false);
                open.push(new Open(live));
            }
            case END_OBJECT, END_ARRAY -> {
                Open done = open.pop();
                put(closed(done.live, start + 1), done.live.span().start(), start + 1);
            }
            case FIELD_NAME -> {
                open.element().key = parser.currentName();
                open.element().keyStart = start;
            }
            default -> {
                String text = parser.getText();
                int end = token == JsonToken.VALUE_STRING ? stringEnd(start) : start + text.length();
                Span span = source.span(start, end);
                ConfigValue value =
                        switch (token) {
                            case VALUE_TRUE -> new ConfigValue.Bool(true, span);
                            case VALUE_FALSE -> new ConfigValue.Bool(false, span);
                            case VALUE_NULL -> new ConfigValue.None(span);
                            case VALUE_NUMBER_INT -> new ConfigValue.Int(parser.getBigIntegerValue(), span);
                            case VALUE_NUMBER_FLOAT -> new ConfigValue.Real(parser.getDoubleValue(), span);
                            default -> new ConfigValue.Text(text, span);
                        };
                put(new Live.Leaf(value), start, end);
            }
        }
    }

    private void put(Live value, int start, int end) {
        Span span = source.span(start, end);
        Open now = open.element();
        switch (now.live) {
            case Live.Table table ->
                table.put(now.key, value, new Site(Site.Form.PAIR, source.span(now.keyStart, end), span));
            case Live.Row row -> row.slots.add(new Live.Slot(value, new Site(Site.Form.ITEM, span, span)));
            case Live.Leaf _ -> throw new IllegalStateException();
        }
    }

    /** The same with the place where it ends. */
    private Live closed(Live live, int end) {
        Span span = source.span(live.span().start(), end);
        return switch (live) {
            case Live.Table table -> {
                var whole = new Live.Table(span, false);
                whole.slots.putAll(table.slots);
                yield whole;
            }
            case Live.Row row -> {
                var whole = new Live.Row(span, false);
                whole.slots.addAll(row.slots);
                yield whole;
            }
            case Live.Leaf leaf -> leaf;
        };
    }

    private int stringEnd(int start) {
        String text = source.text();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }
}
