package org.layergraft.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.step.RankReport;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;

/** What is predicted from captures, against what Python's DistributedDataParallel did with the same models on two ranks. */
class ReferencePredictionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path CASES = Path.of("..", "shared", "ddp-cases");

    @TempDir
    private static Path folder;

    @Test
    void predictionsAreWhatTwoRanksOfPythonDid()
            throws IOException, InterruptedException, URISyntaxException, LayergraftException {
        PythonTorch.assumePresent();
        Assumptions.assumeTrue(Files.isDirectory(CASES), "skipped: no ../shared/ddp-cases here");
        Path script = Path.of(getClass().getResource("capture_cases.py").toURI());
        PythonTorch.run(script.toString(), Path.of("samples").toAbsolutePath(), CASES.toAbsolutePath(), folder);
        var differences = new ArrayList<String>();
        int compared = 0;
        int underivable = 0;
        for (Path expected : expectations()) {
            JsonNode reference = JSON.readTree(expected.toFile());
            List<String> segments = texts(reference.get("checkpoint_segments"));
            for (String captured : segments.isEmpty() ? List.of("off") : List.of("off", "reentrant", "nonreentrant")) {
                CapturedModel model = CapturedModel.open(
                        folder.resolve(reference.get("id").asText() + "." + captured + ".r0.capture.json"));
                assertEquals(2, model.captured());
                for (JsonNode run : reference.get("runs")) {
                    String where = reference.get("id").asText() + " captured " + captured + ", run "
                            + run.get("checkpoint").asText() + " fu " + run.get("find_unused_parameters") + " sg "
                            + run.get("static_graph");
                    try {
                        RunResult predicted = model.predict(switches(run, segments), 2, 3);
                        assertTrue(predicted.isPredicted());
                        compare(where, run, predicted, differences);
                        compared++;
                    } catch (LayergraftException refused) {
                        assertEquals("underivable", refused.problem().key(), where);
                        underivable++;
                    }
                }
            }
        }
        assertEquals(List.of(), differences);
        // 100 runs, those with checkpoints from three captures each; in one capture a segment left the graph, and
        // nobody saw inside.
        assertEquals(212, compared);
        assertEquals(8, underivable);
    }

    private static List<Path> expectations() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(f -> f.resolve("expected.json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Switches switches(JsonNode run, List<String> segments) {
        Mode mode = Mode.valueOf(run.get("checkpoint").asText().toUpperCase(Locale.ROOT));
        return Switches.DEFAULT
                .withFindUnusedParameters(run.get("find_unused_parameters").asBoolean())
                .withStaticGraph(run.get("static_graph").asBoolean())
                .withCheckpoint(new Checkpoint(mode, segments));
    }

    private static void compare(String where, JsonNode run, RunResult predicted, List<String> differences) {
        Verdict verdict = predicted.verdict().orElseThrow();
        String phase =
                verdict.phase().map(p -> p.name().toLowerCase(Locale.ROOT)).orElse("null");
        String iteration = verdict.iteration().isPresent()
                ? String.valueOf(verdict.iteration().getAsInt())
                : "null";
        expect(where + " outcome", run.get("outcome").asText(), verdict.raised(), differences);
        expect(where + " iteration", run.get("iteration").asText(), iteration, differences);
        expect(where + " phase", run.get("phase").asText(), phase, differences);
        expect(where + " ranks", JSON.convertValue(run.get("ranks"), List.class), verdict.ranks(), differences);
        if (!verdict.raised().equals("ok")) {
            expect(
                    where + " parameters",
                    new TreeSet<>(texts(run.get("named_parameters"))),
                    new TreeSet<>(verdict.parameters()),
                    differences);
            return;
        }
        boolean warns = predicted.ranks().stream().anyMatch(r -> r.warnings().contains(TorchWords.NOTHING_UNUSED));
        expect(where + " warning", run.get("warn_no_unused").asBoolean(), warns, differences);
        var diverged = new TreeSet<String>();
        var idle = new TreeSet<String>();
        RankReport zero = predicted.ranks().getFirst();
        for (String name : zero.sums().getLast().values().keySet()) {
            Set<String> values = new TreeSet<>();
            predicted
                    .ranks()
                    .forEach(r -> values.add(r.sums().getLast().values().get(name)));
            if (values.size() > 1) {
                diverged.add(name);
            }
            if (values.equals(Set.of(""))) {
                idle.add(name);
            }
        }
        expect(where + " diverged", new TreeSet<>(texts(run.get("diverged"))), diverged, differences);
        expect(where + " never updated", new TreeSet<>(texts(run.get("never_updated"))), idle, differences);
    }

    private static List<String> texts(JsonNode array) {
        return JSON.convertValue(array, new TypeReference<List<String>>() {});
    }

    private static void expect(String what, Object want, Object got, List<String> differences) {
        if (!want.equals(got)) {
            differences.add(what + ": expected " + want + ", got " + got);
        }
    }
}
