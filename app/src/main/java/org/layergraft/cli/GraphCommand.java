package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.Experiments;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "graph", description = "Read a model without executing it: modules, data flow, parameters.")
final class GraphCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
    private Path model;

    @Option(names = "--json", paramLabel = "F|-", description = "Write modules, nodes, edges and parameters as JSON.")
    private Optional<String> json = Optional.empty();

    @Option(names = "--svg", paramLabel = "F", description = "Draw the root's forward as SVG.")
    private Optional<Path> svg = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        ModelGraph graph = Experiments.open(model).graph();
        if (svg.isPresent()) {
            console().write(window().svg(graph), svg.get());
        }
        console().write(GraphJson.of(model.toString(), graph), json);
        if (json.isEmpty() && svg.isEmpty()) {
            graph.root().walk().forEach(this::tell);
            graph.warnings().forEach(w -> console().say(console().texts().get("cli", "check.warning", w)));
        }
        return ExitCode.TRAINS;
    }

    private void tell(ModuleNode module) {
        long depth = module.path().isEmpty()
                ? 0
                : module.path().chars().filter(c -> c == '.').count() + 1;
        var line = new StringBuilder("  ".repeat((int) depth))
                .append(module.name().isEmpty() ? module.type() : module.name() + ": " + module.type());
        module.parameters()
                .forEach(p -> line.append("  ")
                        .append(p.localName())
                        .append(' ')
                        .append(p.shape())
                        .append(p.trainable() ? "" : " (frozen)"));
        console().say(line.toString());
    }
}
