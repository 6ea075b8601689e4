package org.layergraft.bench;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.layergraft.graft.CarriedLog;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.Grafter;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.FileStamp;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.Value;

/**
 * Saves an edited model and copies the same file, in turns, and prints how the two compare. Both end on the disk ({@code force}).
 * Arguments: a model, or none for one of 350 MB made here.
 */
final class SaveBench {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 11;

    /** As many and as large as a ViT-B's, roughly: 350 MB. */
    private static final int TENSORS = 148;

    private static final long WIDTH = 768;

    private static final String EDIT = """
        {"edits": [{"op": "declare", "layer": {"kind": "parameter", "name": "class_embed", "shape": [32, 512]}}]}\
        """;

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench");
        try {
            var source = arguments.length > 0 ? Path.of(arguments[0]) : made(folder);
            measure(source, folder.resolve("target.pt"));
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(Path source, Path target) throws Exception {
        var base = ScriptReader.read(source);
        var edits = EditScript.read(EDIT);
        var edited = CarriedLog.withLog(base, EditLog.of(edits), Grafter.apply(base, edits));
        Work save = () -> ScriptWriter.write(edited, target);
        Work copy = () -> {
            Files.copy(source, target);
            try (var file = FileChannel.open(target, StandardOpenOption.WRITE)) {
                file.force(true);
            }
        };
        double[] saving = new double[ROUNDS];
        double[] copying = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            // Whoever comes second in a round meets another cache, so they change places.
            boolean saveFirst = round % 2 == 0;
            double first = milliseconds(saveFirst ? save : copy, target);
            double second = milliseconds(saveFirst ? copy : save, target);
            if (round >= 0) {
                saving[round] = saveFirst ? first : second;
                copying[round] = saveFirst ? second : first;
                ratio[round] = saving[round] / copying[round];
            }
        }
        System.out.printf(
                "%s, %d MB, heap %d MB, %d rounds%n",
                source.getFileName(),
                Files.size(source) >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                ROUNDS);
        print("save edited model, ms", saving);
        print("copy the file, ms", copying);
        print("save / copy", ratio);
    }

    private static double milliseconds(Work work, Path target) throws Exception {
        Files.deleteIfExists(target);
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void print(String what, double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%-22s median %8.2f   from %8.2f to %8.2f%n",
                what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    /** A model of nothing but parameters, full of random bits. */
    private static Path made(Path folder) throws Exception {
        var raw = folder.resolve("raw");
        int length = (int) (WIDTH * WIDTH * Float.BYTES);
        var sums = new ArrayList<Integer>();
        try (var out = Files.newOutputStream(raw)) {
            var random = new SplittableRandom(0);
            byte[] bytes = new byte[length];
            for (int i = 0; i < TENSORS; i++) {
                random.nextBytes(bytes);
                var sum = new CRC32();
                sum.update(bytes);
                sums.add((int) sum.getValue());
                out.write(bytes);
            }
        }
        var model = folder.resolve("model.pt");
        ScriptWriter.write(model(raw, length, sums), model);
        Files.delete(raw);
        return model;
    }

    private static ScriptModel model(Path raw, long length, List<Integer> sums) throws IOException {
        var code = new StringBuilder("class M(Module):\n  __parameters__ = [");
        var attributes = new StringBuilder();
        var state = new ArrayList<Map.Entry<Value, Value>>();
        var storages = new LinkedHashMap<String, Content>();
        var stamp = FileStamp.of(raw);
        for (int i = 0; i < sums.size(); i++) {
            String key = String.valueOf(i);
            code.append("\"p").append(i).append("\", ");
            attributes.append("  p").append(i).append(" : Tensor\n");
            state.add(Map.entry(
                    new Value.Text("p" + i),
                    new Value.Tensor(
                            key,
                            "FloatStorage",
                            "cpu",
                            WIDTH * WIDTH,
                            0,
                            Shape.of(WIDTH, WIDTH),
                            List.of(WIDTH, 1L),
                            true,
                            DType.FLOAT32)));
            storages.put(key, new Content.InFile(raw, i * length, length, length, true, sums.get(i), stamp));
        }
        code.append("]\n  __buffers__ = []\n").append(attributes);
        code.append("  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    return torch.relu(x)\n");
        var others = new LinkedHashMap<String, Content>();
        others.put("constants.pkl", new Content.InMemory(new byte[] {(byte) 0x80, 2, ')', '.'}));
        others.put("version", new Content.InMemory("3\n".getBytes(StandardCharsets.UTF_8)));
        return new ScriptModel(
                raw,
                "model",
                new TreeMap<>(Map.of("__torch__.py", code.toString())),
                new Value.Instance("__torch__.M", new Value.Dict(state, "")),
                storages,
                others);
    }
}
