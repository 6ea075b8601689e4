package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Switches;

/**
 * What real DistributedDataParallel did, against what our ranks do, read by the same rules. Three cases in every build; all of them
 * with {@code -Dlayergraft.cases=all}.
 */
class ReferenceVerdictsTest {

    private static final Path CASES = Path.of("..", "shared", "ddp-cases");
    private static final Set<String> FEW = Set.of("detr-class-embed-unused", "branch-rank0-only", "loss-keys");

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    record Combination(String id, boolean findUnused, boolean staticGraph) {
        @Override
        public String toString() {
            return id + (findUnused ? " find_unused_parameters" : "") + (staticGraph ? " static_graph" : "");
        }
    }

    static Stream<Combination> combinations() throws Exception {
        assumeTrue(Files.isDirectory(CASES), "the reference cases are not here: " + CASES);
        boolean all = "all".equals(System.getProperty("layergraft.cases"));
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders
                    .filter(f -> Files.exists(f.resolve("expected.json")))
                    .map(f -> f.getFileName().toString())
                    .filter(id -> all || FEW.contains(id))
                    .sorted()
                    .flatMap(id -> Stream.of(false, true)
                            .flatMap(find -> Stream.of(false, true).map(s -> new Combination(id, find, s))))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void ourRanksEndAsPyTorchsDid(Combination combination) throws Exception {
        Path folder = CASES.resolve(combination.id());
        JsonNode expected = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("expected.json").toFile());
        JsonNode run = run(expected, combination);
        Experiment experiment = Experiments.open(folder.resolve("model.pt"));
        RunResult result = PROCESSES
                .service()
                .ranks(experiment, settings(folder, combination), StepRunner.Progress.SILENT, new Cancellation());
        Verdict verdict = result.verdict().orElseThrow();
        assertAll(
                () -> assertEquals(run.get("outcome").asText(), verdict.raised(), () -> "raised: " + verdict),
                () -> assertEquals(
                        run.get("iteration").isNull()
                                ? Optional.empty()
                                : Optional.of(run.get("iteration").asInt()),
                        verdict.iteration().stream().boxed().findFirst(),
                        "iteration"),
                () -> assertEquals(
                        run.get("phase").isNull() ? "null" : run.get("phase").asText(),
                        verdict.phase()
                                .map(p -> p.name().toLowerCase(Locale.ROOT))
                                .orElse("null"),
                        "phase"),
                () -> assertEquals(
                        strings(run.get("ranks")),
                        verdict.ranks().stream().map(String::valueOf).toList(),
                        "ranks"),
                () -> assertEquals(
                        new TreeSet<>(strings(run.get("named_parameters"))),
                        new TreeSet<>(verdict.parameters()),
                        "names"),
                () -> assertEquals(local(expected), states(result), "states"));
    }

    private static RunSettings settings(Path folder, Combination combination) throws Exception {
        var ranks = new ArrayList<InputPlan.RankFiles>();
        for (int rank = 0; rank < 2; rank++) {
            Map<Integer, Path> iterations = new HashMap<>();
            for (int iteration = 2; iteration <= 3; iteration++) {
                Path own = folder.resolve("inputs-rank" + rank + "-iter" + iteration + ".npz");
                if (Files.exists(own)) {
                    iterations.put(iteration, own.toAbsolutePath());
                }
            }
            ranks.add(new InputPlan.RankFiles(
                    folder.resolve("inputs-rank" + rank + ".npz").toAbsolutePath(), iterations));
        }
        return new RunSettings(
                2,
                "cpu",
                Optional.of(new InputPlan.Files(ranks)),
                Optional.empty(),
                Switches.DEFAULT
                        .withFindUnusedParameters(combination.findUnused())
                        .withStaticGraph(combination.staticGraph()),
                3,
                0,
                20);
    }

    private static JsonNode run(JsonNode expected, Combination combination) {
        for (JsonNode run : expected.get("runs")) {
            if (run.get("checkpoint").asText().equals("off")
                    && run.get("find_unused_parameters").asBoolean() == combination.findUnused()
                    && run.get("static_graph").asBoolean() == combination.staticGraph()) {
                return run;
            }
        }
        throw new AssertionError("no such run: " + combination);
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(v -> found.add(v.asText()));
        return found;
    }

    private static Map<String, List<String>> local(JsonNode expected) {
        var found = new HashMap<String, List<String>>();
        for (JsonNode parameter : expected.get("parameters")) {
            String name = parameter.get("name").asText();
            found.put(
                    name,
                    Stream.of("rank0", "rank1")
                            .map(r -> expected.get("local")
                                    .get("off")
                                    .get(r)
                                    .get("params")
                                    .get(name)
                                    .get("state")
                                    .asText())
                            .toList());
        }
        return found;
    }

    private static Map<String, List<String>> states(RunResult result) {
        var found = new HashMap<String, List<String>>();
        for (Coverage row : result.coverage()) {
            found.put(
                    row.parameter().name(),
                    row.ranks().stream()
                            .map(g -> g.state().name().toLowerCase(Locale.ROOT))
                            .toList());
        }
        return found;
    }
}
