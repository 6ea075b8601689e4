package org.layergraft.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.graft.TorchvisionOperators;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/**
 * A run on all ranks as a Python script for {@code torchrun}, which needs nothing but PyTorch and the archive. What never changes is
 * in the template {@code torchrun.py}; what does is put into it as JSON.
 *
 * <p>Random inputs are not the numbers that Layergraft draws: the script draws its own, from the same seeds.
 */
public final class TorchrunScript {

    private TorchrunScript() {}

    /** @param archive that was written beside the script, where no file held the model */
    public record Written(Path script, Optional<Path> archive) {}

    /** Where a model that lies in no file is written for a script: beside it, and named like it. */
    public static Path archiveFor(Path script) {
        return script.resolveSibling(script.getFileName().toString().replaceFirst("\\.py$", "") + ".pt");
    }

    /**
     * Writes the script, and the model beside it where it is in no file.
     *
     * @param heldIn a file with this very model, if there is one
     * @throws LayergraftException INPUT when the settings cannot be run, or a file cannot be written
     */
    public static Written write(Experiment experiment, RunSettings settings, Path script, Optional<Path> heldIn)
            throws LayergraftException {
        Path archive = heldIn.orElse(archiveFor(script));
        StepPlan plan = RunPlans.forScript(experiment, settings, archive);
        boolean torchvision = TorchvisionOperators.runnable(experiment.model()) != experiment.model();
        String text = text(plan, settings.device(), torchvision, script);
        if (heldIn.isEmpty()) {
            if (isSame(experiment.file(), archive)) {
                throw LayergraftException.input("experiment", "script.model", script, archive);
            }
            Experiments.saveWithoutLog(experiment, archive);
        }
        try {
            Files.writeString(script, text);
        } catch (IOException failed) {
            throw LayergraftException.input("experiment", "script.unwritable", script, failed.getMessage());
        }
        return new Written(script, heldIn.isEmpty() ? Optional.of(archive) : Optional.empty());
    }

    private static boolean isSame(Path opened, Path target) {
        return opened.toAbsolutePath()
                .normalize()
                .equals(target.toAbsolutePath().normalize());
    }

    /**
     * @param device as in {@link RunSettings}; the script looks for GPUs itself
     * @param torchvision the archive calls operators of torchvision
     * @param script where the text will be: files are named relative to it
     */
    static String text(StepPlan plan, String device, boolean torchvision, Path script) {
        Path folder = script.toAbsolutePath().normalize().getParent();
        JsonMapper mapper = StepJson.mapper();
        ObjectNode experiment = mapper.createObjectNode();
        experiment.put("model", relative(plan.model(), folder));
        experiment.put("torchvision", torchvision);
        switch (plan.inputs()) {
            case InputPlan.Generated(List<InputSpec> specs) -> {
                ArrayNode inputs = experiment.putArray("inputs");
                specs.forEach(spec -> input(inputs.addObject(), spec));
            }
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) -> {
                ArrayNode files = experiment.putArray("files");
                ranks.forEach(rank -> files(files.addObject(), rank, folder));
            }
        }
        experiment.set("loss", mapper.valueToTree(plan.loss()));
        experiment.put("device", device);
        experiment.put("steps", plan.steps());
        experiment.put("seed", plan.seed());
        experiment.put("timeout", plan.timeoutSeconds());
        switches(experiment, plan.switches());
        try {
            return template()
                    .replace("@TITLE@", plain(plan.model().getFileName()))
                    .replace("@SCRIPT@", plain(script.getFileName()))
                    .replace("@RANKS@", String.valueOf(plan.worldSize()))
                    .replace(
                            "@EXPERIMENT@",
                            mapper.writerWithDefaultPrettyPrinter().writeValueAsString(experiment));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    private static void input(ObjectNode node, InputSpec spec) {
        node.put("name", spec.name());
        node.put("dtype", spec.dtype().torchName());
        spec.shape().sizes().forEach(node.putArray("shape")::add);
        spec.low().ifPresent(low -> node.put("low", low));
        spec.high().ifPresent(high -> node.put("high", high));
        node.put("values", spec.values().name().toLowerCase(Locale.ROOT));
    }

    private static void files(ObjectNode node, InputPlan.RankFiles rank, Path folder) {
        node.put("every", relative(rank.every(), folder));
        ObjectNode iterations = node.putObject("iterations");
        Map<Integer, Path> sorted = new TreeMap<>(rank.iterations());
        sorted.forEach((batch, file) -> iterations.put(String.valueOf(batch), relative(file, folder)));
    }

    private static void switches(ObjectNode experiment, Switches switches) {
        DdpOptions options = switches.options();
        experiment.put("accumulate", options.accumulate());
        experiment.put("bf16", options.bf16());
        ObjectNode checkpoint = experiment.putObject("checkpoint");
        checkpoint.put("mode", switches.checkpoint().mode().name().toLowerCase(Locale.ROOT));
        switches.checkpoint().modules().forEach(checkpoint.putArray("modules")::add);
        // Only what differs from the defaults: later releases rename some.
        ObjectNode ddp = experiment.putObject("ddp");
        ddp.put("find_unused_parameters", switches.findUnusedParameters());
        ddp.put("static_graph", switches.staticGraph());
        options.bucketCapMb().ifPresent(mb -> ddp.put("bucket_cap_mb", mb));
        if (options.gradientAsBucketView()) {
            ddp.put("gradient_as_bucket_view", true);
        }
        if (!options.broadcastBuffers()) {
            ddp.put("broadcast_buffers", false);
        }
    }

    /** With slashes, which Python takes everywhere; absolute where there is no way from the folder (another drive). */
    private static String relative(Path file, Path folder) {
        Path whole = file.toAbsolutePath().normalize();
        Path shown = whole.getRoot().equals(folder.getRoot()) ? folder.relativize(whole) : whole;
        return shown.toString().replace('\\', '/');
    }

    /** For Python's documentation text. */
    private static String plain(Path name) {
        return name.toString().replace("\"", "'").replace("\\", "/");
    }

    private static String template() {
        try (var in = TorchrunScript.class.getResourceAsStream("torchrun.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
