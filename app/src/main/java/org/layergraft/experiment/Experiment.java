package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.graft.EditLog;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Problem;
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
 */
public record Experiment(
        Path file,
        ScriptModel base,
        EditLog log,
        ScriptModel model,
        ModelGraph graph,
        boolean rebuilt,
        Optional<Problem> warning) {

    public boolean isEdited() {
        return log.canUndo();
    }

    /** Is the file, as it lies there, this very model? */
    public boolean isInFile() {
        return !isEdited() && !rebuilt;
    }
}
