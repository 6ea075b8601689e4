package org.layergraft.config;

import java.util.Set;
import org.layergraft.text.Problem;

/** Something that a reader of this config should know, and the place it is about. */
public record Note(Problem text, Span where) {

    private static final Set<String> FATAL = Set.of("note.encoding", "note.mark", "note.noVariable", "note.reserved");

    /** Whether the training program cannot load it because of this (mmengine/config/config.py, Config._file2dict and _substitute_env_variables). */
    boolean isFatal() {
        return FATAL.contains(text.key());
    }
}
