package org.layergraft.torchscript;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens every archive of a folder, draws it and writes it again, in a process of its own with a small heap. Prints what came of each and
 * how many milliseconds of processor time it took. Arguments: folder, place for the copies.
 */
final class Attack {

    private Attack() {}

    public static void main(String[] arguments) throws Exception {
        try (var files = Files.list(Path.of(arguments[0]))) {
            for (var file : files.sorted().toList()) {
                open(file, Path.of(arguments[1]));
            }
        }
        System.out.println("done");
    }

    private static void open(Path file, Path copy) throws Exception {
        System.out.print(file.getFileName());
        System.out.flush();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        var outcome = Fuzz.refusal(file, copy).orElse("opened");
        long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        System.out.println(" " + outcome + " " + took / 1_000_000);
        Files.deleteIfExists(copy);
    }
}
