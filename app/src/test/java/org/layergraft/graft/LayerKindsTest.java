package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.model.DType;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.PythonTorch;

/** Every kind of layer, grafted, against torch.nn in a real PyTorch. */
class LayerKindsTest {

    @TempDir
    Path folder;

    @Test
    void everyKindAValueCanGoThroughIsTried() {
        var tried = new HashSet<String>();
        LayerCase.all().forEach(c -> tried.add(c.kind()));
        for (var kind : LayerKinds.all()) {
            assertEquals(kind.callable(), tried.contains(kind.id()), kind.id());
        }
    }

    @Test
    void everyKindAndGroupIsExplainedInEveryLanguage() {
        for (var language : Texts.languages()) {
            var texts = new Texts(language);
            for (var kind : LayerKinds.all()) {
                String about = texts.get(kind.about());
                assertFalse(about.isBlank() || about.startsWith("graft:"), about);
            }
            for (var group : LayerKind.Group.values()) {
                String title = texts.get("graft", "group." + group.name().toLowerCase(Locale.ROOT));
                assertFalse(title.startsWith("graft:"), title);
            }
        }
    }

    @Test
    void graftedLayersDoWhatThoseOfTorchDo() throws Exception {
        var cases = JsonNodeFactory.instance.arrayNode();
        for (var tried : LayerCase.all()) {
            add(cases, tried, DType.FLOAT32);
        }
        compare(cases);
    }

    @Test
    void layersHaveTheElementTypeOfTheirModel() throws Exception {
        var cases = JsonNodeFactory.instance.arrayNode();
        var kinds = new HashSet<String>();
        for (var tried : LayerCase.all()) {
            if (kinds.add(tried.kind())) {
                for (var dtype : List.of(DType.FLOAT64, DType.BFLOAT16, DType.FLOAT16)) {
                    add(cases, tried, dtype);
                }
            }
        }
        compare(cases);
    }

    private void add(ArrayNode cases, LayerCase tried, DType dtype) throws Exception {
        var settings = tried.settings();
        var kind = LayerSettings.kind(tried.spec());
        var json = cases.addObject();
        json.put("name", tried.name() + " " + dtype.torchName())
                .put("file", tried.write(folder, dtype).toString())
                .put("dtype", dtype.torchName());
        var resolved = new LayerSpec(kind.id(), "layer", settings.values());
        json.set(
                "layer",
                EditWriter.json(new Edit.Declare("", resolved, Edit.Scope.THIS)).get("layer"));
        var input = json.putArray("input");
        tried.input().sizes().forEach(input::add);
        switch (kind.shape().of(settings, tried.input())) {
            case Shaped.Fits(var shape) -> {
                var output = json.putArray("output");
                shape.sizes().forEach(output::add);
            }
            case Shaped.Refused(var misfit) -> fail(tried.name() + misfit);
            case Shaped.Unknown() -> assertEquals("custom", kind.id());
        }
        json.put("integers", tried.integers()).put("identity", tried.identity());
        json.put("parameters", kind.blueprint().apply(settings).parameters());
    }

    private void compare(ArrayNode cases) throws Exception {
        PythonTorch.assumePresent();
        var file = folder.resolve("cases.json");
        Files.writeString(file, cases.toString());
        var script = Path.of(LayerKindsTest.class.getResource("layers.py").toURI());
        var lines = PythonTorch.run(script.toString(), file).strip().lines().toList();
        assertEquals(cases.size(), lines.size(), String.join("\n", lines));
        var wrong = new StringBuilder();
        for (String line : lines) {
            var json = JsonMapper.builder().build().readTree(line);
            for (var sentence : json.get("wrong")) {
                wrong.append(json.get("name").asText())
                        .append(": ")
                        .append(sentence.asText())
                        .append('\n');
            }
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
    }
}
