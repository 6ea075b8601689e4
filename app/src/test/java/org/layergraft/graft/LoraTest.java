package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** LoRA around scripted and traced modules; PyTorch is the judge. */
class LoraTest {

    @TempDir
    Path folder;

    @Test
    void aroundEveryModuleThatItFits() throws Exception {
        PythonTorch.assumePresent();
        var script = Path.of(LoraTest.class.getResource("lora.py").toURI()).toString();
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("r", new Hyper.Whole(4));
        hypers.put("lora_alpha", new Hyper.Whole(6));
        var wrap = new Edit.Wrap("inner", new LayerSpec("lora", "lora", hypers), Edit.Scope.THIS);
        var wrapped = new ArrayList<String>();
        var refused = new ArrayList<String>();
        for (String name : PythonTorch.run(script, "make", folder).strip().split("\\s+")) {
            var base = ScriptReader.read(folder.resolve(name + ".pt"));
            if (name.matches("(reflect|transposed|norm)-.*")) {
                refused.add(assertThrows(LayergraftException.class, () -> Grafter.apply(base, List.of(wrap)))
                        .getMessage());
                continue;
            }
            ScriptWriter.write(Grafter.apply(base, List.of(wrap)), folder.resolve(name + "-lora.pt"));
            wrapped.add(name);
        }
        assertEquals(14, wrapped.size());
        refused.forEach(sentence -> assertTrue(
                sentence.startsWith("LoRA can be wrapped around a Linear, a Conv1d, a Conv2d or a Conv3d; inner is a "),
                sentence));
        var expected = wrapped.stream().sorted().map(n -> n + " []").collect(Collectors.joining("\n"));
        assertEquals(
                expected,
                PythonTorch.run(script, "compare", folder)
                        .strip()
                        .lines()
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }
}
