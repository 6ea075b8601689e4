package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.Grafter;
import org.layergraft.graft.ShapeSource;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** Opens, edits and saves. Every method either gives the next experiment whole or throws and leaves the old one as it is. */
public final class Experiments {

    private Experiments() {}

    /** Reads; never executes the model. */
    public static Experiment open(Path file) throws LayergraftException {
        ScriptModel base = ScriptReader.read(file);
        return new Experiment(file, base, EditLog.EMPTY, base, ModelGraphs.read(base));
    }

    public static Experiment apply(Experiment experiment, Edit edit) throws LayergraftException {
        return with(experiment, experiment.log().then(edit));
    }

    /**
     * Several edits, one after another. The log keeps them with every size written out that had to be measured.
     *
     * @param shapes asked for sizes that an edit leaves out and the graph does not prove
     */
    public static Experiment apply(Experiment experiment, List<Edit> edits, ShapeSource shapes)
            throws LayergraftException {
        EditLog log = experiment.log();
        for (Edit edit : edits) {
            log = log.then(edit);
        }
        return with(experiment, EditLog.of(Grafter.resolve(experiment.base(), log.edits(), shapes)));
    }

    /** Writes the edited archive; the experiment goes on from its base. */
    public static void save(Experiment experiment, Path target) throws LayergraftException {
        ScriptWriter.write(experiment.model(), target);
    }

    /** The same base with another log. */
    public static Experiment with(Experiment experiment, EditLog log) throws LayergraftException {
        ScriptModel base = experiment.base();
        ScriptModel model = log.edits().isEmpty() ? base : Grafter.apply(base, log.edits());
        return new Experiment(experiment.file(), base, log, model, ModelGraphs.read(model));
    }
}
