package org.layergraft.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A YAML config. Built from events, so that nothing is recursive and no tag makes an object: tagged values are opaque. */
final class YamlConfig {

    private static final String MERGE = "<<";

    private final SourceText source;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<String, Live> anchors = new HashMap<>();
    private final int[] places;

    /** A mapping or sequence that is being read. */
    private static final class Open {
        final Live live;
        final boolean opaque;
        final Optional<Anchor> anchor;
        Optional<ConfigValue> key = Optional.empty();
        boolean complex;
        final List<Live> merged = new ArrayList<>();

        Open(Live live, boolean opaque, Optional<Anchor> anchor) {
            this.live = live;
            this.opaque = opaque;
            this.anchor = anchor;
        }
    }

    private YamlConfig(SourceText source) {
        this.source = source;
        places = source.text().codePoints().allMatch(c -> c < Character.MIN_SUPPLEMENTARY_CODE_POINT)
                ? new int[0]
                : places(source.text());
    }

    /** The parser counts code points. */
    private static int[] places(String text) {
        var places = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < places.length - 1; i++) {
            places[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        places[places.length - 1] = at;
        return places;
    }

    /** @throws LayergraftException INPUT naming the line where it is not YAML, or is nested too deep */
    static ConfigValue read(SourceText source) throws LayergraftException {
        return new YamlConfig(source).read();
    }

    private ConfigValue read() throws LayergraftException {
        var settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit((int) ConfigFiles.LARGEST + 1)
                .build();
        var root = new Live.Row(source.whole(), false);
        open.push(new Open(root, false, Optional.empty()));
        int line = 1;
        try {
            for (Event event : new Parse(settings).parseString(DataTemplates.masked(source.text()))) {
                line = event.getStartMark().map(m -> m.getLine() + 1).orElse(line);
                take(event);
            }
        } catch (YamlEngineException malformed) {
            throw LayergraftException.input("config", "read.yaml", source.file(), line);
        }
        return root.slots.isEmpty()
                ? new ConfigValue.Dict(Map.of(), source.whole())
                : Freezer.freeze(root.slots.getFirst().value());
    }

    private int place(Optional<Mark> mark) {
        int index = mark.map(Mark::getIndex).orElse(0);
        return places.length == 0 ? index : places[index];
    }

    private void take(Event event) throws LayergraftException {
        int start = place(event.getStartMark());
        int end = place(event.getEndMark());
        switch (event) {
            case MappingStartEvent mapping ->
                begin(
                        new Live.Table(source.span(start, end), false),
                        mapping,
                        mapping.getTag().isPresent());
            case SequenceStartEvent sequence ->
                begin(
                        new Live.Row(source.span(start, end), false),
                        sequence,
                        sequence.getTag().isPresent());
            case ScalarEvent scalar -> {
                Live live = new Live.Leaf(scalar(scalar, source.span(start, end)));
                scalar.getAnchor().ifPresent(a -> anchors.put(a.getValue(), live));
                put(live, start, end);
            }
            case AliasEvent alias -> {
                Live known = anchors.get(alias.getAlias().getValue());
                put(known == null ? opaque(start, end) : known, start, end);
            }
            default -> {
                if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                    finish(trimmed(end));
                }
            }
        }
    }

    /** A block ends where the next token begins; its own text ends earlier. */
    private int trimmed(int end) {
        int at = end;
        while (at > 0 && Character.isWhitespace(source.text().charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private void begin(Live live, NodeEvent event, boolean tagged) throws LayergraftException {
        if (open.size() > Freezer.DEEPEST) {
            throw LayergraftException.input(
                    "config", "read.deep", source.file(), live.span().line(), Freezer.DEEPEST);
        }
        open.push(new Open(live, tagged, event.getAnchor()));
    }

    private void finish(int end) {
        Open done = open.pop();
        int start = done.live.span().start();
        Span span = source.span(start, Math.max(start, end));
        Live live = done.opaque || done.complex ? opaque(start, span.end()) : closed(done, span);
        done.anchor.ifPresent(a -> anchors.put(a.getValue(), live));
        put(live, start, span.end());
    }

    private static Live closed(Open done, Span span) {
        return switch (done.live) {
            case Live.Table table -> {
                var whole = new Live.Table(span, false);
                // PyYAML puts what is merged before the mapping's own keys, which count more
                // (SafeConstructor.flatten_mapping).
                for (Live merged : done.merged.reversed()) {
                    if (merged instanceof Live.Table more) {
                        more.slots.forEach((key, slot) -> whole.slots.put(key, slot));
                    }
                }
                table.slots.forEach((key, slot) -> whole.put(key, slot.value(), slot.site()));
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

    private Live opaque(int start, int end) {
        return new Live.Leaf(new ConfigValue.Opaque(source.text().substring(start, end), source.span(start, end)));
    }

    private ConfigValue scalar(ScalarEvent scalar, Span at) {
        if (scalar.getTag().isPresent()) {
            return new ConfigValue.Opaque(source.text().substring(at.start(), at.end()), at);
        }
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                ? YamlScalars.of(scalar.getValue(), at)
                : new ConfigValue.Text(scalar.getValue(), at);
    }

    private void put(Live value, int start, int end) {
        Open now = open.element();
        Span span = source.span(start, end);
        switch (now.live) {
            case Live.Row row -> row.slots.add(new Live.Slot(value, new Site(Site.Form.ITEM, span, span)));
            case Live.Table table -> {
                if (now.key.isEmpty()) {
                    now.complex |= !(value instanceof Live.Leaf);
                    now.key = Optional.of(
                            value instanceof Live.Leaf(ConfigValue leaf)
                                    ? leaf.at(span)
                                    : new ConfigValue.Opaque("", span));
                    return;
                }
                ConfigValue key = now.key.get();
                now.key = Optional.empty();
                if (key instanceof ConfigValue.Text(String text, Span _) && text.equals(MERGE)) {
                    merge(now, value);
                    return;
                }
                Span whole =
                        source.span(key.span().start(), Math.max(end, key.span().end()));
                table.put(PythonWords.str(key), value, new Site(Site.Form.PAIR, whole, span));
            }
            case Live.Leaf _ -> throw new IllegalStateException();
        }
    }

    private static void merge(Open now, Live value) {
        if (value instanceof Live.Row row) {
            row.slots.forEach(slot -> now.merged.add(slot.value()));
        } else {
            now.merged.add(value);
        }
    }
}
