package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.GradientPath.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepJson;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptReader;

/** Paths against the gradients that PyTorch recorded: where one came, the path must reach the loss. */
class GradientPathTest {

    private static final Path OWN = Path.of("app/src/test/resources/org/layergraft/step/ddp/cases");
    private static final Path SHARED = Path.of("../shared/ddp-cases");

    private static List<Path> cases() throws Exception {
        var found = new ArrayList<Path>();
        for (Path folder : List.of(OWN, SHARED)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(p -> Files.exists(p.resolve("expected.json"))).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<Kind> kinds(GradientPath path) {
        return path.ends().stream().map(GradientPath.End::kind).distinct().toList();
    }

    /** On any rank that trained without DDP and without checkpointing. */
    private static Set<String> gradientCame(JsonNode expected) {
        var came = new TreeSet<String>();
        for (JsonNode rank : expected.at("/local/off")) {
            rank.at("/params").properties().forEach(p -> {
                String state = p.getValue().at("/state").asText();
                if (state.equals("nonzero") || state.equals("zero")) {
                    came.add(p.getKey());
                }
            });
        }
        return came;
    }

    private static GradientPath path(String id, String parameter, LossSpec loss) throws Exception {
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(OWN.resolve(id).resolve("model.pt")));
        return new GradientPath.Finder(graph, loss).of(parameter).orElseThrow();
    }

    @Test
    void whereItStopsIsTold() throws Exception {
        var first = new LossSpec.Outputs(List.of(0), LossSpec.Reduce.SUM);
        assertEquals(List.of(Kind.NOT_IN_LOSS), kinds(path("named-tuple-aux-outside-loss", "aux.weight", first)));
        // Of main an index is taken besides.
        assertEquals(
                Set.of(Kind.LOSS, Kind.NO_GRADIENT),
                Set.copyOf(kinds(path("named-tuple-aux-outside-loss", "main.weight", first))));
        assertEquals(List.of(Kind.LOSS), kinds(path("named-tuple-aux-outside-loss", "aux.weight", new LossSpec.Sum())));
        var unread = path("root-parameters-unused", "lost", new LossSpec.Sum());
        assertEquals(Set.of(), unread.nodes());
        assertEquals(List.of(), unread.ends());
    }

    @Test
    void whereAGradientCameThePathReachesTheLoss() throws Exception {
        var mapper = StepJson.mapper();
        int judged = 0;
        for (Path folder : cases()) {
            JsonNode expected = mapper.readTree(folder.resolve("expected.json").toFile());
            LossSpec loss = mapper.treeToValue(expected.get("loss"), LossSpec.class);
            ModelGraph graph = ModelGraphs.read(ScriptReader.read(folder.resolve("model.pt")));
            var finder = new GradientPath.Finder(graph, loss);
            for (String name : gradientCame(expected)) {
                var path = finder.of(name).orElseThrow();
                assertTrue(kinds(path).contains(Kind.LOSS), folder.getFileName() + ": " + name + " " + path.ends());
                judged++;
            }
        }
        assertTrue(judged > 50, "judged " + judged);
    }
}
