package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.layergraft.text.LayergraftException;

/** Recognises the files people mistake for TorchScript models, so that the sentence can name the way out. */
final class ForeignFile {

    private static final int ZIP = 'P' | 'K' << 8;
    private static final int PICKLE = 0x80;

    /** How the fields 2 to 8 begin: producer, its version, domain, model version, words about it, graph, operator sets. */
    private static final String ONNX_FIELDS = "\022\032\"(2:B";

    private ForeignFile() {}

    /** Looks at the first bytes, before the zip is read; silent when they could begin a zip. */
    static void refuseUnlessZip(FileChannel channel, Path file) throws IOException, LayergraftException {
        var head = ByteBuffer.allocate(64);
        int length = channel.read(head, 0);
        String name = file.getFileName().toString();
        if (length <= 0) {
            throw ArchiveProblem.of("archive.empty", name);
        }
        byte[] bytes = head.array();
        boolean zip = length > 1 && (bytes[0] & 0xff | (bytes[1] & 0xff) << 8) == ZIP;
        if (zip) {
            return;
        }
        if ((bytes[0] & 0xff) == PICKLE) {
            throw ArchiveProblem.of("archive.legacyPickle", name);
        }
        if (new String(bytes, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")) {
            throw ArchiveProblem.of("archive.lfsPointer", name);
        }
        if (isSafetensors(bytes, length)) {
            throw ArchiveProblem.of("archive.safetensors", name);
        }
        if (isOnnx(bytes, length)) {
            throw ArchiveProblem.of("archive.onnx", name);
        }
        throw ArchiveProblem.of("archive.noZip", name);
    }

    /**
     * The length of a header as eight bytes, then the header, which is JSON.
     *
     * @see <a href="https://github.com/huggingface/safetensors#format">safetensors: format</a>
     */
    private static boolean isSafetensors(byte[] bytes, int length) {
        return length > 9 && bytes[6] == 0 && bytes[7] == 0 && bytes[8] == '{' && (bytes[9] == '"' || bytes[9] == '}');
    }

    /**
     * Protocol buffers have no mark of their own: a ModelProto begins with its field 1, the version of the format, a small number, and goes
     * on with another of its fields.
     *
     * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto: ModelProto</a>
     */
    private static boolean isOnnx(byte[] bytes, int length) {
        return length > 2 && bytes[0] == 0x08 && bytes[1] > 0 && bytes[1] < 64 && ONNX_FIELDS.indexOf(bytes[2]) >= 0;
    }

    /**
     * @param names the entries' names, full
     * @param below the same, below the archive's folder
     */
    static LayergraftException zip(Path file, Set<String> names, Set<String> below) {
        String name = file.getFileName().toString();
        boolean exported = names.stream().anyMatch(n -> n.endsWith("archive_format") || n.contains("exported_program"));
        if (exported) {
            return ArchiveProblem.of("archive.exportedProgram", name);
        }
        if (below.contains("model.json")) {
            return ArchiveProblem.of("archive.oldTorchScript", name);
        }
        if (below.contains("data.pkl")) {
            return ArchiveProblem.of("archive.stateDict", name);
        }
        return ArchiveProblem.of("archive.foreignZip", name);
    }
}
