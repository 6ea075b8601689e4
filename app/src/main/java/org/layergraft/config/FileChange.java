package org.layergraft.config;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file before and after.
 *
 * @param before empty for a file that is new
 */
public record FileChange(Path file, Optional<byte[]> before, byte[] after) {

    private static final int CONTEXT = 3;

    /** As diff and patch have it. */
    private static final String NO_END = "\n\\ No newline at end of file";

    public FileChange {
        before = before.map(byte[]::clone);
        after = after.clone();
    }

    /** A unified diff, line by line; line ends of Windows are shown as the lines have them. */
    public List<String> diff() {
        List<String> old = before.map(this::lines).orElse(List.of());
        List<String> now = lines(after);
        String name = file.getFileName().toString();
        return UnifiedDiffUtils.generateUnifiedDiff(
                        before.isPresent() ? name : "/dev/null", name, old, DiffUtils.diff(old, now), CONTEXT)
                .stream()
                .flatMap(line -> Stream.of(line.split("\n", -1)))
                .toList();
    }

    /** The way back. A file that was new stays, empty. */
    public FileChange reversed() {
        return new FileChange(file, Optional.of(after), before.orElse(new byte[0]));
    }

    private List<String> lines(byte[] content) {
        String text = new SourceText(file, content).text();
        if (text.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.removeLast();
        if (!last.isEmpty()) {
            lines.add(last + NO_END);
        }
        return lines;
    }
}
