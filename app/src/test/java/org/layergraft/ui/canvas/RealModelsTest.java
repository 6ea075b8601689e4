package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptReader;

/** Every forward of every sample and reference model can be laid out, and nothing a module declares goes missing. */
class RealModelsTest {

    private static Stream<Path> models() throws Exception {
        Path samples = Path.of(System.getProperty("layergraft.samples", "samples"));
        Path cases = Path.of("../shared/ddp-cases");
        Stream<Path> shipped = Files.isDirectory(samples) ? Files.list(samples) : Stream.empty();
        Stream<Path> reference = Files.isDirectory(cases) ? Files.walk(cases, 2) : Stream.empty();
        return Stream.concat(shipped, reference).filter(p -> p.toString().endsWith(".pt"));
    }

    @Test
    void everyForwardOfEveryModelIsLaidOut() throws Exception {
        int seen = 0;
        for (Path file : models().toList()) {
            ModelGraph graph = ModelGraphs.read(ScriptReader.read(file));
            seen++;
            var classes = new HashSet<String>();
            for (ModuleNode module :
                    graph.root().walk().filter(m -> classes.add(m.className())).toList()) {
                Drawing drawing = Drawing.of(graph, module.path());
                Layout layout = GraphLayout.of(drawing, false, () -> false);
                String where = file + " " + module.path();
                assertFalse(layout.plain(), where);
                assertEquals(
                        drawing.items().size(),
                        layout.boxes().size() + layout.frames().size(),
                        where);
            }
            for (Parameter parameter : graph.parameters().stream().limit(30).toList()) {
                assertTrue(
                        Reveal.find(graph, "", java.util.Set.of(), parameter.name())
                                .isPresent(),
                        file + " hides " + parameter.name());
            }
        }
        Assumptions.assumeTrue(seen > 0, "no samples and no reference cases here");
    }
}
