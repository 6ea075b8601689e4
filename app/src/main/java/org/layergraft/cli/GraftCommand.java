package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.EditTexts;
import org.layergraft.graft.Estimate;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "graft",
        description =
                "Apply an edit script and save the new archive. Executes the model only where a layer needs a shape"
                        + " that the script leaves out, the graph does not prove, and known inputs give."
                        + " Compiles typed layers.")
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
    private ForwardOptions forward = new ForwardOptions();

    @Override
    public Integer call() throws LayergraftException {
        OutFile.check(out);
        List<Edit> script = EditScript.readFile(edits);
        Experiment before = Experiments.open(model);
        TypedLayers.check(edits, script, this::engine);
        Experiments.Applied applied;
        try (var shapes = new ShapesOnDemand(this::engine, forward.settings())) {
            applied = Experiments.apply(before, script, shapes);
        }
        for (int i = 0; i < script.size(); i++) {
            console().say(sentence(script.get(i), applied.adds().get(i)));
        }
        Experiment experiment = applied.experiment();
        note(experiment.warning().stream());
        note(experiment.notes().stream());
        if (noLog) {
            Experiments.saveWithoutLog(experiment, out);
        } else {
            Experiments.save(experiment, out);
        }
        console().say(console().texts().get("cli", "graft.saved", out));
        return ExitCode.TRAINS;
    }

    private String sentence(Edit edit, Estimate estimate) {
        var texts = console().texts();
        String done = texts.get(EditTexts.describe(edit));
        return EditTexts.adds(estimate)
                .map(adds -> texts.get("cli", "graft.adds", done, texts.get(adds)))
                .orElse(done);
    }
}
