package org.layergraft.step.ddp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** A folder with a model, its inputs and {@code expected.json}: what Python's DistributedDataParallel did with it. */
record ReferenceCase(Path folder, JsonNode expected) {

    private static final JsonMapper JSON = StepJson.mapper();
    private static final int RANKS = 2;

    /** Every case below a folder, sorted; none where the folder is absent. */
    static List<ReferenceCase> in(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<ReferenceCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.sorted().toList()) {
                Path expected = folder.resolve("expected.json");
                if (Files.isRegularFile(expected)) {
                    cases.add(new ReferenceCase(folder, JSON.readTree(expected.toFile())));
                }
            }
        }
        return cases;
    }

    String id() {
        return expected.get("id").asText();
    }

    boolean has(String tag) {
        return texts(expected.get("tags")).contains(tag);
    }

    List<JsonNode> runs() {
        List<JsonNode> runs = new ArrayList<>();
        expected.get("runs").forEach(runs::add);
        return runs;
    }

    /** The plain step in the checkpoint mode of a run. */
    JsonNode local(JsonNode run, int rank) {
        return expected.get("local").get(run.get("checkpoint").asText()).get("rank" + rank);
    }

    static Switches switches(JsonNode run, List<String> segments) {
        return Switches.DEFAULT
                .withFindUnusedParameters(run.get("find_unused_parameters").asBoolean())
                .withStaticGraph(run.get("static_graph").asBoolean())
                .withCheckpoint(new Switches.Checkpoint(
                        Switches.Checkpoint.Mode.valueOf(
                                run.get("checkpoint").asText().toUpperCase(Locale.ROOT)),
                        segments));
    }

    StepPlan plan(JsonNode run) throws IOException {
        return plan(switches(run, texts(expected.get("checkpoint_segments"))));
    }

    StepPlan plan(Switches switches) throws IOException {
        List<InputPlan.RankFiles> files = new ArrayList<>();
        for (int rank = 0; rank < RANKS; rank++) {
            Map<Integer, Path> later = new HashMap<>();
            for (int iteration = 2; iteration <= 3; iteration++) {
                Path file = folder.resolve("inputs-rank" + rank + "-iter" + iteration + ".npz");
                if (Files.isRegularFile(file)) {
                    later.put(iteration, file);
                }
            }
            files.add(new InputPlan.RankFiles(folder.resolve("inputs-rank" + rank + ".npz"), later));
        }
        return new StepPlan(
                folder.resolve("model.pt"),
                new InputPlan.Files(files),
                JSON.treeToValue(expected.get("loss"), LossSpec.class),
                switches,
                List.of(Device.CPU, Device.CPU),
                3,
                0,
                5,
                1);
    }

    static List<String> texts(JsonNode array) {
        return JSON.convertValue(array, new TypeReference<List<String>>() {});
    }
}
