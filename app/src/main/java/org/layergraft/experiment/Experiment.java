package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.Grafted;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;

/**
 * An open model. Immutable: every edit, undo and redo makes the next one.
 *
 * @param file where the base was opened
 * @param base as read
 * @param log what was done to it
 * @param model base with the log applied
 * @param graph of {@code model}
 * @param rebuilt the base is not what the file holds, but what the file says it was made from
 * @param warning why an edit log in the file was not used
 * @param versions the models on the way from base to {@code model}, and perhaps those after it that were undone
 */
public record Experiment(
        Path file,
        ScriptModel base,
        EditLog log,
        ScriptModel model,
        ModelGraph graph,
        boolean rebuilt,
        Optional<Problem> warning,
        Versions versions) {

    /** Any model, as if it had just been opened. */
    static Experiment unedited(ScriptModel model) throws LayergraftException {
        return new Experiment(
                model.file(),
                model,
                EditLog.EMPTY,
                model,
                ModelGraphs.read(model),
                true,
                Optional.empty(),
                Versions.of(model));
    }

    /** What the user should know about the edits: modules that were left out, places where a layer does not count. */
    public List<Problem> notes() {
        return grafted().notes();
    }

    /** The same for one of the edits that are done. */
    public List<Problem> notes(Edit edit) {
        return grafted().notes(edit);
    }

    /** The base with the log applied, for whoever goes on from there. */
    public Grafted grafted() {
        return versions.at(log.edits().size());
    }

    public boolean isEdited() {
        return log.canUndo();
    }

    /** Is the file, as it lies there, this very model? */
    public boolean isInFile() {
        return !isEdited() && !rebuilt;
    }
}
