package org.layergraft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.ModelSettings;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** The commands that do again what a report tells of. */
public final class Repeat {

    private Repeat() {}

    /**
     * The command that was called, for a shell.
     *
     * @param arguments as they were given
     */
    public static String called(List<String> arguments) {
        return "layergraft " + arguments.stream().map(Repeat::quoted).collect(Collectors.joining(" "));
    }

    /**
     * For a shell.
     *
     * @param named what a file is called where they are called
     * @param file a model or an experiment
     * @param matrix its runs; of a model that was grafted left out where it varied more than the command does by itself
     * @throws LayergraftException INPUT when the model can no longer be read
     */
    public static List<String> commands(
            Function<Path, String> named, Path file, Subject subject, RunResult run, List<RunResult> matrix)
            throws LayergraftException {
        return switch (subject) {
            case Subject.Grafted(Experiment experiment, var _) -> commands(named, file, experiment, run, matrix);
            case Subject.Watched(CapturedModel captured) -> commands(named, captured, run);
        };
    }

    /** In the folder that the program was started in: what lies in it by its way from there, anything else as it was given. */
    public static String fromHere(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = file.toAbsolutePath().normalize();
        return whole.startsWith(here) && !whole.equals(here)
                ? here.relativize(whole).toString()
                : file.toString();
    }

    /** The edits, where there are any that the file does not hold, the check, and the matrix. */
    private static List<String> commands(
            Function<Path, String> named, Path file, Experiment experiment, RunResult run, List<RunResult> matrix)
            throws LayergraftException {
        String name = named.apply(file);
        var lines = new ArrayList<String>();
        String model = name;
        List<Edit> more = ExperimentFile.isNamed(file) ? List.of() : beyond(file, experiment);
        if (!more.isEmpty()) {
            model = name.replaceFirst("\\.pt$", "") + "-grafted.pt";
            lines.add("cat > edits.json <<'EDITS'");
            lines.add(EditScript.write(more).strip());
            lines.add("EDITS");
            lines.add("layergraft graft " + quoted(name) + " --edits edits.json --out " + quoted(model));
        }
        Optional<ModelSettings> own = own(experiment);
        StepPlan checked = run.plan();
        lines.add("layergraft check " + quoted(model) + options(checked, chosen(checked.switches()))
                + data(named, checked, own));
        if (matrix.stream().map(r -> r.plan().switches().options()).distinct().count() == 1) {
            StepPlan plan = matrix.getFirst().plan();
            lines.add("layergraft matrix " + quoted(model) + options(plan, modules(matrix)) + data(named, plan, own));
        }
        return lines;
    }

    /** The prediction, from the same captures. What is as it was captured needs no option. */
    private static List<String> commands(Function<Path, String> named, CapturedModel captured, RunResult run) {
        String files = captured.files().stream().map(named).collect(Collectors.joining(","));
        Switches own = captured.switches();
        Switches asked = run.plan().switches();
        var words = new StringBuilder("layergraft check ").append(quoted(files));
        words.append(" --ranks ").append(run.plan().worldSize());
        if (asked.findUnusedParameters() != own.findUnusedParameters()) {
            words.append(" --find-unused-parameters=").append(asked.findUnusedParameters());
        }
        if (asked.staticGraph() != own.staticGraph()) {
            words.append(" --static-graph=").append(asked.staticGraph());
        }
        if (!asked.checkpoint().equals(own.checkpoint())) {
            words.append(asked.checkpoint().on() ? checkpoint(asked) : " --checkpoint off");
        }
        if (!asked.options().equals(own.options())) {
            // As any of these stands for all of them, DDP's own are told by the one that has a default.
            words.append(
                    asked.options().equals(DdpOptions.DEFAULT) ? " --bucket-cap-mb 25" : arguments(asked.options()));
        }
        return List.of(words.append(" --steps ").append(run.plan().steps()).toString());
    }

    /** A saved model carries its own edits, and a script comes on top of them. */
    private static List<Edit> beyond(Path file, Experiment experiment) throws LayergraftException {
        List<Edit> all = experiment.log().edits();
        List<Edit> carried = Experiments.open(file).log().edits();
        int same = 0;
        while (same < Math.min(all.size(), carried.size()) && all.get(same).equals(carried.get(same))) {
            same++;
        }
        return all.subList(same, all.size());
    }

    private static Optional<ModelSettings> own(Experiment experiment) {
        try {
            return ModelSettings.of(experiment.model());
        } catch (LayergraftException unreadable) {
            return Optional.empty();
        }
    }

