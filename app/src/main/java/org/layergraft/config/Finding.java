package org.layergraft.config;

import java.util.List;
import org.layergraft.text.Problem;

/**
 * Something about a config's switches that its author may not expect.
 *
 * @param id for machines: {@code no_effect}, {@code cannot_load}, {@code cannot_build}, {@code replaces_list}, {@code contradiction},
 *     {@code overridden}, {@code surprise}, {@code unknown}, {@code left}
 * @param places it is about, the one to change first
 * @param remedy changes that put it right; empty where a person has to choose
 */
public record Finding(String id, Severity severity, Problem text, List<Span> places, List<Assignment> remedy) {

    public Finding {
        places = List.copyOf(places);
        remedy = List.copyOf(remedy);
    }

    Finding withoutRemedy() {
        return new Finding(id, severity, text, places, List.of());
    }

    /** How bad it is. */
    public enum Severity {
        /** The training program stops, or the run fails. */
        ERROR,
        /** It does not do what it says. */
        WARNING,
        NOTE
    }
}
