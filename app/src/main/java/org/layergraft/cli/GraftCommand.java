package org.layergraft.cli;

import java.nio.file.Path;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.EditTexts;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "graft", description = "Apply an edit script and save the new archive.")
final class GraftCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
    private Path model;

    @Option(
            names = "--edits",
            paramLabel = "F",
            required = true,
            description = "{\"edits\": [{\"op\": \"declare\", …}]}")
    private Path edits;

    @Option(names = "--out", paramLabel = "F", required = true, description = "Where the new archive goes.")
    private Path out;

    @Option(
            names = "--no-log",
            description =
                    "Leave the edit log out of the archive. With it, the archive can be opened again and the edits"
                            + " undone.")
    private boolean noLog;

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Override
    public Integer call() throws LayergraftException {
        // What is given must make sense, also while no layer kind asks for shapes.
        inputs.plan();
        Experiment experiment = Experiments.open(model);
        for (Edit edit : EditScript.readFile(edits)) {
            experiment = Experiments.apply(experiment, edit);
            console().say(EditTexts.describe(edit));
        }
        if (noLog) {
            Experiments.saveWithoutLog(experiment, out);
        } else {
            Experiments.save(experiment, out);
        }
        console().say(console().texts().get("cli", "graft.saved", out));
        return ExitCode.TRAINS;
    }
}
