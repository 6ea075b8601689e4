package org.layergraft.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines a child wrote to standard error. Thread-safe. */
final class Tail {

    private static final int LINES = 40;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    /** The line that most likely says why: the last one that is not blank; "" if there is none. */
    synchronized String lastLine() {
        return lines.reversed().stream().filter(line -> !line.isBlank()).findFirst().orElse("");
    }
}
