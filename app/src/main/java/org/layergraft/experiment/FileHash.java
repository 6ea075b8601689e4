package org.layergraft.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.DoubleConsumer;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** What a file is known by, wherever it lies. */
public final class FileHash {

    private static final int CHUNK = 1 << 18;

    private FileHash() {}

    /** SHA-256 in lower-case hexadecimal. */
    public static String of(Path file) throws LayergraftException {
        return of(file, _ -> {});
    }

    /** @param progress told after each piece how much of the file was read, from 0 to 1 */
    static String of(Path file, DoubleConsumer progress) throws LayergraftException {
        var digest = digest();
        var chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            long all = Math.max(1, Files.size(file));
            long done = 0;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
                done += read;
                progress.accept(Math.min(1, (double) done / all));
            }
        } catch (IOException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, Problem.of("experiment", "file.gone", file), failed);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same of a text. */
    public static String of(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
