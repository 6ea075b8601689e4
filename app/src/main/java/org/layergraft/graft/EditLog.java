package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;

/**
 * What was done to a base archive, and what was undone and can come back. The log is the state: applying {@link #edits()} to the
 * base gives the model.
 */
public record EditLog(List<Edit> edits, List<Edit> undone) {

    public static final EditLog EMPTY = new EditLog(List.of(), List.of());

    public EditLog {
        edits = List.copyOf(edits);
        undone = List.copyOf(undone);
    }

    public static EditLog of(List<Edit> edits) {
        return new EditLog(edits, List.of());
    }

    /** Adds an edit; what was undone before is forgotten. */
    public EditLog then(Edit edit) {
        var more = new ArrayList<>(edits);
        more.add(edit);
        return new EditLog(more, List.of());
    }

    /** Every edit there is: those done, then those undone in the order in which redo brings them back. */
    public List<Edit> all() {
        var all = new ArrayList<>(edits);
        all.addAll(undone.reversed());
        return List.copyOf(all);
    }

    /** The same edits with the first {@code count} of {@link #all()} done and the others undone. */
    public EditLog at(int count) {
        var all = all();
        return new EditLog(all.subList(0, count), all.subList(count, all.size()).reversed());
    }

    /** One edit is taken out from among the others. It is the next that redo brings back, so nothing is lost. */
    public EditLog without(int index) {
        var less = new ArrayList<>(edits);
        var back = new ArrayList<>(undone);
        back.add(less.remove(index));
        return new EditLog(less, back);
    }

    public boolean canUndo() {
        return !edits.isEmpty();
    }

    public boolean canRedo() {
        return !undone.isEmpty();
    }

    public EditLog undo() {
        var back = new ArrayList<>(undone);
        back.add(edits.getLast());
        return new EditLog(edits.subList(0, edits.size() - 1), back);
    }

    public EditLog redo() {
        var more = new ArrayList<>(edits);
        more.add(undone.getLast());
        return new EditLog(more, undone.subList(0, undone.size() - 1));
    }
}
