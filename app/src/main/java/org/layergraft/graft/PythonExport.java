package org.layergraft.graft;

import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;

/**
 * Edits as Python, for the code that the model was made from: the layers as modules, a function that gives them to a model, and the
 * lines of every {@code forward} that must change. Where the archive still has its debugger tables the lines are a patch against the
 * very file; else, and where one line serves several modules, they are told in words, or go through a hook.
 *
 * @param module the text of a Python file; {@code add_layers(model)} in it does what needs no change of a forward
 * @param patch a unified diff, empty when no forward changes or no source is known
 */
public record PythonExport(String module, String patch) {

    /**
     * @param title what the model is called in the text
     * @throws LayergraftException when an edit cannot be applied
     */
    public static PythonExport of(String title, ScriptModel base, List<Edit> edits) throws LayergraftException {
        var grafted = Grafter.start(base);
        for (var edit : edits) {
            grafted = Grafter.then(grafted, edit);
        }
        var writer = new PythonWriter(base, ModelGraphs.read(base));
        var before = base;
        for (var step : grafted.steps()) {
            writer.add(before, step);
            before = step.model();
        }
        return writer.write(title);
    }
}
