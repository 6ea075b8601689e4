package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.PythonExport;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "export",
        description =
                "Write the model's edits as Python: the layers as modules, and what to change in the code that the"
                        + " model was made from. Reads only.")
final class ExportCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive, with its edits or for --edits.")
    private Path model;

    @Option(names = "--edits", paramLabel = "F", description = "An edit script to apply on top of the model's own log.")
    private Optional<Path> edits = Optional.empty();

    @Option(names = "--python", paramLabel = "F", required = true, description = "Where the Python goes: grafts.py.")
    private Path python;

    @Option(
            names = "--patch",
            paramLabel = "F",
            description = "Where the patch goes as well; it stands in the Python as a comment.")
    private Optional<Path> patch = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        Experiment experiment = Experiments.open(model);
        if (edits.isPresent()) {
            for (Edit edit : EditScript.readFile(edits.get())) {
                experiment = Experiments.apply(experiment, edit);
            }
        }
        if (experiment.log().edits().isEmpty()) {
            throw LayergraftException.input("cli", "export.nothing", model);
        }
        var export = PythonExport.of(
                model.getFileName().toString(),
                experiment.base(),
                experiment.log().edits());
        write(python, export.module());
        if (patch.isPresent()) {
            write(patch.get(), export.patch());
        }
        return ExitCode.TRAINS;
    }

    private void write(Path file, String text) throws LayergraftException {
        console().write(text, file);
        console().say(console().texts().get("cli", "graft.saved", file));
    }
}
