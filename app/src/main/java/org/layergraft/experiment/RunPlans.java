package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.step.Batches;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Devices;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.InputTree;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Nodes;
import org.layergraft.step.NpzFile;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * From settings to plans that can run: everything that can be found wrong before a process starts is found here.
 *
 * @param single of the plain run, with one device
 * @param ranks of the DDP run
 * @param note what a user should know about the choice of devices
 */
public record RunPlans(StepPlan single, StepPlan ranks, Optional<Problem> note) {

    private static final String AREA = "experiment";

    /** @param archive the model as it is run; @throws LayergraftException INPUT, and the sentence names the remedy */
    public static RunPlans plan(Experiment experiment, RunSettings settings, Devices devices, Path archive)
            throws LayergraftException {
        experiment.mustBeHere();
        checkNumbers(settings);
        Optional<ModelSettings> own =
                settings.inputs().isPresent() && settings.loss().isPresent()
                        ? Optional.empty()
                        : ModelSettings.of(experiment.model());
        InputPlan inputs = settings.inputs()
                .or(() -> own.filter(o -> !o.inputs().isEmpty()).map(o -> new InputPlan.Generated(o.inputs())))
                .orElseGet(() -> new InputPlan.Generated(List.of()));
        LossSpec loss =
                settings.loss().or(() -> own.flatMap(ModelSettings::loss)).orElseGet(LossSpec.Sum::new);
        DeviceChoice choice = DeviceChoice.of(settings.device(), settings.ranks(), devices);
        var here = new StepPlan(
                archive,
                inputs,
                loss,
                settings.switches(),
                choice.ranks(),
                settings.steps(),
                settings.seed(),
                settings.timeoutSeconds(),
                threads(devices, settings.ranks()));
        StepPlan plan = settings.nodes().map(here::across).orElse(here);
        Batches.check(plan);
        checkArguments(experiment.graph(), plan);
        checkModules(experiment.graph(), settings.switches().checkpoint());
        StepPlan single = new StepPlan(
                archive,
                inputs,
                loss,
                settings.switches(),
                List.of(choice.single()),
                settings.steps(),
                settings.seed(),
                settings.timeoutSeconds(),
                plan.threads());
        return new RunPlans(single, plan, choice.note());
    }

    /**
     * The plan of all ranks for a machine that need not be this one: its devices are not looked for.
     *
     * @throws LayergraftException INPUT, as {@link #plan}
     */
    static StepPlan forScript(Experiment experiment, RunSettings settings, Path archive) throws LayergraftException {
        DeviceChoice.checkForm(settings.device(), settings.ranks());
        var anywhere = Devices.withoutGpu(settings.ranks(), "");
        return plan(experiment, settings.on("cpu"), anywhere, archive).ranks();
    }

    /** Ranks share the cores of this machine. */
    static int threads(Devices devices, int ranks) {
        return Math.max(1, devices.cores() / ranks);
    }

    private static void checkNumbers(RunSettings settings) throws LayergraftException {
        if (settings.ranks() < 1) {
            throw LayergraftException.input(AREA, "ranks.few", settings.ranks());
        }
        if (settings.steps() < 1) {
            throw LayergraftException.input(AREA, "steps.few", settings.steps());
        }
        if (settings.timeoutSeconds() < 1) {
            throw LayergraftException.input(AREA, "timeout.few", settings.timeoutSeconds());
        }
        checkOptions(settings.switches().options());
        if (settings.nodes().isPresent()) {
            checkNodes(settings.nodes().get());
        }
    }

    /** Every chosen module must be one whose forward is called: a list of modules has none. */
    private static void checkModules(ModelGraph graph, Checkpoint checkpoint) throws LayergraftException {
        if (checkpoint.on() && checkpoint.modules().isEmpty()) {
            throw LayergraftException.input(AREA, "checkpoint.none");
        }
        for (String path : checkpoint.modules()) {
            ModuleNode module = graph.module(path)
                    .filter(found -> !path.isEmpty())
                    .orElseThrow(() -> LayergraftException.input(AREA, "checkpoint.unknown", path));
            if (module.forward().nodes().isEmpty()) {
                throw LayergraftException.input(
                        AREA,
                        "checkpoint.container",
                        path,
                        module.children().stream()
                                .map(ModuleNode::path)
                                .findFirst()
                                .orElse(path + ".0"));
            }
        }
    }

    private static void checkNodes(Nodes nodes) throws LayergraftException {
        if (nodes.count() < 1 || nodes.rank() < 0 || nodes.rank() >= nodes.count()) {
            throw LayergraftException.input(AREA, "nodes.rank", nodes.rank(), nodes.count());
        }
        if (nodes.meetingSeconds() < 1) {
            throw LayergraftException.input(AREA, "nodes.meeting", nodes.meetingSeconds());
        }
    }

    private static void checkOptions(DdpOptions options) throws LayergraftException {
        if (options.accumulate() < 1 || options.accumulate() > DdpOptions.MOST_MICRO_STEPS) {
            throw LayergraftException.input(
                    AREA, "accumulate.range", options.accumulate(), DdpOptions.MOST_MICRO_STEPS);
        }
        double cap = options.bucketCapMb().orElse(1);
        if (!(cap > 0 && cap <= DdpOptions.LARGEST_BUCKET_MB)) {
            throw LayergraftException.input(AREA, "bucket.range", String.valueOf(cap), DdpOptions.LARGEST_BUCKET_MB);
        }
    }

    /**
     * Inputs count in the order of forward's arguments. What a model may leave out (Optional, numbers) is left to libtorch. Of files,
     * each rank's first batch is looked at.
     */
    private static void checkArguments(ModelGraph graph, StepPlan plan) throws LayergraftException {
        List<FlowNode> arguments = graph.root().forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .toList();
        switch (plan.inputs()) {
            case InputPlan.Generated(List<InputSpec> specs) ->
                checkArguments(arguments, specs.stream().map(InputSpec::name).toList(), Optional.empty());
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) -> {
                for (InputPlan.RankFiles files : ranks.subList(0, plan.worldSize())) {
                    checkArguments(arguments, NpzFile.names(files.at(1)), Optional.of(files.at(1)));
                }
            }
        }
    }

    private static void checkArguments(List<FlowNode> arguments, List<String> names, Optional<Path> file)
            throws LayergraftException {
        int given = InputTree.count(names);
        if (given > arguments.size()) {
            throw file.isPresent()
                    ? LayergraftException.input(
                            AREA, "inputs.many.file", file.get(), given, arguments.size(), names(arguments))
                    : LayergraftException.input(AREA, "inputs.many", given, arguments.size(), names(arguments));
        }
        for (FlowNode argument : arguments.subList(given, arguments.size())) {
            if (argument.type().isEmpty() || argument.type().matches("Tensor|(List|Dict|Tuple)\\[.*")) {
                throw file.isPresent()
                        ? LayergraftException.input(
                                AREA, "inputs.missing.file", file.get(), argument.label(), names(arguments), given)
                        : LayergraftException.input(AREA, "inputs.missing", argument.label(), names(arguments), given);
            }
        }
    }

    private static String names(List<FlowNode> arguments) {
        return String.join(", ", arguments.stream().map(FlowNode::label).toList());
    }
}
