package org.layergraft.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** What the tests of this package share: plans of the reference cases, and where these lie. */
final class TestRunner {

    static final Path CASES = Path.of("../shared/ddp-cases");

    private TestRunner() {}

    static StepPlan plan(Path model, InputPlan inputs, LossSpec loss, int ranks) {
        return new StepPlan(
                model.toAbsolutePath(),
                inputs,
                loss,
                Switches.DEFAULT,
                IntStream.range(0, ranks).mapToObj(_ -> Device.CPU).toList(),
                3,
                0,
                30,
                1);
    }

    /** A reference case as it is, with neither switch. */
    static StepPlan reference(String id) throws IOException {
        Path from = CASES.resolve(id);
        JsonNode expected =
                StepJson.mapper().readTree(from.resolve("expected.json").toFile());
        LossSpec loss = StepJson.mapper().treeToValue(expected.get("loss"), LossSpec.class);
        return plan(from.resolve("model.pt"), files(from), loss, 2);
    }

    /** Rank processes of this JVM that live. */
    static List<ProcessHandle> ranks() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("RankMain"))
                .toList();
    }

    /** The inputs of a reference case for its two ranks. */
    static InputPlan.Files files(Path folder) {
        return new InputPlan.Files(
                IntStream.range(0, 2).mapToObj(rank -> rankFiles(folder, rank)).toList());
    }

    private static InputPlan.RankFiles rankFiles(Path folder, int rank) {
        Map<Integer, Path> later = new HashMap<>();
        for (int iteration : List.of(2, 3)) {
            Path file = folder.resolve("inputs-rank" + rank + "-iter" + iteration + ".npz");
            if (Files.exists(file)) {
                later.put(iteration, file.toAbsolutePath());
            }
        }
        return new InputPlan.RankFiles(
                folder.resolve("inputs-rank" + rank + ".npz").toAbsolutePath(), later);
    }
}
