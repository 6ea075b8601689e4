package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.layergraft.graft.CarriedLog;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.Grafter;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * Models whose tensors are mostly holes in a sparse file; and a process that opens one, grafts a layer onto it and saves it. Arguments:
 * source, target.
 */
final class LargeModel {

    private LargeModel() {}

    /** Parameters p0, p1 … of these many float32; the first element of each is its number, the last one that and a half. */
    static void make(Path file, List<Long> sizes) throws IOException {
        var code = new StringBuilder("class M(Module):\n  __parameters__ = [");
        var state = new ArrayList<Map.Entry<Value, Value>>();
        for (int i = 0; i < sizes.size(); i++) {
            code.append("\"p").append(i).append("\", ");
            long size = sizes.get(i);
            state.add(Map.entry(
                    new Value.Text("p" + i),
                    new Value.Tensor(
                            String.valueOf(i),
                            "FloatStorage",
                            "cpu",
                            size,
                            0,
                            Shape.of(size),
                            List.of(1L),
                            true,
                            DType.FLOAT32)));
        }
        code.append("]\n  __buffers__ = []\n");
        for (int i = 0; i < sizes.size(); i++) {
            code.append("  p").append(i).append(" : Tensor\n");
        }
        code.append("  training : bool\n  _is_full_backward_hook : Optional[bool]\n");
        code.append("  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n");
        code.append("    p0 = self.p0\n    return torch.add(x, torch.select(p0, 0, 0))\n");
        state.add(Map.entry(new Value.Text("training"), new Value.Bool(true)));
        state.add(Map.entry(new Value.Text("_is_full_backward_hook"), new Value.None()));
        var root = new Value.Instance("__torch__.M", new Value.Dict(state, ""));
        try (var zip = new SparseZip(file)) {
            zip.add("m/data.pkl", PickleWriter.write(root));
            zip.add("m/code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < sizes.size(); i++) {
                zip.add("m/data/" + i, number(i), sizes.get(i) * Float.BYTES - 2 * Float.BYTES, number(i + 0.5f));
            }
            zip.add("m/constants.pkl", PickleWriter.write(new Value.Tuple(List.of())));
            zip.add("m/version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] number(float number) {
        return ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(number)
                .array();
    }

    public static void main(String[] arguments) throws Exception {
        var base = ScriptReader.read(Path.of(arguments[0]));
        var edits = EditScript.read("""
            {"edits": [{"op": "declare", "layer": {"kind": "parameter", "name": "class_embed", "shape": [32, 512]}}]}\
            """);
        var edited = Grafter.apply(base, edits);
        ScriptWriter.write(CarriedLog.withLog(base, EditLog.of(edits), edited), Path.of(arguments[1]));
        System.out.println("saved");
    }
}
