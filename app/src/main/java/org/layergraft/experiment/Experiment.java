package org.layergraft.experiment;

import java.nio.file.Path;
import org.layergraft.graft.EditLog;
import org.layergraft.model.ModelGraph;
import org.layergraft.torchscript.ScriptModel;

/**
 * An open model. Immutable: every edit, undo and redo makes the next one.
 *
 * @param file where the base was opened
 * @param base as read
 * @param log what was done to it
 * @param model base with the log applied
 * @param graph of {@code model}
 */
public record Experiment(Path file, ScriptModel base, EditLog log, ScriptModel model, ModelGraph graph) {

    public boolean isEdited() {
        return log.canUndo();
    }
}
