package org.layergraft.graft;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Changed functions as a unified diff that {@code patch} and {@code git apply} take: one header for a file, its hunks in order. Where the
 * file is still there and still holds the functions, the lines around a change are the file's own; else they are the function's, whose
 * empty lines PyTorch's tables have indented.
 */
final class PythonPatch {

    private static final int CONTEXT = 3;
    private static final long LARGEST_FILE = 4 << 20;
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(,\\d+)? \\+(\\d+)(,\\d+)? @@");

    private PythonPatch() {}

    /** Empty when nothing changed. */
    static String of(List<PythonForward> forwards) {
        Map<String, List<PythonForward>> files = new LinkedHashMap<>();
        forwards.stream()
                .filter(f -> !f.changed().equals(f.function().text()))
                .sorted(Comparator.comparingInt(f -> f.origin().firstLine()))
                .forEach(f -> files.computeIfAbsent(f.origin().file(), _ -> new ArrayList<>())
                        .add(f));
        var patch = new StringBuilder();
        files.forEach((file, changed) -> {
            var lines = lines(file).filter(l -> changed.stream().allMatch(f -> holds(l, f)));
            var diff = lines.map(l -> inFile(l, changed)).orElseGet(() -> alone(changed));
            diff.forEach(line -> patch.append(line).append('\n'));
        });
        return patch.toString();
    }

    private static List<String> inFile(List<String> lines, List<PythonForward> changed) {
        var after = new ArrayList<>(lines);
        for (var forward : changed.reversed()) {
            var deltas = deltas(forward);
            for (var delta : deltas.reversed()) {
                int at = forward.origin().firstLine() - 1 + delta.getSource().getPosition();
                var there = after.subList(at, at + delta.getSource().size());
                there.clear();
                there.addAll(delta.getTarget().getLines());
            }
        }
        return diff(changed.getFirst(), lines, after);
    }

    /** Each function by itself; the numbers count in the file. */
    private static List<String> alone(List<PythonForward> changed) {
        var all = new ArrayList<String>();
        int more = 0;
        for (var forward : changed) {
            var old = blanksEmpty(forward.function().text());
            var now = blanksEmpty(forward.changed());
            var diff = diff(forward, old, now);
            int before = forward.origin().firstLine() - 1;
            int shift = more;
            diff.stream()
                    .skip(all.isEmpty() ? 0 : 2)
                    .map(line -> moved(line, before, before + shift))
                    .forEach(all::add);
            more += now.size() - old.size();
        }
        return all;
    }

    private static List<String> diff(PythonForward forward, List<String> old, List<String> now) {
        String name = forward.origin().shortFile();
        return UnifiedDiffUtils.generateUnifiedDiff(name, name, old, DiffUtils.diff(old, now), CONTEXT);
    }

    private static String moved(String line, int before, int after) {
        var hunk = HUNK.matcher(line);
        return hunk.matches()
                ? "@@ -" + (Integer.parseInt(hunk.group(1)) + before)
                        + Optional.ofNullable(hunk.group(2)).orElse("")
                        + " +" + (Integer.parseInt(hunk.group(3)) + after)
                        + Optional.ofNullable(hunk.group(4)).orElse("") + " @@"
                : line;
    }

    private static List<AbstractDelta<String>> deltas(PythonForward forward) {
        return DiffUtils.diff(
                        forward.function().text().lines().toList(),
                        forward.changed().lines().toList())
                .getDeltas();
    }

    private static List<String> blanksEmpty(String text) {
        return text.lines().map(line -> line.isBlank() ? "" : line).toList();
    }

    private static boolean holds(List<String> lines, PythonForward forward) {
        var function = blanksEmpty(forward.function().text());
        int first = forward.origin().firstLine() - 1;
        return first >= 0
                && first + function.size() <= lines.size()
                && lines.subList(first, first + function.size()).stream()
                        .map(line -> line.isBlank() ? "" : line)
                        .toList()
                        .equals(function);
    }

    /** Empty for a file that is gone, far away, or ends its lines in another way than a diff can say. */
    private static Optional<List<String>> lines(String file) {
        if (file.startsWith("\\\\") || file.startsWith("//")) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(file);
            if (!path.isAbsolute() || !Files.isRegularFile(path) || Files.size(path) > LARGEST_FILE) {
                return Optional.empty();
            }
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return text.endsWith("\n") && text.indexOf('\r') < 0
                    ? Optional.of(text.lines().toList())
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