    /** Inputs and loss where they are not what the archive itself asks for. A loss that no option can name is left out. */
    private static String data(Function<Path, String> named, StepPlan plan, Optional<ModelSettings> own) {
        var words = new StringBuilder();
        if (plan.inputs() instanceof InputPlan.Generated(List<InputSpec> inputs)
                && own.filter(o -> o.inputs().equals(inputs)).isEmpty()) {
            inputs.forEach(i -> words.append(" --input ").append(quoted(input(i))));
        }
        if (plan.inputs() instanceof InputPlan.Files(List<InputPlan.RankFiles> ranks)) {
            words.append(" --inputs ").append(quoted(files(named, ranks)));
        }
        if (own.flatMap(ModelSettings::loss).filter(plan.loss()::equals).isEmpty()) {
            loss(plan.loss()).ifPresent(l -> words.append(" --loss ").append(quoted(l)));
        }
        return words.toString();
    }

    /** One file for each rank, or their folder where iterations have files of their own. */
    private static String files(Function<Path, String> named, List<InputPlan.RankFiles> ranks) {
        boolean always = ranks.stream().allMatch(r -> r.iterations().isEmpty());
        return always
                ? ranks.stream().map(InputPlan.RankFiles::every).map(named).collect(Collectors.joining(","))
                : named.apply(ranks.getFirst().every().toAbsolutePath().getParent());
    }

    private static String input(InputSpec input) {
        String range = input.low().isPresent() && input.high().isPresent()
                ? ":" + input.low().getAsLong() + ".." + input.high().getAsLong()
                : "";
        String sizes = input.shape().sizes().stream().map(String::valueOf).collect(Collectors.joining(","));
        return input.name() + ":" + input.dtype().toString().toLowerCase(Locale.ROOT) + "[" + sizes + "]" + range;
    }

    private static Optional<String> loss(LossSpec loss) {
        return switch (loss) {
            case LossSpec.Sum _ -> Optional.of("sum");
            case LossSpec.Mean _ -> Optional.of("mean");
            case LossSpec.Square _ -> Optional.of("square");
            case LossSpec.Keys(String contains) -> Optional.of("keys:" + contains);
            case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce reduce) ->
                reduce == LossSpec.Reduce.SUM
                        ? Optional.of(
                                "outputs:" + use.stream().map(String::valueOf).collect(Collectors.joining(",")))
                        : Optional.empty();
        };
    }

    /** @param switches in words */
    private static String options(StepPlan plan, String switches) {
        var words = new StringBuilder();
        if (plan.worldSize() > 0) {
            words.append(" --ranks ").append(plan.worldSize());
        }
        plan.devices().stream()
                .findFirst()
                .filter(d -> d.kind() == Device.Kind.CUDA)
                .ifPresent(_ -> words.append(" --device cuda"));
        words.append(switches).append(arguments(plan.switches().options()));
        words.append(" --steps ").append(plan.steps()).append(" --seed ").append(plan.seed());
        return words.toString();
    }

    private static String chosen(Switches switches) {
        return (switches.findUnusedParameters() ? " --find-unused-parameters" : "")
                + (switches.staticGraph() ? " --static-graph" : "")
                + (switches.checkpoint().on() ? checkpoint(switches) : "");
    }

    /** Of a matrix only the modules are given: it tries every mode. */
    private static String modules(List<RunResult> matrix) {
        return matrix.stream()
                .map(r -> r.plan().switches().checkpoint())
                .filter(Switches.Checkpoint::on)
                .findFirst()
                .map(c -> " --checkpoint " + quoted(String.join(",", c.modules())))
                .orElse("");
    }

    private static String checkpoint(Switches switches) {
        return " --checkpoint "
                + quoted(SwitchWords.checkpoint(switches) + ":"
                        + String.join(",", switches.checkpoint().modules()));
    }

    private static String arguments(DdpOptions options) {
        var words = new StringBuilder();
        options.bucketCapMb().ifPresent(cap -> words.append(" --bucket-cap-mb ").append(SwitchWords.number(cap)));
        words.append(options.gradientAsBucketView() ? " --gradient-as-bucket-view" : "");
        words.append(options.broadcastBuffers() ? "" : " --no-broadcast-buffers");
        words.append(options.accumulate() == 1 ? "" : " --accumulate " + options.accumulate());
        words.append(options.bf16() ? " --bf16" : "");
        return words.toString();
    }

    /** For a POSIX shell. */
    static String quoted(String word) {
        return word.matches("[\\w./:,@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
