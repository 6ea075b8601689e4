package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.EditTexts;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "growth",
        description =
                "Check the model without its edits and after each one, and mark the first edit that breaks training on"
                        + " ranks. This executes the model. The exit code is that of the last check.")
final class GrowthCommand extends Command {

    @Mixin
    private EditedModel model = new EditedModel();

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--json", paramLabel = "F|-", description = "Write every run as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        RunSettings settings = options.settings();
        Experiment experiment = model.open();
        Growth growth;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            // Told as they come: a long log takes its time.
            Growth.Listener listener = (step, _) -> {
                if (!Console.isOutput(json)) {
                    console().say(line(step));
                }
            };
            growth = engine.runs()
                    .growth(experiment, settings, listener, StepRunner.Progress.SILENT, interrupts.cancellation());
        }
        console().write(json(growth), json);
        if (!Console.isOutput(json)) {
            console().say(verdict(growth));
        }
        return ExitCode.of(growth.steps().getLast().result());
    }

    private String line(Growth.Step step) {
        var texts = console().texts();
        String sentence =
                step.result().verdict().map(Verdict::sentence).map(texts::get).orElse("");
        return step.last()
                .map(edit ->
                        texts.get("cli", "growth.edit", step.edits(), texts.get(EditTexts.describe(edit)), sentence))
                .orElseGet(() -> texts.get("cli", "growth.base", sentence));
    }

    private String verdict(Growth growth) {
        var texts = console().texts();
        if (growth.firstBreaking().isEmpty()) {
            return texts.get("cli", "growth.unbroken");
        }
        int number = growth.firstBreaking().getAsInt();
        var edit = growth.steps().get(number).last().orElseThrow();
        return texts.get("cli", "growth.breaks", number, texts.get(EditTexts.describe(edit)));
    }

    private ObjectNode json(Growth growth) {
        var texts = console().texts();
        var runs = new RunJson(texts);
        var root = JsonNodeFactory.instance.objectNode();
        var first = growth.firstBreaking();
        if (first.isPresent()) {
            root.put("first_breaking", first.getAsInt());
        } else {
            root.putNull("first_breaking");
        }
        var steps = root.putArray("steps");
        for (var step : growth.steps()) {
            var object = steps.addObject().put("edits", step.edits());
            step.last()
                    .ifPresentOrElse(
                            edit -> object.put("edit", texts.get(EditTexts.describe(edit))),
                            () -> object.putNull("edit"));
            object.put("trains", step.trains());
            object.set("run", runs.of(model.file().toString(), step.graph(), step.result()));
        }
        return root;
    }
}
