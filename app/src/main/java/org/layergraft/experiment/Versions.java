package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Grafted;
import org.layergraft.graft.Grafter;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/**
 * The model after each of some edits, so that one edit more does not apply all others again and undo and redo apply none. Versions
 * share what did not change.
 *
 * @param edits applied one after another
 * @param states one more than edits: the first is the base
 */
record Versions(List<Edit> edits, List<Grafted> states) {

    Versions {
        edits = List.copyOf(edits);
        states = List.copyOf(states);
    }

    static Versions of(ScriptModel base) {
        return new Versions(List.of(), List.of(Grafter.start(base)));
    }

    Grafted at(int count) {
        return states.get(count);
    }

    /** Knows the version after all of {@code wanted}, at their number. Only what differs is applied. */
    Versions to(List<Edit> wanted) throws LayergraftException {
        int same = 0;
        while (same < Math.min(edits.size(), wanted.size()) && edits.get(same).equals(wanted.get(same))) {
            same++;
        }
        if (same == wanted.size()) {
            return this;
        }
        var next = new ArrayList<>(states.subList(0, same + 1));
        for (var edit : wanted.subList(same, wanted.size())) {
            next.add(Grafter.then(next.getLast(), edit));
        }
        return new Versions(wanted, next);
    }
}
