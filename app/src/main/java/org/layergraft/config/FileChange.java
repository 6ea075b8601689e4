package org.layergraft.config;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file before and after.
 *
 * @param before empty for a file that is new
 */
public record FileChange(Path file, Optional<byte[]> before, byte[] after) {

    private static final int CONTEXT = 3;

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
                before.isPresent() ? name : "/dev/null", name, old, DiffUtils.diff(old, now), CONTEXT);
    }

    /** The way back. A file that was new stays, empty. */
    public FileChange reversed() {
        return new FileChange(file, Optional.of(after), before.orElse(new byte[0]));
    }

    private List<String> lines(byte[] content) {
        String text = new SourceText(file, content).text();
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
