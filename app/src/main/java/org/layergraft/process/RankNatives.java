package org.layergraft.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.layergraft.process.Installation.Child;
import org.layergraft.text.LayergraftException;

/**
 * Sees to it that the ranks' natives are unpacked before the first rank starts: two fresh processes that unpack at the same time
 * crash each other. A marker in JavaCPP's cache remembers for which jars it was done.
 */
record RankNatives(Installation installation) {

    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".javacpp", "cache");

    void prepare() throws LayergraftException {
        String wanted = String.join("\n", installation.rankNatives());
        Path marker = CACHE.resolve("layergraft-prepared");
        try {
            Files.createDirectories(CACHE);
            try (FileChannel lock =
                            FileChannel.open(CACHE.resolve("layergraft-prepare.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock.lock()) {
                if (Files.isRegularFile(marker) && Files.readString(marker).equals(wanted)) {
                    return;
                }
                unpack();
                Files.writeString(marker, wanted);
            }
        } catch (IOException unwritable) {
            throw LayergraftException.engine("process", "natives.cache", CACHE, unwritable.getMessage());
        }
    }

    private void unpack() throws LayergraftException, IOException {
        List<String> command = new ArrayList<>(installation.command(Child.RANK, List.of()));
        command.add("--prepare");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw LayergraftException.engine("process", "natives.unpack", exitCode, said.strip());
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LayergraftException(
                    LayergraftException.Fault.CANCELLED, org.layergraft.text.Problem.of("process", "cancelled"));
        }
    }
}
