package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.config.Setting.Kind;
import org.layergraft.text.Texts;

/** What a config says, in words that the command line and the window share. */
public record ConfigWords(Texts texts) {

    /**
     * A line of a table.
     *
     * @param value as Python writes it where it is a value
     */
    public record Row(String name, String value) {}

    /** Which program reads the config. */
    public String framework(Framework framework) {
        return get("framework." + lower(framework));
    }

    /** What a training program makes of the config's switches. */
    public List<Row> effective(Effective effective) {
        var rows = new ArrayList<>(ddp(effective));
        rows.add(accumulate(effective));
        effective.batchSize().ifPresent(n -> rows.add(new Row(get("effective.batch"), String.valueOf(n))));
        return rows;
    }

    /** The same without what says nothing about DDP, and without what is usual. */
    public List<Row> switches(Effective effective) {
        var rows = new ArrayList<>(ddp(effective));
        if (effective.accumulate() > 1) {
            rows.add(accumulate(effective));
        }
        return rows;
    }

    private Row accumulate(Effective effective) {
        String value = effective
                .unknown(Kind.ACCUMULATION)
                .map(s -> get("effective.unknown", s.shown()))
                .orElse(String.valueOf(effective.accumulate()));
        return new Row(get("effective.accumulate"), value);
    }

    private List<Row> ddp(Effective effective) {
        var rows = new ArrayList<Row>();
        rows.add(new Row(
                "find_unused_parameters",
                value(effective, Kind.FIND_UNUSED_PARAMETERS, effective.findUnusedParameters())));
        rows.add(new Row("static_graph", value(effective, Kind.STATIC_GRAPH, effective.staticGraph())));
        rows.add(new Row("broadcast_buffers", value(effective, Kind.BROADCAST_BUFFERS, effective.broadcastBuffers())));
        String checkpoints = Stream.concat(
                        effective.checkpoints().stream().map(this::checkpointed),
                        effective.unknown().stream()
                                .filter(s -> s.kind() == Kind.CHECKPOINT)
                                .map(s -> s.path() + ": " + get("effective.unknown", s.shown())))
                .collect(Collectors.joining(", "));
        rows.add(new Row(get("effective.checkpoints"), checkpoints.isEmpty() ? get("effective.none") : checkpoints));
        return rows;
    }

    private String checkpointed(Setting setting) {
        String shown = setting.path() + "=" + setting.shown();
        boolean other = setting.checkpoint()
                .filter(c -> c.way() == Setting.Checkpoint.Way.OTHER)
                .isPresent();
        return other ? get("effective.other", shown) : shown;
    }

    /** Whether anything reads the setting where it stands. */
    public String counts(Setting setting) {
        return get(setting.counts() ? "setting.read" : "setting.unread");
    }

    /** How activations are checkpointed; "" for other settings. */
    public String checkpoint(Setting setting) {
        if (setting.entry().value() instanceof ConfigValue.Opaque && setting.kind() == Kind.CHECKPOINT) {
            return get("checkpoint.unknown");
        }
        return setting.checkpoint()
                .map(how -> {
                    String way = get("checkpoint." + lower(how.way()));
                    return !how.on()
                            ? get("checkpoint.off")
                            : how.layers()
                                    .map(n -> get("checkpoint.layers", n, way))
                                    .orElse(way);
                })
                .orElse("");
    }

    /** A finding, with how bad it is. */
    public String finding(Finding finding) {
        return get("severity." + lower(finding.severity()), texts.get(finding.text()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private String value(Effective effective, Kind kind, boolean on) {
        if (effective.instead().isPresent()) {
            return get("effective.noDdp", effective.instead().get());
        }
        return effective
                .unknown(kind)
                .map(s -> get("effective.unknown", s.shown()))
                .orElse(on ? "True" : "False");
    }

    private String get(String key, Object... arguments) {
        return texts.get("config", key, arguments);
    }
}
