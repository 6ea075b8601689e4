package org.layergraft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of the process to the first frame that can be used: Layergraft's window and an empty JavaFX window, each without and
 * with an archive of its classes, and Layergraft with its first sample until the graph is there. In turns. Files may be in the system's
 * cache already. Argument: rounds.
 */
final class LaunchBench {

    private static final Path ARCHIVES = Kit.WORK.resolve("archives");

    private interface Start {
        Launched go() throws IOException;
    }

    private record Subject(String name, String milestone, Start start) {}

    private record Taken(List<Double> millis, List<Double> cpu) {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Kit.compile("org/layergraft/bench/EmptyWindow.java");
        Path emptyArchive = emptyArchive();
        String archives = layergraftArchive();
        String sample = Kit.HOME.resolve("samples/co_dino_head.pt").toString();
        var subjects = List.of(
                new Subject("empty window", "window", () -> Launched.empty(List.of())),
                new Subject(
                        "empty window, archive",
                        "window",
                        () -> Launched.empty(List.of("-XX:AOTCache=" + emptyArchive))),
                new Subject("Layergraft", "window", () -> Launched.layergraft("off", "")),
                new Subject("Layergraft, archive", "window", () -> Launched.layergraft(archives, "")),
                new Subject("Layergraft, graph of a sample", "graph", () -> Launched.layergraft("off", "", sample)),
                new Subject("Layergraft, graph, archive", "graph", () -> Launched.layergraft(archives, "", sample)));
        Map<Subject, Taken> taken = new LinkedHashMap<>();
        String before = Kit.load();
        for (int round = 0; round <= rounds; round++) {
            for (Subject subject : subjects) {
                Taken one = taken.computeIfAbsent(subject, _ -> new Taken(new ArrayList<>(), new ArrayList<>()));
                try (Launched window = subject.start().go()) {
                    double millis = window.millis(subject.milestone());
                    double cpu = window.cpuMillis();
                    // The first round only fills the system's cache.
                    if (round > 0) {
                        one.millis().add(millis);
                        one.cpu().add(cpu);
                    }
                }
            }
        }
        Kit.say(
                "process start to first interactive frame, ms: median (least) of %d; CPU time until then; %s, then %s",
                rounds, before, Kit.load());
        taken.forEach((subject, all) -> Kit.say(
                "  %-32s %6.0f (%5.0f)   CPU %6.0f",
                subject.name(), Kit.median(all.millis()), Kit.quantile(all.millis(), 0), Kit.median(all.cpu())));
        System.exit(0);
    }

    /** As the launcher makes it after a window was closed. */
    static String layergraftArchive() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        "sh", Kit.HOME.resolve("bin/layergraft").toString(), "--archive")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LAYERGRAFT_ARCHIVE", ARCHIVES.toString());
        builder.start().waitFor();
        return ARCHIVES.toString();
    }

    private static Path emptyArchive() throws Exception {
        Path archive = Files.createDirectories(ARCHIVES).resolve("empty.aot");
        Path recorded = ARCHIVES.resolve("empty.conf");
        for (List<String> options : List.of(
                List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded),
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + archive))) {
            var all = new ArrayList<>(options);
            all.add("-Dlayergraft.bench.once=true");
            try (Launched window = Launched.empty(all)) {
                window.process().waitFor();
            }
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("no archive for the empty window");
        }
        return archive;
    }
}
