package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

/** Every wrong file gets one sentence that names it and the way out. */
class ScriptReaderTest {

    @TempDir
    Path folder;

    private static final Value.Tensor WEIGHT =
            new Value.Tensor("0", "FloatStorage", "cpu", 4, 0, Shape.of(2, 2), List.of(2L, 1L), true, DType.FLOAT32);

    private static byte[] pickle(Value... attributes) {
        var entries = new ArrayList<Map.Entry<Value, Value>>();
        for (var attribute : attributes) {
            entries.add(Map.entry(new Value.Text("a" + entries.size()), attribute));
        }
        return PickleWriter.write(new Value.Instance("__torch__.M", new Value.Dict(entries, "")));
    }

    private static Map<String, byte[]> entries(byte[] pickle) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("model/data/0", new byte[16]);
        entries.put("model/data.pkl", pickle);
        entries.put("model/code/__torch__.py", "class M(Module):\n  pass\n".getBytes(StandardCharsets.UTF_8));
        entries.put("model/constants.pkl", PickleWriter.write(new Value.Tuple(List.of())));
        entries.put("model/version", "3\n".getBytes(StandardCharsets.UTF_8));
        return entries;
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        return file(zipped(entries));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("X.pt"), bytes);
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void assertTold(String expected, Path file) {
        var told = assertThrows(LayergraftException.class, () -> ScriptReader.read(file));
        assertEquals(LayergraftException.Fault.INPUT, told.fault());
        assertEquals(expected, told.getMessage());
        var chinese = new Texts(Locale.SIMPLIFIED_CHINESE).get(told.problem());
        assertFalse(chinese.equals(expected) || chinese.startsWith("torchscript:"), chinese);
    }

    private static final String SAVE =
            "torch.jit.script(model).save(path) or torch.jit.trace(model, inputs).save(path).";

    @Test
    void theModelThatTheOtherTestsBreakIsReadWhole() throws Exception {
        var model = ScriptReader.read(zip(entries(pickle(WEIGHT, new Value.Int(3)))));

        assertEquals("model", model.folder());
        assertEquals(List.of("__torch__.py"), List.copyOf(model.code().keySet()));
        assertEquals(List.of("0"), List.copyOf(model.storages().keySet()));
        assertEquals(
                List.of("constants.pkl", "version"), List.copyOf(model.others().keySet()));
        assertEquals("3\n", ScriptEntries.text(model, "version").orElseThrow());
    }

    @Test
    void aMissingFileIsTold() {
        var file = folder.resolve("X.pt");
        assertTold(file + " does not exist. Check the path or choose another file.", file);
    }

    @Test
    void aFolderIsTold() {
        assertTold(folder + " is a folder. Choose the .pt file inside it.", folder);
    }

    @Test
    void anEmptyFileIsTold() throws IOException {
        assertTold("X.pt is empty. Save or copy the model again.", file(new byte[0]));
    }

    @Test
    void aTruncatedFileIsToldWhereverItIsCut() throws IOException {
        byte[] whole = zipped(entries(pickle(WEIGHT)));
        for (int length = 2; length < whole.length; length += 7) {
            assertTold(
                    "X.pt is cut off: the end of its zip archive is missing. Copy or download it again.",
                    file(Arrays.copyOf(whole, length)));
        }
    }

    @Test
    void aZipThatIsNoModelIsTold() throws IOException {
        assertTold(
                "X.pt is a zip archive, but no TorchScript model: it lacks data.pkl, constants.pkl or code/. Save the"
                        + " model with "
                        + SAVE,
                zip(Map.of("notes/readme.txt", new byte[3])));
        assertTold(
                "X.pt is a zip archive, but no TorchScript model: it lacks data.pkl, constants.pkl or code/. Save the"
                        + " model with "
                        + SAVE,
                zip(Map.of()));
    }

    @Test
    void aStateDictIsToldApart() throws IOException {
        var entries = entries(pickle());
        entries.remove("model/code/__torch__.py");
        entries.remove("model/constants.pkl");
        assertTold(
                "X.pt was written by torch.save: it holds a state_dict or a pickled module, but no code. Load it in"
                        + " Python and save the model with " + SAVE,
                zip(entries));
    }

    @Test
    void anExportedProgramAnOldFormatAndAPointerAreToldApart() throws IOException {
        assertTold(
                "X.pt is an exported program (torch.export), not a TorchScript model. Save the model with " + SAVE,
                zip(Map.of("m/archive_format", new byte[3], "m/models/model.json", new byte[1])));
        assertTold(
                "X.pt is in the TorchScript format of PyTorch 1.2 or older. Load it with torch.jit.load in a newer"
                        + " PyTorch and save it again.",
                zip(Map.of("m/model.json", new byte[3])));
        assertTold(
                "X.pt is only a Git LFS pointer, not the model itself. Run \"git lfs pull\" and open it again.",
                file("version https://git-lfs.github.com/spec/v1\noid sha256:1\n".getBytes(StandardCharsets.UTF_8)));
        assertTold(
                "X.pt is no TorchScript model: it is not a zip archive. Save the model with " + SAVE,
                file("<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void weightsAloneAndModelsOfOnnxAreToldApart() throws IOException {
        byte[] weights = "=.......{\"w\":{\"dtype\":\"F32\"".getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(weights, 1, 8, (byte) 0);
        assertTold(
                "X.pt is a safetensors file: it holds weights only, without the model that computes with them. Build"
                        + " the model, load them into it, then save it with "
                        + SAVE,
                file(weights));
        assertTold(
                "X.pt is an ONNX model, which cannot be trained here: export the PyTorch model that it was made from"
                        + " with "
                        + SAVE,
                file(new byte[] {8, 7, 18, 7, 'p', 'y', 't', 'o', 'r', 'c', 'h', 26, 6}));
    }

    @Test
    void anOldPickleIsTold() throws IOException {
        assertTold(
                "X.pt is a pickle written by an old torch.save; it holds weights, but no code. Load it in Python and"
                        + " save the model with "
                        + SAVE,
                file(new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc}));
    }

    @Test
    void whatTorchSaveReallyWritesIsToldApart() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                Path.of(getClass().getResource("make_models.py").toURI()).toString(), folder);

        for (var name : Map.of(
                        "state_dict.pt", "was written by torch.save",
                        "module.pt", "was written by torch.save",
                        "legacy.pt", "written by an old torch.save",
                        "quantized.pt", "data.pkl holds torch._utils._rebuild_qtensor")
                .entrySet()) {
            var told = assertThrows(LayergraftException.class, () -> ScriptReader.read(folder.resolve(name.getKey())));
            assertTrue(told.getMessage().contains(name.getValue()), told.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // protocol 2, protocol 0, protocol 4 (short strings, frame, memo), INST, and one hidden deep in a list
                "8002636f730a73797374656d0a58020000006c7385522e",
                "636f730a73797374656d0a2853276c73270a74522e",
                "80049520000000000000008c026f73948c0673797374656d9493948c026c7394859452942e",
                "2853276c73270a696f730a73797374656d0a2e",
                "80025d71002863636f6c6c656374696f6e730a4f726465726564446963740a2952636f730a73797374656d0a652e"
            })
    void aPickleThatNamesOsSystemIsRefusedByName(String hex) throws IOException {
        assertTold(
                "X.pt: data.pkl names os.system, which no TorchScript model needs; the file was not opened.",
                zip(entries(HexFormat.of().parseHex(hex))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "builtins eval",
                "posix system",
                "torch load",
                "torch._utils _rebuild_parameter",
                "torch.hub load",
                "__torch__evil a",
                "java.lang.Runtime getRuntime"
            })
    void everyOtherNameIsRefusedToo(String name) throws IOException {
        var pickle = ("\u0080\u0002c" + name.replace(' ', '\n') + "\n.").getBytes(StandardCharsets.ISO_8859_1);
        assertTold(
                "X.pt: data.pkl names " + name.replace(' ', '.')
                        + ", which no TorchScript model needs; the file was not opened.",
                zip(entries(pickle)));
    }

    @Test
    void aTensorLargerThanItsBytesIsTold() throws IOException {
        var huge = new Value.Tensor("0", "FloatStorage", "cpu", 5, 0, Shape.of(5), List.of(1L), true, DType.FLOAT32);
        var outside = new Value.Tensor(
                "0", "FloatStorage", "cpu", 4, 1, Shape.of(2, 2), List.of(2L, 1L), true, DType.FLOAT32);
        for (var tensor : List.of(huge, outside)) {
            assertTold(
                    "X.pt is damaged: data.pkl describes a tensor that is larger than its bytes in data/0. Copy,"
                            + " download or save it again.",
                    zip(entries(pickle(tensor))));
        }
    }

    @Test
    void nestingThatWouldExhaustTheStackIsTold() throws IOException {
        Value deep = new Value.None();
        for (int i = 0; i < 600; i++) {
            deep = new Value.Items(List.of(deep), "");
        }
        assertTold(
                "X.pt: the objects in data.pkl are nested more than 500 deep, which no TorchScript model needs; the"
                        + " file was not opened.",
                zip(entries(pickle(deep))));
    }

    @Test
    void codeThatIsNoTextIsTold() throws IOException {
        var entries = entries(pickle());
        entries.put("model/code/__torch__.py", new byte[] {(byte) 0xff, 0});
        assertTold(
                "X.pt is damaged: code/__torch__.py is no UTF-8 text. Copy, download or save it again.", zip(entries));
    }

    @Property(tries = 300)
    void aBrokenByteInThePickleGivesAModelOrASentence(@ForAll int place, @ForAll byte value) throws IOException {
        byte[] pickle =
                pickle(WEIGHT, new Value.Text("ü"), new Value.Items(List.of(new Value.Int(300)), "List[int]"), WEIGHT);
        pickle[Math.floorMod(place, pickle.length)] = value;
        var file = Files.createTempFile("layergraft", ".pt");
        try {
            ScriptReader.read(Files.write(file, zipped(entries(pickle))));
        } catch (LayergraftException told) {
            assertTrue(told.getMessage().startsWith(file.getFileName().toString()), told.getMessage());
        } finally {
            Files.delete(file);
        }
    }
}
