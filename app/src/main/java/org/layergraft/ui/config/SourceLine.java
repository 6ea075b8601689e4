package org.layergraft.ui.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.FileChange;
import org.layergraft.config.Span;

/**
 * A line of a file or of a diff.
 *
 * @param head what stands before it: its number, padded, or a sign
 * @param style {@code place}, {@code added}, {@code removed}, {@code file}, or "" for a line like any other
 */
record SourceLine(String head, String text, String style) {

    /** A file, line by line, with the lines marked that a place is on. */
    static List<SourceLine> of(String text, Optional<Span> place) {
        String[] lines = text.split("\\R", -1);
        int width = String.valueOf(lines.length).length();
        int first = place.map(Span::line).orElse(0);
        int last = place.map(p -> first + breaks(text, p)).orElse(0);
        var all = new ArrayList<SourceLine>();
        for (int i = 1; i <= lines.length; i++) {
            boolean there = first <= i && i <= last && last > 0;
            String number = String.valueOf(i);
            all.add(new SourceLine(" ".repeat(width - number.length()) + number, lines[i - 1], there ? "place" : ""));
        }
        return all;
    }

    /** Line ends inside a place. */
    private static int breaks(String text, Span place) {
        int end = Math.min(place.end(), text.length());
        String inside =
                place.start() >= end ? "" : text.substring(place.start(), end).stripTrailing();
        return inside.split("\\R", -1).length - 1;
    }

    /** The changes of a patch as unified diffs, each below the name of its file. */
    static List<SourceLine> of(ConfigPatch patch) {
        var all = new ArrayList<SourceLine>();
        for (FileChange change : patch.changes()) {
            all.add(new SourceLine("", change.file().toString(), "file"));
            // Its first two lines name the file.
            change.diff().stream().skip(2).map(SourceLine::diffLine).forEach(all::add);
            if (all.getLast().text().isEmpty() && !all.getLast().style().equals("removed")) {
                // What follows the last line end is no line.
                all.removeLast();
            }
        }
        return all;
    }

    private static SourceLine diffLine(String line) {
        String text = (line.isEmpty() ? line : line.substring(1)).replace("\r", "");
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> new SourceLine("+", text, "added");
            case '-' -> new SourceLine("-", text, "removed");
            case '@' -> new SourceLine("", line, "range");
            default -> new SourceLine(" ", text, "");
        };
    }
}
