package org.layergraft.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.layergraft.text.LayergraftException;

/**
 * Damages archives in seeded ways and opens each: reads it, draws it and writes it again. Runs in a process of its own with a small heap,
 * so that memory a header asks for, an endless loop or a crash of the native parser is seen from outside.
 *
 * <p>Arguments: folder of seed archives, first seed, number of seeds. Prints the seed before each archive; what is not
 * {@link LayergraftException} with an INPUT fault ends the process.
 */
final class Fuzz {

    private static final long SLOWEST_NANOS = 5_000_000_000L;

    private final List<Map<String, byte[]>> archives;
    private final List<byte[]> raw;

    private Fuzz(List<Path> seeds) throws IOException {
        archives = new ArrayList<>();
        raw = new ArrayList<>();
        for (var seed : seeds) {
            raw.add(Files.readAllBytes(seed));
            archives.add(entries(seed));
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<Path> seeds;
        try (var files = Files.list(Path.of(arguments[0]))) {
            seeds = files.filter(f -> f.toString().endsWith(".pt")).sorted().toList();
        }
        var fuzz = new Fuzz(seeds);
        long first = Long.parseLong(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        var folder = Files.createTempDirectory("fuzz");
        var archive = folder.resolve("m.pt");
        var copy = folder.resolve("copy.pt");
        int opened = 0;
        long slowest = 0;
        for (long seed = first; seed < first + count; seed++) {
            System.out.println("seed " + seed);
            Files.deleteIfExists(copy);
            Files.write(archive, fuzz.archive(seed));
            // Time of this thread: on a busy machine everything takes seconds; a real hang ends with the whole process.
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            opened += refusal(archive, copy).isEmpty() ? 1 : 0;
            long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            slowest = Math.max(slowest, took);
            if (took > SLOWEST_NANOS) {
                throw new IllegalStateException("seed " + seed + " took " + took / 1_000_000 + " ms");
            }
        }
        Files.deleteIfExists(archive);
        Files.deleteIfExists(copy);
        Files.delete(folder);
        System.out.println("done " + count + ", opened " + opened + ", slowest ms " + slowest / 1_000_000);
    }

    /** Reads, draws and writes: what of it refused the archive, and why. */
    static Optional<String> refusal(Path archive, Path copy) throws LayergraftException {
        try {
            var model = ScriptReader.read(archive);
            ModelGraphs.read(model);
            ScriptWriter.write(model, copy);
            return Optional.empty();
        } catch (LayergraftException refused) {
            if (refused.fault() != LayergraftException.Fault.INPUT) {
                throw refused;
            }
            return Optional.of(refused.problem().key());
        }
    }

    /** The same seed gives the same bytes. */
    byte[] archive(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        int which = random.nextInt(raw.size());
        if (random.nextInt(4) == 0) {
            return FuzzBytes.damaged(raw.get(which).clone(), random);
        }
        var entries = new LinkedHashMap<>(archives.get(which));
        var names = new ArrayList<>(entries.keySet());
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            // Most of what can go wrong lies in the object tree and the code.
            var wanted = random.nextInt(3) == 0 ? ".py" : random.nextInt(4) == 0 ? "" : "data.pkl";
            var fitting = names.stream().filter(n -> n.endsWith(wanted)).toList();
            var name = fitting.get(random.nextInt(fitting.size()));
            var old = entries.get(name);
            if (old == null) {
                continue;
            }
            if (name.endsWith(".py")) {
                entries.put(name, FuzzCode.damaged(old, random));
            } else if (name.endsWith(".pkl")) {
                entries.put(name, FuzzPickle.damaged(old, random));
            } else if (random.nextBoolean()) {
                entries.remove(name);
                entries.put(FuzzBytes.name(name, random), old);
            } else {
                entries.put(name, FuzzBytes.damaged(old, random));
            }
        }
        return zip(entries, random);
    }

    private static Map<String, byte[]> entries(Path archive) throws IOException {
        var found = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                found.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return found;
    }

    private static byte[] zip(Map<String, byte[]> entries, SplittableRandom random) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(random.nextInt(3));
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        // The directory's own numbers are what a reader trusts first.
        var made = bytes.toByteArray();
        return random.nextInt(8) == 0 ? FuzzBytes.directory(made, random) : made;
    }
}
