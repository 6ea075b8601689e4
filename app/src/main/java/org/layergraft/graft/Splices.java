package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replacements in one text, all counted in the text as it was. Several insertions at one place keep the order they were asked for. */
final class Splices {

    private record Splice(int start, int end, String text) {}

    private final List<Splice> splices = new ArrayList<>();

    Splices replace(int start, int end, String text) {
        splices.add(new Splice(start, end, text));
        return this;
    }

    Splices insert(int at, String text) {
        return replace(at, at, text);
    }

    /** What the other was asked for, behind what this one was. */
    Splices add(Splices other) {
        splices.addAll(other.splices);
        return this;
    }

    /** @throws IllegalStateException when two replacements overlap */
    String in(String text) {
        var sorted = new ArrayList<>(splices);
        // Stable: what was asked for first comes first.
        sorted.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        var out = new StringBuilder();
        int done = 0;
        for (var splice : sorted) {
            if (splice.start() < done) {
                throw new IllegalStateException("overlapping edits at " + splice.start());
            }
            out.append(text, done, splice.start()).append(splice.text());
            done = splice.end();
        }
        return out.append(text.substring(done)).toString();
    }
}
