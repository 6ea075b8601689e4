package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.PythonExport;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "export",
        description =
                "Write the model's edits as Python: the layers as modules, and what to change in the code that the"
                        + " model was made from. Reads only.")
final class ExportCommand extends Command {

    @Mixin
    private EditedModel model = new EditedModel();

    @Option(names = "--python", paramLabel = "F", required = true, description = "Where the Python goes: grafts.py.")
    private Path python;

    @Option(
            names = "--patch",
            paramLabel = "F",
            description = "Where the patch goes as well; it stands in the Python as a comment.")
    private Optional<Path> patch = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        Experiment experiment = model.open();
        if (experiment.log().edits().isEmpty()) {
            throw LayergraftException.input("cli", "export.nothing", model.file());
        }
        var export = PythonExport.of(
                model.file().getFileName().toString(),
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
