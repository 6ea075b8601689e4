package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.LayerKind.Shaped;
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
        PythonTorch.assumePresent();
        var cases = JsonNodeFactory.instance.arrayNode();
        for (var tried : LayerCase.all()) {
            var settings = tried.settings();
            var kind = LayerSettings.kind(tried.spec());
            var shaped = kind.shape().of(settings, tried.input());
            var json = cases.addObject();
            json.put("name", tried.name()).put("file", tried.write(folder).toString());
            var resolved = new LayerSpec(kind.id(), "layer", settings.values());
            var edit = EditWriter.json(new Edit.Declare("", resolved, Edit.Scope.THIS));
            json.set("layer", edit.get("layer"));
            var input = json.putArray("input");
            tried.input().sizes().forEach(input::add);
            switch (shaped) {
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
