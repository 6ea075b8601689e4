package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

class ScriptWriterTest {

    @TempDir
    Path folder;

    private ScriptModel model;

    @BeforeEach
    void open() throws LayergraftException {
        var weight = new Value.Tensor(
                "0", "FloatStorage", "cpu", 4, 0, Shape.of(2, 2), List.of(2L, 1L), true, DType.FLOAT32);
        var state = new Value.Dict(List.of(Map.entry(new Value.Text("weight"), weight)), "");
        var others = new LinkedHashMap<String, Content>();
        others.put("constants.pkl", new Content.InMemory(PickleWriter.write(new Value.Tuple(List.of()))));
        var made = new ScriptModel(
                folder.resolve("none.pt"),
                "model",
                new TreeMap<>(Map.of("__torch__.py", "class M(Module):\n  pass\n")),
                new Value.Instance("__torch__.M", state),
                new LinkedHashMap<>(Map.of("0", new Content.InMemory(new byte[16]))),
                others);
        ScriptWriter.write(made, folder.resolve("X.pt"));
        model = ScriptReader.read(folder.resolve("X.pt"));
    }

    private void assertTold(String expected, Path target) throws IOException {
        var before = files();
        var told = assertThrows(LayergraftException.class, () -> ScriptWriter.write(model, target));
        assertEquals(LayergraftException.Fault.INPUT, told.fault());
        assertEquals(expected, told.getMessage());
        assertEquals(before, files(), "nothing half-written is left behind");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aMissingFolderIsTold() throws IOException {
        var target = folder.resolve("none/Y.pt");
        assertTold(
                target + " cannot be saved: the folder " + folder.resolve("none")
                        + " does not exist. Create it or choose another.",
                target);
    }

    @Test
    void aFolderAsTargetIsTold() throws IOException {
        assertTold(folder + " is a folder. Choose a file name.", folder);
    }

    @Test
    void aFolderThatMayNotBeWrittenIsTold() throws IOException {
        var closed = Files.createDirectory(folder.resolve("closed"));
        closed.toFile().setWritable(false);
        Assumptions.assumeFalse(Files.isWritable(closed), "skipped: this user may write everywhere");
        var target = closed.resolve("Y.pt");
        assertTold(target + " cannot be saved: you may not write in " + closed + ". Choose another folder.", target);
    }

    @Test
    void aFolderNobodyCanWriteInIsTold() throws IOException {
        var target = Path.of("/proc/Y.pt");
        Assumptions.assumeTrue(Files.isDirectory(target.getParent()), "skipped: no /proc here");
        var told = assertThrows(LayergraftException.class, () -> ScriptWriter.write(model, target));
        assertTrue(told.getMessage().startsWith("/proc/Y.pt cannot be saved: "), told.getMessage());
    }

    @Test
    void aSourceThatIsGoneIsToldAndTheTargetStaysAsItWas() throws IOException {
        var target = Files.write(folder.resolve("Y.pt"), new byte[] {1, 2, 3});
        Files.delete(model.file());
        assertTold(
                model.file()
                        + " is no longer there, and its tensors are still needed. Bring it back or open another model.",
                target);
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target));
    }

    @Test
    void aSourceThatChangedIsToldNotMixed() throws IOException {
        Files.setLastModifiedTime(model.file(), FileTime.fromMillis(1_000));
        assertTold(model.file() + " has changed on disk since it was opened. Open it again.", folder.resolve("Y.pt"));
    }

    @Test
    void twoStatesOfOneFileAreToldNotMixed() throws Exception {
        var older = model.storages().get("0");
        Files.setLastModifiedTime(model.file(), FileTime.fromMillis(1_000));
        var newer = ScriptReader.read(model.file());
        var storages = new LinkedHashMap<>(Map.of("0", older));
        model = newer.with(newer.code(), newer.module(), storages, newer.others());
        assertTold(model.file() + " has changed on disk since it was opened. Open it again.", folder.resolve("Y.pt"));
    }

    @Test
    void damageThatAChecksumTellsIsStillToldByTheCopy() throws Exception {
        var tensor = (Content.InFile) model.storages().get("0");
        try (var file = FileChannel.open(model.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), tensor.offset());
        }

        ScriptWriter.write(ScriptReader.read(model.file()), folder.resolve("Y.pt"));

        var copy = ScriptReader.read(folder.resolve("Y.pt")).storages().get("0");
        assertEquals(1, ScriptEntries.bytes(copy)[0]);
        try (var zip = new ZipFile(folder.resolve("Y.pt").toFile())) {
            var entry = zip.getInputStream(zip.getEntry("model/data/0"));
            assertEquals(tensor.crc(), (int) zip.getEntry("model/data/0").getCrc());
            var sum = new CRC32();
            sum.update(entry.readAllBytes());
            assertNotEquals(tensor.crc(), (int) sum.getValue());
        }
    }

    @Test
    void aModelSavedOverItsOwnFileAsksToBeOpenedAgain() throws Exception {
        Files.setLastModifiedTime(model.file(), FileTime.fromMillis(1_000));
        model = ScriptReader.read(model.file());

        ScriptWriter.write(model, model.file());

        assertTold(model.file() + " has changed on disk since it was opened. Open it again.", folder.resolve("Y.pt"));
        assertEquals(16, ScriptReader.read(model.file()).storages().get("0").length());
    }

    @Test
    void theTargetKeepsItsPermissionsAndALinkStaysALink() throws Exception {
        Assumptions.assumeTrue(
                Files.getFileStore(folder).supportsFileAttributeView("posix"), "skipped: no POSIX permissions");
        var target = Files.createFile(folder.resolve("Y.pt"));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw----"));
        var link = Files.createSymbolicLink(folder.resolve("link.pt"), target);

        ScriptWriter.write(model, link);

        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals("__torch__.M", ScriptReader.read(target).module().className());
    }

    @Test
    void theSameModelGivesTheSameBytes() throws Exception {
        ScriptWriter.write(model, folder.resolve("Y.pt"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("X.pt")), Files.readAllBytes(folder.resolve("Y.pt")));
    }

    @Test
    void theShareThatIsWrittenIsToldAndOneIsTheEnd() throws Exception {
        var large = withTensor(5 << 20);
        var target = folder.resolve("Y.pt");
        var told = new ArrayList<Double>();
        ScriptWriter.write(large, target, done -> {
            assertFalse(Files.exists(target), "not before the end");
            told.add(done);
        });
        assertEquals(told.stream().sorted().toList(), told);
        assertTrue(told.stream().filter(t -> t > 0.1 && t < 0.9).count() >= 4, told.toString());
        assertEquals(1, told.stream().filter(t -> t == 1).count());
        assertEquals(1, told.getLast());
    }

    @Test
    void whoeverIsToldCanStopItAndTheTargetStaysAsItWas() throws Exception {
        var large = withTensor(5 << 20);
        var target = Files.write(folder.resolve("Y.pt"), new byte[] {1, 2, 3});
        var before = files();
        for (double last : new double[] {0.5, 1}) {
            assertThrows(
                    CancellationException.class,
                    () -> ScriptWriter.write(large, target, done -> {
                        if (done >= last) {
                            throw new CancellationException();
                        }
                    }));
            assertEquals(before, files(), "nothing half-written is left behind");
            assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(target));
        }
    }

    /** In a file, from which it is copied piece by piece. */
    private ScriptModel withTensor(int bytes) throws LayergraftException {
        var file = folder.resolve("large.pt");
        var storage = new LinkedHashMap<String, Content>(Map.of("0", new Content.InMemory(new byte[bytes])));
        ScriptWriter.write(model.with(model.code(), model.module(), storage, model.others()), file);
        return ScriptReader.read(file);
    }
}
