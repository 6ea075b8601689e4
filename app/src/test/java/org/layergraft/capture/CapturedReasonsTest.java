package org.layergraft.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Why;
import org.layergraft.torchscript.PythonTorch;

/** The graph of a capture explains what was measured: nothing arrives on a way that it does not show. */
class CapturedReasonsTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void capture() throws Exception {
        PythonTorch.assumePresent();
        Path script =
                Path.of(CapturedReasonsTest.class.getResource("real_ddp.py").toURI());
        Path samples = Path.of("samples").toAbsolutePath();
        PythonTorch.run(
                script.toString(),
                samples,
                samples,
                folder,
                "--captures",
                "--only",
                "encoder,first-layer,not-in-loss,own-class,co-dino-class-embed,nested");
    }

    private static RunResult predicted(String name) throws Exception {
        CapturedModel model = CapturedModel.open(folder.resolve(name + ".r0.capture.json"));
        return model.predict(model.switches(), 2, 3);
    }

    private static Set<String> reasons(RunResult run, String parameters) {
        return run.coverage().stream()
                .filter(c -> c.parameter().name().startsWith(parameters))
                .flatMap(c -> c.reason().stream())
                .map(Why::id)
                .collect(Collectors.toSet());
    }

    @Test
    void noGradientComesFromNowhere() throws Exception {
        for (String name :
                List.of("encoder.reentrant", "own-class.off", "co-dino-class-embed.off", "nested.reentrant")) {
            List<String> unexplained = predicted(name).coverage().stream()
                    .filter(c ->
                            c.reason().filter(w -> w.id().equals("came_anyway")).isPresent())
                    .map(Coverage::parameter)
                    .map(p -> p.name())
                    .toList();
            assertEquals(List.of(), unexplained, name);
        }
    }

    @Test
    void whatNobodyReadsIsNamed() throws Exception {
        assertEquals(Set.of("never_read"), reasons(predicted("co-dino-class-embed.reentrant"), "inner.class_embed"));
        assertEquals(Set.of("never_read"), reasons(predicted("encoder.off"), "class_embed"));
    }

    @Test
    void anOutputOutsideTheLossIsNamed() throws Exception {
        RunResult run = predicted("not-in-loss.off");
        assertEquals(Set.of("not_in_loss"), reasons(run, "b."));
        assertEquals(Set.of("not_in_loss"), reasons(run, "c."));
    }

    @Test
    void aSegmentThatLeftTheGraphIsNamed() throws Exception {
        RunResult run = predicted("first-layer.reentrant");
        assertEquals(Outcome.UNUSED_PARAMETERS, run.verdict().orElseThrow().outcome());
        assertEquals(Set.of("checkpoint"), reasons(run, "first."));
        CapturedModel model = CapturedModel.open(folder.resolve("first-layer.reentrant.r0.capture.json"));
        RunResult searched = model.predict(model.switches().withFindUnusedParameters(true), 2, 3);
        assertEquals(Outcome.NO_GRADIENT, searched.verdict().orElseThrow().outcome());
        assertTrue(searched.verdict().orElseThrow().parameters().contains("first.fc1.weight"));
    }
}
