package org.layergraft.graft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/** An archive whose forward hands its only input on: something to try a layer in. */
final class BareModel {

    /** The node of its input. */
    static final String INPUT = "/@x";

    private static final String CODE = """
        class Bare(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Bare,
            x: Tensor) -> Tensor:
            return x
        """;

    /** A pickled empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private BareModel() {}

    static ScriptModel make() {
        var others = new LinkedHashMap<String, Content>();
        others.put("constants.pkl", new Content.InMemory(NO_CONSTANTS.clone()));
        others.put("version", new Content.InMemory("3\n".getBytes(StandardCharsets.UTF_8)));
        var state = List.<Map.Entry<Value, Value>>of(Map.entry(new Value.Text("training"), new Value.Bool(true)));
        return new ScriptModel(
                Path.of("bare.pt").toAbsolutePath(),
                "bare",
                new TreeMap<>(Map.of("__torch__.py", CODE)),
                new Value.Instance("__torch__.Bare", new Value.Dict(state, "")),
                new LinkedHashMap<>(),
                others);
    }
}
