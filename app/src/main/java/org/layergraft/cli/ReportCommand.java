package org.layergraft.cli;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.Contest;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.process.StepRunner;
import org.layergraft.report.ConfigAdvice;
import org.layergraft.report.Findings;
import org.layergraft.report.Repeat;
import org.layergraft.report.Reports;
import org.layergraft.report.Subject;
import org.layergraft.report.UsedVersions;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.EditPictures;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@CommandLine.Command(
        name = "report",
        description =
                "Check a model as 'check' does, run every combination of the switches, time the best against the usual"
                    + " advice, and write all of it down with what was grafted, what to change and how to repeat it."
                    + " This executes the model. Of a capture all of it is predicted, and nothing is executed.")
final class ReportCommand extends Command {

    @Parameters(
            paramLabel = "FILE",
            description = "A TorchScript archive, or an experiment (.graft) that the window saved: what no option says"
                    + " is then as it was saved. Or a capture (.capture.json, or one per rank with commas between).")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F.html|F.pdf|F.md",
            description = "Where the report goes; its ending says what it becomes. Give it several times for several.")
    private List<Path> outs = List.of();

    @Option(names = "--lang", paramLabel = "en|zh", defaultValue = "en", description = "The report's language.")
    private String language;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A training config that the report is to say what to change in. Once for each.")
    private List<Path> configs = List.of();

    @Option(
            names = "--configs",
            paramLabel = "DIR",
            description = "The configs folder of a package that mmdet::… or from mmdet.configs… names. Once for each.")
    private List<Path> folders = List.of();

    @Option(names = "--no-matrix", description = "Only check; leave the other combinations out.")
    private boolean noMatrix;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "12",
            description = "Pairs of steps to time the best against the usual advice (default ${DEFAULT-VALUE}).")
    private int pairs;

    /** What there is to say of a subject. */
    private record Told(Subject subject, RunResult run, List<RunResult> matrix, List<Findings.Cost> costs) {}

    @Override
    public Integer call() throws LayergraftException {
        Texts texts = new Texts(spoken());
        for (Path config : configs) {
            ConfigReader.open(config, new Scopes(folders));
        }
        for (Path out : outs) {
            Reports.Format.of(out);
            OutFile.check(out);
        }
        Optional<CapturedModel> captured = Captures.at(file);
        if (captured.isPresent()) {
            return write(predict(captured.get(), options.overCaptured(captured.get())), texts);
        }
        RunSettings settings = ExperimentFile.isNamed(file)
                ? options.over(ExperimentFile.read(file).saved().settings())
                : options.settings();
        Experiment experiment = Experiments.open(file);
        return write(
                experiment.captured().isPresent()
                        ? predict(experiment.captured().get(), settings)
                        : run(experiment, settings, texts),
                texts);
    }

    private Told run(Experiment experiment, RunSettings settings, Texts texts) throws LayergraftException {
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            var silent = StepRunner.Progress.SILENT;
            var cancel = interrupts.cancellation();
            var runs = engine.runs();
            RunResult run = Trials.verify(
                    runs,
                    experiment,
                    settings,
                    runs.check(experiment, settings, silent, cancel),
                    Trials.Listener.SILENT,
                    silent,
                    cancel);
            List<RunResult> matrix = noMatrix
                    ? List.of()
                    : runs.matrix(experiment, settings, List.of(), Matrix.Progress.SILENT, silent, cancel);
            var costs = new ArrayList<Findings.Cost>();
            Optional<Contest> contest = Contest.of(matrix);
            if (contest.isPresent()) {
                Switches best = contest.get().best();
                var comparison = runs.compare(
                        experiment, settings.with(best), contest.get().usual(), pairs, silent, cancel);
                boolean unsettled =
                        !contest.get().unsettled(Optional.of(comparison)).isEmpty();
                costs.add(new Findings.Cost(Optional.of(best), comparison.sentence(), unsettled));
            }
            return new Told(Subject.of(experiment, EditPictures.of(experiment, texts)), run, matrix, costs);
        }
    }

    /** Nothing runs: that model is elsewhere. */
    private Told predict(CapturedModel captured, RunSettings settings) throws LayergraftException {
        RunResult run = captured.predict(settings.switches(), settings.ranks(), settings.steps());
        List<RunResult> matrix = noMatrix
                ? List.of()
                : captured.matrix(
                        options.everyModeOf(captured)
                                .switches()
                                .withOptions(settings.switches().options()),
                        settings.ranks(),
                        settings.steps());
        return new Told(new Subject.Watched(captured), run, matrix, List.of());
    }

    private int write(Told told, Texts texts) throws LayergraftException {
        var changes = new ArrayList<Findings.ConfigChange>();
        for (Path config : configs) {
            changes.add(ConfigAdvice.of(config, told.subject(), told.run(), new Scopes(folders)));
        }
        var commands = new ArrayList<String>();
        commands.add(Repeat.called(spec.commandLine().getParseResult().originalArgs()));
        commands.addAll(Repeat.commands(Repeat::fromHere, file, told.subject(), told.run(), told.matrix()));
        var findings = new Findings(
                told.subject(),
                told.subject().sources(),
                Optional.of(told.run()),
                told.matrix(),
                told.costs(),
                changes,
                UsedVersions.of(told.subject()),
                commands,
                ZonedDateTime.now());
        for (Path out : outs) {
            console().write(Reports.write(findings, Reports.Format.of(out), texts), out);
            console().say(console().texts().get("cli", "graft.saved", out));
        }
        return ExitCode.of(told.run());
    }

    private Locale spoken() throws LayergraftException {
        return Texts.languages().stream()
                .filter(l -> l.getLanguage().equals(language))
                .findFirst()
                .orElseThrow(() -> LayergraftException.input("cli", "snapshot.language", language));
    }
}
