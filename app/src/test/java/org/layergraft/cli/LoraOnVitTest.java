package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.torchscript.PythonTorch;

/** One edit puts LoRA around every Linear of a vision transformer whose own parameters are frozen; it trains on two ranks. */
class LoraOnVitTest {
    private static final Path SCRIPT = Path.of("app/src/test/resources/org/layergraft/cli/small_vit.py");
    private static final List<String> LINEARS = List.of(
            "encoder.layers.encoder_layer_0.mlp.0",
            "encoder.layers.encoder_layer_0.mlp.3",
            "encoder.layers.encoder_layer_1.mlp.0",
            "encoder.layers.encoder_layer_1.mlp.3",
            "heads.head");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"scripted", "traced"})
    void loraAroundEveryLinearByOneEditTrainsOnRanksWithAFrozenBase(String way) throws Exception {
        PythonTorch.assumePresent("torchvision");
        var model = folder.resolve("vit.pt");
        PythonTorch.run(SCRIPT.toString(), way, model);
        var edits = Files.writeString(folder.resolve("lora.json"), """
            {"edits": [
              {"op": "freeze", "module": ""},
              {"op": "wrap", "module": "heads.head", "scope": "all", "layer": {"kind": "lora", "name": "lora", "r": 4}}]}
            """);
        var grafted = folder.resolve("lora.pt");
        var json = folder.resolve("check.json");
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(
                0,
                terminal.run("graft", model.toString(), "--edits", edits.toString(), "--out", grafted.toString()),
                terminal.err());
        assertEquals(0, terminal.run("check", grafted.toString(), "--json", json.toString()), terminal.err());

        var wrapped = new ArrayList<String>();
        int frozen = 0;
        for (var row :
                JsonMapper.builder().build().readTree(Files.readString(json)).get("coverage")) {
            String name = row.get("parameter").asText();
            var states = row.get("ranks").findValuesAsText("state");
            if (name.endsWith(".lora.lora_A")) {
                assertEquals(List.of("zero", "zero"), states, name);
                wrapped.add(name.substring(0, name.length() - ".lora.lora_A".length()));
            } else if (name.endsWith(".lora.lora_B")) {
                assertEquals(List.of("nonzero", "nonzero"), states, name);
            } else {
                assertEquals(List.of("frozen", "frozen"), states, name);
                frozen++;
            }
        }
        assertEquals(LINEARS, wrapped.stream().sorted().toList());
        assertTrue(frozen > 30, String.valueOf(frozen));
    }
}
