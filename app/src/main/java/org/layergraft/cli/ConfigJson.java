package org.layergraft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.ConfigValue;
import org.layergraft.config.Effective;
import org.layergraft.config.Entry;
import org.layergraft.config.FileChange;
import org.layergraft.config.Finding;
import org.layergraft.config.Setting;
import org.layergraft.config.Span;
import org.layergraft.text.Texts;

/** A config for programs: {@code config --json}. */
record ConfigJson(Texts texts) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** @param wanted what was asked for, changed in {@code patch} or said by {@code arguments} */
    ObjectNode of(
            ConfigReport report,
            List<Assignment> wanted,
            Optional<ConfigPatch> patch,
            Optional<String> arguments,
            boolean written) {
        ObjectNode json = JSON.objectNode();
        json.put("file", report.config().top().path().toString());
        json.put("framework", report.framework().name().toLowerCase(Locale.ROOT));
        ArrayNode files = json.putArray("files");
        report.config().files().forEach(f -> file(files.addObject(), f));
        effective(json.putObject("effective"), report.effective());
        ArrayNode settings = json.putArray("settings");
        report.settings().forEach(s -> setting(settings.addObject(), s));
        ArrayNode findings = json.putArray("findings");
        report.findings().forEach(f -> finding(findings.addObject(), f));
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(n -> {
            ObjectNode note = place(notes.addObject(), n.where());
            note.put("text", texts.get(n.text()));
        });
        json.set("values", value(report.config().values()));
        json.set("change", wanted.isEmpty() ? JSON.nullNode() : change(wanted, patch, arguments, written));
        return json;
    }

    private static ObjectNode change(
            List<Assignment> wanted, Optional<ConfigPatch> patch, Optional<String> arguments, boolean written) {
        ObjectNode change = JSON.objectNode();
        ArrayNode all = change.putArray("wanted");
        wanted.forEach(w -> all.add(w.shown()));
        change.put("written", written && patch.isPresent());
        change.put("cfg_options", arguments.orElse(null));
        change.put("diff", patch.map(p -> String.join("\n", p.diff())).orElse(null));
        ArrayNode files = change.putArray("files");
        patch.stream().flatMap(p -> p.changes().stream()).map(FileChange::file).forEach(f -> files.add(f.toString()));
        return change;
    }

    private static void file(ObjectNode json, ConfigFile file) {
        json.put("file", file.path().toString());
        json.put("format", file.format().name().toLowerCase(Locale.ROOT));
        ArrayNode bases = json.putArray("bases");
        file.bases().forEach(b -> {
            ObjectNode base = bases.addObject();
            base.put("written", b.written());
            base.put("file", b.file().map(Object::toString).orElse(null));
        });
    }

    private static void effective(ObjectNode json, Effective effective) {
        json.put("find_unused_parameters", effective.findUnusedParameters());
        json.put("static_graph", effective.staticGraph());
        json.put("broadcast_buffers", effective.broadcastBuffers());
        json.put("instead_of_ddp", effective.instead().orElse(null));
        ArrayNode checkpoints = json.putArray("checkpoints");
        effective.checkpoints().forEach(s -> checkpoints.add(s.path().toString()));
        json.put("accumulate", effective.accumulate());
        json.put("bf16", effective.bf16());
        json.put("batch_size", effective.batchSize().orElse(null));
    }

    private static void setting(ObjectNode json, Setting setting) {
        json.put("path", setting.path().toString());
        json.put("kind", setting.kind().name().toLowerCase(Locale.ROOT));
        json.set("value", value(setting.entry().value()));
        json.put("counts", setting.counts());
        place(json, setting.entry().site().whole());
        setting.checkpoint().ifPresent(c -> {
            ObjectNode how = json.putObject("checkpoint");
            how.put("way", c.way().name().toLowerCase(Locale.ROOT));
            how.put("on", c.on());
            how.put("layers", c.layers().orElse(null));
        });
        ArrayNode earlier = json.putArray("overrides");
        for (Entry.Earlier before : setting.entry().earlier()) {
            ObjectNode one = place(earlier.addObject(), before.site().whole());
            one.set("value", value(before.value()));
        }
    }

    private void finding(ObjectNode json, Finding finding) {
        json.put("id", finding.id());
        json.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.put("text", texts.get(finding.text()));
        ArrayNode places = json.putArray("places");
        finding.places().forEach(p -> place(places.addObject(), p));
        ArrayNode remedy = json.putArray("remedy");
        finding.remedy().forEach(a -> remedy.add(a.shown()));
    }

    private static ObjectNode place(ObjectNode json, Span span) {
        json.put("file", span.file().toString());
        json.put("line", span.line());
        json.put("column", span.column());
        return json;
    }

    /** What JSON has no form for is an object with its name or source. */
    private static JsonNode value(ConfigValue value) {
        return switch (value) {
            case ConfigValue.Dict dict -> {
                ObjectNode json = JSON.objectNode();
                dict.entries().forEach((key, entry) -> json.set(key, value(entry.value())));
                yield json;
            }
            case ConfigValue.Items items -> {
                ArrayNode json = JSON.arrayNode();
                items.items().forEach(i -> json.add(value(i.value())));
                yield json;
            }
            case ConfigValue.Text(String text, Span _) -> JSON.textNode(text);
            case ConfigValue.Int(var number, Span _) -> JSON.numberNode(number);
            case ConfigValue.Real(double number, Span _) ->
                Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(String.valueOf(number));
            case ConfigValue.Bool(boolean on, Span _) -> JSON.booleanNode(on);
            case ConfigValue.None _ -> JSON.nullNode();
            case ConfigValue.Name name -> JSON.objectNode().put("name", name.dotted());
            case ConfigValue.Opaque(String source, Span _) -> JSON.objectNode().put("source", source);
        };
    }
}
