package org.layergraft.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditScript;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/** Reads what {@link ExperimentWriter} or a person wrote. What is left out counts as at first; a run that makes no sense costs only itself. */
final class ExperimentReader {

    private static final String AREA = "experiment";
    private static final String HASH = "[0-9a-f]{64}";

    private final JsonMapper mapper = ExperimentJson.mapper();
    private final Path file;
    private final ExperimentPaths paths;

    private ExperimentReader(Path file) throws LayergraftException {
        this.file = file;
        try {
            paths = new ExperimentPaths(file.toAbsolutePath().getParent().toRealPath());
        } catch (IOException failed) {
            throw new LayergraftException(Fault.INPUT, Problem.of(AREA, "graft.unreadable", file), failed);
        }
    }

    static ExperimentFile.Read read(String text, Path file) throws LayergraftException {
        return new ExperimentReader(file).read(text);
    }

    private ExperimentFile.Read read(String text) throws LayergraftException {
        JsonNode root = tree(text);
        JsonNode format = root.path(ExperimentJson.MARK);
        if (!root.isObject() || !format.canConvertToInt() || format.asInt() < 1) {
            throw LayergraftException.input(AREA, "graft.foreign", file);
        }
        if (format.asInt() > ExperimentJson.FORMAT) {
            throw LayergraftException.input(AREA, "graft.newer", file, format.asInt(), ExperimentJson.FORMAT);
        }
        String sha256 = root.path("model").path("sha256").asText("");
        if (!sha256.matches(HASH)) {
            throw LayergraftException.input(AREA, "graft.model.wrong", file, "model.sha256");
        }
        var log = new EditLog(edits(root.path("edits"), "edits"), edits(root.path("undone"), "undone"));
        List<Problem> notes = new ArrayList<>();
        List<SavedRun> runs = new ArrayList<>();
        Path model = model(root.path("model").path("file"));
        List<Integer> lost = new ArrayList<>();
        for (JsonNode run : root.path("runs")) {
            try {
                runs.add(run(run, log.edits(), model));
            } catch (LayergraftException | JsonProcessingException | IllegalArgumentException unusable) {
                lost.add(runs.size() + lost.size() + 1);
            }
        }
        if (!lost.isEmpty()) {
            String which = lost.stream().map(String::valueOf).collect(Collectors.joining(", "));
            notes.add(Problem.of(AREA, "graft.run.lost", file.getFileName(), which, lost.size()));
        }
        if (root.has("runs") && !root.get("runs").isArray()) {
            notes.add(Problem.of(AREA, "graft.runs.wrong", file.getFileName()));
        }
        var saved = new SavedExperiment(
                model,
                sha256,
                log,
                settings(root.path("settings")),
                runs,
                optionalPath(root, "config"),
                optionalPath(root, "belongsTo"));
        return new ExperimentFile.Read(saved, notes);
    }

    private JsonNode tree(String text) throws LayergraftException {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException wrong) {
            // What does not even begin like an experiment never was one.
            if (!text.stripLeading().startsWith("{")) {
                throw new LayergraftException(Fault.INPUT, Problem.of(AREA, "graft.foreign", file), wrong);
            }
            var at = wrong.getLocation();
            throw new LayergraftException(
                    Fault.INPUT,
                    Problem.of(
                            AREA,
                            "graft.broken",
                            file,
                            at == null ? 1 : at.getLineNr(),
                            at == null ? 1 : at.getColumnNr()),
                    wrong);
        }
    }

    private LayergraftException wrong(String place) {
        return LayergraftException.input(AREA, "graft.wrong", file, place);
    }

    private Path model(JsonNode node) throws LayergraftException {
        try {
            return path(node, "model.file");
        } catch (LayergraftException wrong) {
            throw new LayergraftException(
                    Fault.INPUT, Problem.of(AREA, "graft.model.wrong", file, "model.file"), wrong);
        }
    }

    private Optional<Path> optionalPath(JsonNode root, String key) throws LayergraftException {
        return root.has(key) ? Optional.of(path(root.path(key), key)) : Optional.empty();
    }

    private Path path(JsonNode node, String place) throws LayergraftException {
        try {
            if (!node.isTextual() || node.asText().isBlank()) {
                throw wrong(place);
            }
            return paths.read(node.asText());
        } catch (InvalidPathException impossible) {
            throw new LayergraftException(Fault.INPUT, Problem.of(AREA, "graft.wrong", file, place), impossible);
        }
    }

    private List<Edit> edits(JsonNode list, String place) throws LayergraftException {
        if (list.isMissingNode()) {
            return List.of();
        }
        ObjectNode script = mapper.createObjectNode();
        script.set("edits", list);
        try {
            return EditScript.read(script.toString());
        } catch (LayergraftException wrong) {
            throw new LayergraftException(
                    Fault.INPUT, Problem.of(AREA, "graft.edits", file, place, wrong.getMessage()), wrong);
        }
    }

    private RunSettings settings(JsonNode given) throws LayergraftException {
        RunSettings settings;
        try {
            settings = part(given).settings(paths);
        } catch (JsonMappingException wrong) {
            String place = wrong.getPath().stream()
                    .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : "." + r.getFieldName())
                    .collect(Collectors.joining());
            throw new LayergraftException(
                    Fault.INPUT, Problem.of(AREA, "graft.wrong", file, "settings" + place), wrong);
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            throw new LayergraftException(Fault.INPUT, Problem.of(AREA, "graft.wrong", file, "settings"), wrong);
        }
        if (settings.ranks() < 1) {
            throw wrong("settings.ranks");
        }
        if (settings.steps() < 1) {
            throw wrong("settings.steps");
        }
        if (settings.timeoutSeconds() < 1) {
            throw wrong("settings.timeoutSeconds");
        }
        return settings;
    }

    private ExperimentJson.SettingsPart part(JsonNode given) throws JsonProcessingException {
        ObjectNode all = mapper.valueToTree(ExperimentJson.SettingsPart.of(RunSettings.DEFAULT, paths));
        over(all, given);
        return mapper.treeToValue(all, ExperimentJson.SettingsPart.class);
    }

    /** What is given takes the place of what there is, field by field. */
    private static void over(ObjectNode all, JsonNode given) {
        given.properties().forEach(field -> {
            boolean parts = all.get(field.getKey()) instanceof ObjectNode
                    && field.getValue().isObject();
            if (parts) {
                over((ObjectNode) all.get(field.getKey()), field.getValue());
            } else {
                all.set(field.getKey(), field.getValue());
            }
        });
    }

    private SavedRun run(JsonNode node, List<Edit> log, Path model)
            throws LayergraftException, JsonProcessingException {
        RunSettings settings = part(node.path("settings")).settings(paths);
        JsonNode of = node.path("edits");
        List<Edit> edits;
        if (of.isInt()) {
            if (of.asInt() < 0 || of.asInt() > log.size()) {
                throw wrong("runs.edits");
            }
            edits = log.subList(0, of.asInt());
        } else {
            edits = edits(of, "runs.edits");
        }
        var result = mapper.treeToValue(node.path("result"), ExperimentJson.ResultPart.class);
        if (result == null) {
            throw wrong("runs.result");
        }
        return new SavedRun(node.path("onRanks").asBoolean(), settings, edits, result.result(model, settings)).shown();
    }
}
