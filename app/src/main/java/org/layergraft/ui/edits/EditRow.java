package org.layergraft.ui.edits;

import java.util.List;
import java.util.Optional;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Estimate;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.runs.FinishedRun;

/**
 * One state of the model: as it was opened, or after an edit.
 *
 * @param point how many edits lead to it
 * @param edit the newest of them, empty for the model as it was opened
 * @param undone it lies ahead: redo brings it back
 * @param current it is the state that is shown
 * @param mark how it fared, if it was run
 * @param breaks the first edit after which training on ranks fails though it worked before
 * @param adds what the edit adds to the model; empty where that is not known (yet)
 * @param notes what one should know about the edit
 */
public record EditRow(
        int point,
        Optional<Edit> edit,
        boolean undone,
        boolean current,
        Optional<Mark> mark,
        boolean breaks,
        Optional<Estimate> adds,
        List<Problem> notes) {

    public EditRow {
        notes = List.copyOf(notes);
    }

    /**
     * What a run of that state said.
     *
     * @param stale the switches have changed since
     */
    public record Mark(Tone tone, FinishedRun run, boolean stale) {
        /** On one device and on ranks, with the switches of now. */
        boolean trainsNow() {
            return !stale && run.result().verdict().filter(v -> v.trains()).isPresent();
        }

        boolean failsNow() {
            return !stale && run.result().verdict().filter(v -> !v.trains()).isPresent();
        }
    }
}
