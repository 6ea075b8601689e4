package org.layergraft.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;

/** Writes what {@link ExperimentReader} reads. */
final class ExperimentWriter {

    private final JsonMapper mapper = ExperimentJson.mapper();
    private final ExperimentPaths paths;

    private ExperimentWriter(ExperimentPaths paths) {
        this.paths = paths;
    }

    /** @param folder of the file it is for */
    static String write(SavedExperiment saved, Path folder) {
        return new ExperimentWriter(new ExperimentPaths(folder)).text(saved);
    }

    private String text(SavedExperiment saved) {
        ObjectNode root = mapper.createObjectNode();
        root.put(ExperimentJson.MARK, ExperimentJson.FORMAT);
        root.putObject("model").put("file", paths.written(saved.model())).put("sha256", saved.sha256());
        saved.config().ifPresent(file -> root.put("config", paths.written(file)));
        saved.belongsTo().ifPresent(file -> root.put("belongsTo", paths.written(file)));
        root.set("edits", edits(saved.log().edits()));
        root.set("undone", edits(saved.log().undone()));
        root.set("settings", mapper.valueToTree(ExperimentJson.SettingsPart.of(saved.settings(), paths)));
        var runs = root.putArray("runs");
        saved.runs().forEach(run -> runs.add(run(run, saved.log().edits())));
        try {
            return mapper.writer(new ExperimentPrinter()).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree in memory can be written", impossible);
        }
    }

    private ObjectNode run(SavedRun run, List<Edit> now) {
        ObjectNode node = mapper.createObjectNode();
        SavedRun kept = run.trimmed();
        node.put("onRanks", kept.onRanks());
        // Most runs are of the first edits of the log: their number says it.
        int count = kept.edits().size();
        boolean first = count <= now.size() && now.subList(0, count).equals(kept.edits());
        if (first) {
            node.put("edits", count);
        } else {
            node.set("edits", edits(kept.edits()));
        }
        node.set("settings", mapper.valueToTree(ExperimentJson.SettingsPart.of(kept.settings(), paths)));
        node.set("result", mapper.valueToTree(ExperimentJson.ResultPart.of(kept.result())));
        return node;
    }

    private JsonNode edits(List<Edit> edits) {
        try {
            return mapper.readTree(EditScript.write(edits)).path("edits");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an edit script is JSON", impossible);
        }
    }
}
