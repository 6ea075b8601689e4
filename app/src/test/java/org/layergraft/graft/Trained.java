package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** What a real PyTorch says of grafted archives: loaded, run, trained for three steps and saved again. */
record Trained(
        List<Double> losses,
        List<String> outputs,
        List<String> keys,
        Map<String, String> states,
        List<String> buffers,
        String error) {

    static List<Path> cases() throws Exception {
        var folder = Path.of("../shared/ddp-cases");
        Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: the reference cases are not beside the project");
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(p -> Files.exists(p.resolve("model.pt")))
                    .sorted()
                    .toList();
        }
    }

    static ScriptModel model(String name) throws Exception {
        var wanted = cases().stream()
                .filter(p -> p.getFileName().toString().equals(name))
                .findFirst();
        Assumptions.assumeTrue(wanted.isPresent(), "skipped: no reference case " + name);
        return ScriptReader.read(wanted.get().resolve("model.pt"));
    }

    /** Trains every model on the inputs of the case it was read from; all in one process. */
    static Map<String, Trained> all(Path folder, Map<String, ScriptModel> models) throws Exception {
        PythonTorch.assumePresent();
        var arguments = new ArrayList<Object>();
        for (var model : models.entrySet()) {
            var file = folder.resolve(model.getKey() + ".pt");
            ScriptWriter.write(model.getValue(), file);
            arguments.add(file);
            arguments.add(model.getValue().file().resolveSibling("inputs-rank0.npz"));
        }
        var script = Path.of(Trained.class.getResource("step.py").toURI()).toString();
        var lines = PythonTorch.run(script, arguments.toArray()).strip().lines().toList();
        assertEquals(models.size(), lines.size(), String.join("\n", lines));
        var mapper = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        var results = new LinkedHashMap<String, Trained>();
        int i = 0;
        for (String name : models.keySet()) {
            var trained = mapper.readValue(lines.get(i++), Trained.class);
            assertEquals(null, trained.error(), name + ": " + trained.error());
            results.put(name, trained);
        }
        return results;
    }

    static Map<String, Trained> all(Path folder, ScriptModel base, Map<String, List<Edit>> edits) throws Exception {
        var models = new LinkedHashMap<String, ScriptModel>();
        for (var entry : edits.entrySet()) {
            models.put(entry.getKey(), Grafter.apply(base, entry.getValue()));
        }
        return all(folder, models);
    }
}
