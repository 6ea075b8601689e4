package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.capture.CapturedModel;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.StepRunner.Progress;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.canvas.GraphPrint;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "graph",
        description = "Read a model: modules, data flow, parameters. Executes it only with --shapes.")
final class GraphCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive, or a capture (.capture.json).")
    private Path model;

    @Option(names = "--json", paramLabel = "F|-", description = "Write modules, nodes, edges and parameters as JSON.")
    private Optional<String> json = Optional.empty();

    @Option(names = "--svg", paramLabel = "F", description = "Draw the root's forward as SVG.")
    private Optional<Path> svg = Optional.empty();

    @Option(names = "--pdf", paramLabel = "F", description = "Draw the root's forward as a page of PDF.")
    private Optional<Path> pdf = Optional.empty();

    @Option(names = "--whole", description = "Draw every module with what is in it, where it is called first.")
    private boolean whole;

    @Option(
            names = "--shapes",
            description = "Run one forward, and tell shape, type and device of every value and what did not run. Of a"
                    + " capture: what was seen of modules, without running.")
    private boolean shapes;

    @Mixin
    private ForwardOptions forward = new ForwardOptions();

    @Override
    public Integer call() throws LayergraftException {
        Optional<CapturedModel> captured = Captures.at(model);
        if (captured.isPresent()) {
            CapturedModel read = captured.get();
            tell(read.graph(), shapes ? Optional.of(read.shapes()) : Optional.empty(), read.notes().stream());
            return ExitCode.TRAINS;
        }
        Experiment experiment = Experiments.open(model);
        tell(
                experiment.graph(),
                shapes ? Optional.of(measured(experiment)) : Optional.empty(),
                experiment.warning().stream());
        return ExitCode.TRAINS;
    }

    private void tell(ModelGraph graph, Optional<ShapeReport> report, Stream<Problem> notes)
            throws LayergraftException {
        draw(graph, report.orElse(ShapeReport.EMPTY));
        console().write(GraphJson.of(model.toString(), graph, report), json);
        if (json.isEmpty() && svg.isEmpty() && pdf.isEmpty()) {
            graph.root().walk().forEach(this::tell);
            report.ifPresent(r -> ShapeText.lines(graph, r, console().texts()).forEach(console()::say));
            note(Stream.concat(notes, graph.warnings().stream()));
        }
    }

    private void draw(ModelGraph graph, ShapeReport known) throws LayergraftException {
        var print = whole
                ? GraphPrint.whole(graph, known, console().texts())
                : GraphPrint.root(graph, known, console().texts());
        if (svg.isPresent()) {
            console().write(print.svg(), svg.get());
        }
        if (pdf.isPresent()) {
            console().write(print.pdf(), pdf.get());
        }
    }

    private ShapeReport measured(Experiment experiment) throws LayergraftException {
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            return engine.runs().shapes(experiment, forward.settings(), Progress.SILENT, interrupts.cancellation());
        }
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
