package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.FlowNode;
import org.layergraft.text.LayergraftException;

class PythonOriginsTest {
    private static final Path SCRIPT = Path.of("app/src/test/resources/org/layergraft/torchscript/python_origins.py");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeModels() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(SCRIPT.toString(), folder);
    }

    private static Optional<PythonOrigin> origin(ScriptModel model, String node) throws LayergraftException {
        var place = ModelGraphs.read(model).node(node).flatMap(FlowNode::place).orElseThrow();
        return new PythonOrigins(model).at(place);
    }

    @Test
    void aCallComesFromTheLineThatStandsInTheFile() throws Exception {
        var model = ScriptReader.read(folder.resolve("scripted.pt"));
        var lines = Files.readAllLines(SCRIPT);
        var relu = origin(model, "/relu").orElseThrow();
        assertEquals("python_origins.py", relu.shortFile());
        assertEquals("        h = torch.relu(self.fc(x))", lines.get(relu.line() - 1));
        assertEquals("torch.relu", relu.span().in(relu.source()));
        assertFalse(relu.isTraced());

        var function = PythonFunction.of(relu).orElseThrow();
        assertEquals("forward", function.name());
        var call = function.expression(relu.span()).orElseThrow();
        assertEquals("torch.relu(self.fc(x))", call.in(function.text()));
        var statement = function.statement(call).orElseThrow();
        assertEquals("h", statement.target());
        assertEquals(call, statement.value().orElseThrow());
        assertTrue(function.text().substring(function.bodyStart()).startsWith("        h = "));
    }

    @Test
    void operatorsOverSeveralLinesAndReturnsAreFound() throws Exception {
        var model = ScriptReader.read(folder.resolve("scripted.pt"));
        var add = origin(model, "/add").orElseThrow();
        var function = PythonFunction.of(add).orElseThrow();
        assertEquals("h + x", function.expression(add.span()).orElseThrow().in(function.text()));
        assertTrue(function.statement(add.span()).orElseThrow().isReturn());
        var returned = function.returns().stream()
                .map(r -> r.value().orElseThrow().in(function.text()).replaceAll("\\s+", " "))
                .toList();
        assertEquals(List.of("h + x", "torch.tanh( pairs[0] - h)"), returned);
    }

    @Test
    void whatRunsOncePerItemIsNoStatementOfItsOwn() throws Exception {
        var model = ScriptReader.read(folder.resolve("scripted.pt"));
        var second = origin(model, "fc#2").orElseThrow();
        var function = PythonFunction.of(second).orElseThrow();
        assertEquals(
                "self.fc(y)", function.expression(second.span()).orElseThrow().in(function.text()));
        assertTrue(function.statement(second.span()).isEmpty());
    }

    @Test
    void aTraceKnowsTheLineAndNotTheText() throws Exception {
        var model = ScriptReader.read(folder.resolve("traced.pt"));
        var relu = origin(model, "/relu").orElseThrow();
        assertTrue(relu.isTraced());
        assertEquals(
                "        h = torch.relu(self.fc(x))", Files.readAllLines(SCRIPT).get(relu.line() - 1));
        assertTrue(PythonFunction.of(relu).isEmpty());
        assertEquals(
                "torch/nn/modules/linear.py",
                origin(model, "fc/linear").orElseThrow().shortFile());
    }

    @Test
    void aBrokenTableIsNoTable() throws Exception {
        var model = ScriptReader.read(folder.resolve("scripted.pt"));
        var others = new LinkedHashMap<>(model.others());
        others.replaceAll((name, content) ->
                name.endsWith(".debug_pkl") ? new Content.InMemory(new byte[] {'(', 'K', 1, 't', '.'}) : content);
        var broken = model.with(model.code(), model.module(), model.storages(), others);
        assertTrue(origin(broken, "/relu").isEmpty());
    }
}
