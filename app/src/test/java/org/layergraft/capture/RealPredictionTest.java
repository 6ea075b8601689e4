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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;

/**
 * Predictions against two ranks of real DistributedDataParallel that train the same models in the same test: the samples, torchvision's
 * detectors with their losses, encoders with checkpoints of every kind, and what only Python can do.
 */
class RealPredictionTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    @Test
    void predictionsAreWhatTwoRanksDo()
            throws IOException, InterruptedException, URISyntaxException, LayergraftException {
        PythonTorch.assumePresent();
        Path script = Path.of(getClass().getResource("real_ddp.py").toURI());
        Path samples = Path.of("samples").toAbsolutePath();
        PythonTorch.run(script.toString(), samples, samples, folder);
        List<String> differences = differences(folder);
        assertEquals(List.of(), differences);
    }

    /** Between what happened and what is predicted from captures in the same folder, whatever PyTorch wrote them. */
    static List<String> differences(Path folder) throws IOException, LayergraftException {
        JsonNode runs = JSON.readTree(Files.readAllBytes(folder.resolve("results.json")))
                .get("runs");
        var differences = new ArrayList<String>();
        var compared = new HashSet<String>();
        for (JsonNode run : runs) {
            String name = run.get("case").asText();
            for (String captured : List.of("off", "reentrant", "nonreentrant")) {
                Path file = file(folder, name, captured);
                if (Files.exists(file)) {
                    compare(CapturedModel.open(file), name, captured, run, folder, differences);
                    compared.add(name);
                }
            }
        }
        assertTrue(compared.size() >= 15, compared.toString());
        return differences;
    }

    /** With one rank there is one file. */
    private static Path file(Path folder, String name, String mode) {
        Path ranked = folder.resolve(name + "." + mode + ".r0.capture.json");
        return Files.exists(ranked) ? ranked : folder.resolve(name + "." + mode + ".capture.json");
    }

    private static void compare(
            CapturedModel model, String name, String captured, JsonNode run, Path folder, List<String> differences)
            throws IOException, LayergraftException {
        String mode = run.get("mode").asText();
        String where = name + " captured " + captured + ", run " + mode + " fu " + run.get("find_unused_parameters")
                + " sg " + run.get("static_graph");
        Switches switches = Switches.DEFAULT
                .withFindUnusedParameters(run.get("find_unused_parameters").asBoolean())
                .withStaticGraph(run.get("static_graph").asBoolean());
        if (captured.equals(mode)) {
            switches = switches.withCheckpoint(model.switches().checkpoint());
        } else if (!mode.equals("off")) {
            List<String> modules = CapturedModel.open(file(folder, name, mode))
                    .switches()
                    .checkpoint()
                    .modules();
            // Where the root itself runs a function in a checkpoint, no module stands for it; fairscale's kind is
            // captured only.
            if (modules.contains("")
                    || name.equals("fairscale")
                    || (captured.equals("off") && name.startsWith("shared"))) {
                return;
            }
            switches = switches.withCheckpoint(
                    new Switches.Checkpoint(Mode.valueOf(mode.toUpperCase(Locale.ROOT)), modules));
        }
        RunResult predicted;
        try {
            predicted = model.predict(switches, model.captured(), 3);
        } catch (LayergraftException refused) {
            boolean leftTheGraph = name.equals("first-layer") && captured.equals("reentrant");
            if (!leftTheGraph || !refused.problem().key().equals("underivable")) {
                differences.add(where + ": " + refused.getMessage());
            }
            return;
        }
        Verdict verdict = predicted.verdict().orElseThrow();
        expect(where + " outcome", run.get("outcome").asText(), verdict.raised(), differences);
        if (!verdict.raised().equals("ok")) {
            expect(
                    where + " iteration",
                    run.get("iteration").asInt(),
                    verdict.iteration().orElse(-1),
                    differences);
            expect(
                    where + " phase",
                    run.get("phase").asText(),
                    verdict.phase().orElseThrow().name().toLowerCase(Locale.ROOT),
                    differences);
            expect(where + " ranks", JSON.convertValue(run.get("ranks"), List.class), verdict.ranks(), differences);
            expect(
                    where + " parameters",
                    new TreeSet<>(texts(run.get("parameters"))),
                    new TreeSet<>(verdict.parameters()),
                    differences);
            return;
        }
        var diverged = new TreeSet<String>();
        var still = new TreeSet<String>();
        for (String parameter :
                predicted.ranks().getFirst().sums().getLast().values().keySet()) {
            Set<String> values = new TreeSet<>();
            predicted
                    .ranks()
                    .forEach(r -> values.add(r.sums().getLast().values().get(parameter)));
            if (values.size() > 1) {
                diverged.add(parameter);
            }
            if (values.equals(Set.of(""))) {
                still.add(parameter);
            }
        }
        model.graph().parameters().stream().filter(p -> !p.trainable()).forEach(p -> still.add(p.name()));
        expect(where + " diverged", new TreeSet<>(texts(run.get("diverged"))), diverged, differences);
        expect(where + " unchanged", new TreeSet<>(texts(run.get("still"))), still, differences);
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
