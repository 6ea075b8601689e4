package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.capture.CapturedModel;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.Grafted;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

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
 * @param captured where the model is not here but was watched elsewhere; base and model are empty then, and nothing can be edited or run
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
        Optional<CapturedModel> captured,
        Versions versions) {

    /** A model that trains elsewhere. */
    static Experiment of(CapturedModel captured) {
        var nothing = new ScriptModel(
                captured.file(),
                "",
                new TreeMap<>(),
                new Value.Instance("", new Value.Dict(List.of(), "")),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        return new Experiment(
                captured.file(),
                nothing,
                EditLog.EMPTY,
                nothing,
                captured.graph(),
                false,
                Optional.empty(),
                Optional.of(captured),
                Versions.of(nothing));
    }

    /** Why it can be neither edited nor run; empty where it can. */
    Optional<Problem> closed() {
        return captured.map(c -> Problem.of("experiment", "captured", c.file().getFileName()));
    }

    /** @throws LayergraftException INPUT: the model is elsewhere */
    void mustBeHere() throws LayergraftException {
        if (closed().isPresent()) {
            throw new LayergraftException(LayergraftException.Fault.INPUT, closed().get());
        }
    }

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
