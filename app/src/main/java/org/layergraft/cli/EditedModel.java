package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model with its own edits, and perhaps those of a script on top. */
final class EditedModel {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive, with its edits or for --edits.")
    private Path file;

    @Option(names = "--edits", paramLabel = "F", description = "An edit script to apply on top of the model's own log.")
    private Optional<Path> edits = Optional.empty();

    Path file() {
        return file;
    }

    /** Reads only. */
    Experiment open() throws LayergraftException {
        Experiment experiment = Experiments.open(file);
        if (edits.isPresent()) {
            for (Edit edit : EditScript.readFile(edits.get())) {
                experiment = Experiments.apply(experiment, edit);
            }
        }
        return experiment;
    }
}
