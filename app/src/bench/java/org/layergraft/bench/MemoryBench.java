package org.layergraft.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of the window's process with vit_b_16 and swin_t open, with nothing open, and of an empty JavaFX window: resident memory, what
 * of it is its own (no file behind it), and the Java heap before and after a collection. Linux only: it reads {@code /proc}.
 */
final class MemoryBench {

    /** For what goes on after the graph is there: places for shapes, the hash of the file. */
    private static final long SETTLE_MILLIS = 8_000;

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    public static void main(String[] arguments) throws Exception {
        Kit.compile("org/layergraft/bench/EmptyWindow.java");
        String archives = LaunchBench.layergraftArchive();
        Kit.say("MB: resident / of it anonymous; Java heap used / after a collection; %s", Kit.load());
        try (Launched window = Launched.empty(List.of())) {
            tell("empty JavaFX window", window, "window");
        }
        for (String with : List.of("off", archives)) {
            String how = with.equals("off") ? "" : ", archive of classes";
            try (Launched window = Launched.layergraft(with, "")) {
                tell("Layergraft, nothing open" + how, window, "window");
            }
            for (String name : List.of("vit_b_16", "swin_t")) {
                Path model = Kit.model(name);
                try (Launched window = Launched.layergraft(with, "", model.toString())) {
                    tell(name + " (" + Files.size(model) / 1_000_000 + " MB)" + how, window, "graph");
                }
            }
        }
        System.exit(0);
    }

    private static void tell(String what, Launched window, String milestone) throws Exception {
        window.instant(milestone);
        Thread.sleep(SETTLE_MILLIS);
        long pid = window.process().pid();
        double resident = status(pid, "VmRSS");
        double anonymous = status(pid, "RssAnon");
        double before = heap(pid);
        jcmd(pid, "GC.run");
        Kit.say("  %-48s %5.0f / %5.0f    %5.0f / %5.0f", what, resident, anonymous, before, heap(pid));
    }

    private static double status(long pid, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(l -> l.startsWith(field + ":"))
                .mapToDouble(l -> Double.parseDouble(l.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static double heap(long pid) throws Exception {
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd says nothing of the heap");
        }
        return Double.parseDouble(used.group(1)) / 1024;
    }

    private static String jcmd(long pid, String command) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
