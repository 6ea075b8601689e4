package org.layergraft.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * Unpacks the rank processes' natives once, before ranks start: JavaCPP unpacks them on first use, and two fresh processes doing that
 * at once crash. A marker inside the unpacked folder says that it was done; who deletes the folder deletes the marker, too.
 */
final class Natives {

    private static final long LONGEST_MINUTES = 5;
    private static final long POLL_MILLIS = 50;

    private final ChildLauncher launcher;

    Natives(ChildLauncher launcher) {
        this.launcher = launcher;
    }

    /** Returns when ranks may start; another program that is unpacking is waited for. */
    void prepare(Cancellation cancel) throws LayergraftException {
        Path cache = cache();
        Path marker = marker(cache);
        if (Files.exists(marker)) {
            return;
        }
        try {
            Files.createDirectories(cache);
            try (FileChannel file = FileChannel.open(
                            cache.resolve("layergraft.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = lock(file, cancel)) {
                if (!Files.exists(marker)) {
                    unpack(cancel);
                    Files.createDirectories(marker.getParent());
                    Files.writeString(marker, "");
                }
            }
        } catch (IOException noCache) {
            throw new LayergraftException(
                    LayergraftException.Fault.ENGINE,
                    Problem.of("process", "natives.no-cache", cache, noCache.getMessage()),
                    noCache);
        }
    }

    private static Path cache() {
        String given = System.getProperty("org.bytedeco.javacpp.cachedir");
        return given != null ? Path.of(given) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
    }

    /** JavaCPP names the folder it unpacks a jar into after the jar. */
    private Path marker(Path cache) {
        List<String> jars = launcher.installation().jars(Installation.Kind.RANK);
        String largest = jars.stream()
                .filter(jar -> jar.startsWith("pytorch-")
                        && jar.chars().filter(c -> c == '-').count() > 2)
                .findFirst()
                .orElse("natives");
        return cache.resolve(largest).resolve(".layergraft-" + Integer.toHexString(jars.hashCode()));
    }

    private static FileLock lock(FileChannel file, Cancellation cancel) throws IOException, LayergraftException {
        while (true) {
            try {
                FileLock lock = file.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException _) {
                // Another thread of this program is at it.
            }
            pause(cancel);
        }
    }

    private void unpack(Cancellation cancel) throws LayergraftException {
        BlockingQueue<ChildEvent> events = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        try (ChildProcess _ = launcher.start("prepare", Installation.Kind.RANK, 1, List.of("--prepare"), events::add)) {
            while (true) {
                if (events.poll() instanceof ChildEvent.Ended(int code, String stderr)) {
                    if (code != 0) {
                        throw Failures.ended(code, stderr);
                    }
                    return;
                }
                if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(LONGEST_MINUTES)) {
                    throw LayergraftException.engine("process", "natives.slow", LONGEST_MINUTES);
                }
                pause(cancel);
            }
        }
    }

    private static void pause(Cancellation cancel) throws LayergraftException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
        if (cancel.isCancelled()) {
            throw Failures.cancelled();
        }
    }
}
