package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.layergraft.config.Snippet.Library;
import org.layergraft.config.Snippet.Part;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.Problem;

/**
 * The same switches for scripts that no config describes. Names and places as in torch/nn/parallel/distributed.py and
 * torch/utils/checkpoint.py, lightning/pytorch/strategies/ddp.py, accelerate/utils/dataclasses.py (DistributedDataParallelKwargs),
 * transformers/training_args.py, detectron2/engine/defaults.py (create_ddp_model) with configs/common/train.py, and timm's train.py
 * with timm/layers/config.py.
 */
public final class Snippets {

    private static final String REENTRANT = "use_reentrant";

    private final Switches switches;
    private final Map<String, String> arguments = new TreeMap<>();

    private Snippets(Switches switches) {
        this.switches = switches;
        DdpOptions options = switches.options();
        arguments.put("find_unused_parameters", python(switches.findUnusedParameters()));
        if (switches.staticGraph()) {
            arguments.put("static_graph", "True");
        }
        if (!options.broadcastBuffers()) {
            arguments.put("broadcast_buffers", "False");
        }
        if (options.gradientAsBucketView()) {
            arguments.put("gradient_as_bucket_view", "True");
        }
        options.bucketCapMb()
                .ifPresent(mb ->
                        arguments.put("bucket_cap_mb", PythonWords.real(mb).replaceFirst("\\.0$", "")));
    }

    /** For every library; only what differs from PyTorch's defaults, and {@code find_unused_parameters}, which is the question. */
    public static List<Snippet> of(Switches switches) {
        var all = new Snippets(switches);
        return List.of(
                all.pytorch(), all.lightning(), all.accelerate(), all.transformers(), all.detectron2(), all.timm());
    }

    private static String python(boolean on) {
        return on ? "True" : "False";
    }

    private String arguments(String... without) {
        var kept = new TreeMap<>(arguments);
        List.of(without).forEach(kept::remove);
        return String.join(
                ", ",
                kept.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
    }

    private static Part part(String where, String... lines) {
        return new Part(Problem.of("config", "snippet." + where), String.join("\n", lines) + "\n");
    }

    /** Where the script itself calls {@code checkpoint}; nothing to say while it is off. */
    private List<Part> checkpointed() {
        return switch (switches.checkpoint().mode()) {
            case OFF -> List.of();
            case REENTRANT, NONREENTRANT ->
                List.of(part(
                        "call",
                        "from torch.utils.checkpoint import checkpoint",
                        "",
                        "x = checkpoint(self.layer, x, " + REENTRANT + "=" + reentrant() + ")"));
        };
    }

    private String reentrant() {
        return python(switches.checkpoint().mode() == Mode.REENTRANT);
    }

    private static Snippet snippet(Library library, List<Part> first, List<Part> then) {
        var parts = new ArrayList<>(first);
        parts.addAll(then);
        return new Snippet(library, parts);
    }

    private Snippet pytorch() {
        Part wrap = part(
                "wrap",
                "from torch.nn.parallel import DistributedDataParallel",
                "",
                "# on GPUs also device_ids=[local_rank]",
                "model = DistributedDataParallel(model, " + arguments() + ")");
        return snippet(
                Library.PYTORCH,
                List.of(wrap),
                Stream.concat(steps().stream(), checkpointed().stream()).toList());
    }

    /** What DDP's arguments cannot say: how often gradients are exchanged, and in which type the forward computes. */
    private List<Part> steps() {
        if (accumulate() == 1 && !bf16()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        if (accumulate() > 1) {
            lines.add("import contextlib");
        }
        if (bf16()) {
            lines.add("import torch");
        }
        lines.add("");
        if (accumulate() == 1) {
            lines.addAll(forward("", "compute_loss(model, batch)"));
            lines.add("loss.backward()");
            return List.of(part("step", lines.toArray(String[]::new)));
        }
        if (switches.staticGraph()) {
            lines.add("# since PyTorch 2.1 static_graph fails in the first backward under no_sync: leave one of them"
                    + " out");
        }
        lines.add("for number, batch in enumerate(loader, 1):");
        lines.add("    last = number % " + accumulate() + " == 0");
        lines.add("    with contextlib.nullcontext() if last else model.no_sync():");
        lines.addAll(forward("        ", "compute_loss(model, batch) / " + accumulate()));
        lines.add("        loss.backward()");
        lines.add("    if last:");
        lines.add("        optimizer.step()");
        lines.add("        optimizer.zero_grad()");
        return List.of(part("step", lines.toArray(String[]::new)));
    }

    private List<String> forward(String indent, String loss) {
        return bf16()
                ? List.of(
                        indent + "with torch.autocast(\"cuda\", dtype=torch.bfloat16):", indent + "    loss = " + loss)
                : List.of(indent + "loss = " + loss);
    }

    private int accumulate() {
        return switches.options().accumulate();
    }

    private boolean bf16() {
        return switches.options().bf16();
    }

    /** Arguments of a call, each behind a comma, of those libraries that have names for both. */
    private String also(String accumulating, String inBf16) {
        return (accumulate() > 1 ? ", " + accumulating + "=" + accumulate() : "") + (bf16() ? ", " + inBf16 : "");
    }

    private Snippet lightning() {
        Part trainer = part(
                "lightning",
                "from lightning.pytorch import Trainer",
                "from lightning.pytorch.strategies import DDPStrategy",
                "",
                "trainer = Trainer(strategy=DDPStrategy(" + arguments() + ")"
                        + also("accumulate_grad_batches", "precision=\"bf16-mixed\"") + ")");
        return snippet(Library.LIGHTNING, List.of(trainer), checkpointed());
    }

    private Snippet accelerate() {
        var lines = new ArrayList<>(List.of(
                "from accelerate import Accelerator",
                "from accelerate.utils import DistributedDataParallelKwargs",
                "",
                "ddp = DistributedDataParallelKwargs(" + arguments() + ")",
                "accelerator = Accelerator(kwargs_handlers=[ddp]"
                        + also("gradient_accumulation_steps", "mixed_precision=\"bf16\"") + ")"));
        if (accumulate() > 1) {
            lines.add("# and around each step: with accelerator.accumulate(model):");
        }
        Part accelerator = part("accelerate", lines.toArray(String[]::new));
        return snippet(Library.ACCELERATE, List.of(accelerator), checkpointed());
    }

    /** Left out, {@code ddp_find_unused_parameters} is True for most models; of the rest the trainer has names for some. */
    private Snippet transformers() {
        var lines =
                new ArrayList<>(List.of("from transformers import TrainingArguments", "", "args = TrainingArguments("));
        lines.add("    output_dir=\"out\",");
        lines.add("    ddp_find_unused_parameters=" + python(switches.findUnusedParameters()) + ",");
        if (switches.staticGraph()) {
            lines.add("    ddp_static_graph=True,  # Transformers 5");
        }
        if (!switches.options().broadcastBuffers()) {
            lines.add("    ddp_broadcast_buffers=False,");
        }
        if (arguments.containsKey("bucket_cap_mb")) {
            lines.add("    ddp_bucket_cap_mb=" + arguments.get("bucket_cap_mb") + ",");
        }
        if (accumulate() > 1) {
            lines.add("    gradient_accumulation_steps=" + accumulate() + ",");
        }
        if (bf16()) {
            lines.add("    bf16=True,");
        }
        boolean on = switches.checkpoint().mode() != Mode.OFF;
        lines.add("    gradient_checkpointing=" + python(on) + ",");
        if (on) {
            lines.add("    gradient_checkpointing_kwargs={\"" + REENTRANT + "\": " + reentrant() + "},");
        }
        lines.add(")");
        return new Snippet(Library.TRANSFORMERS, List.of(part("transformers", lines.toArray(String[]::new))));
    }

    /** Its own default is {@code broadcast_buffers=False}. */
    private Snippet detectron2() {
        var lines = new ArrayList<>(List.of(
                "from detectron2 import model_zoo", "", "train = model_zoo.get_config(\"common/train.py\").train"));
        var all = new TreeMap<>(arguments);
        all.put("broadcast_buffers", python(switches.options().broadcastBuffers()));
        all.forEach((key, value) -> lines.add("train.ddp." + key + " = " + value));
        if (accumulate() > 1 || bf16()) {
            lines.add(
                    "# its trainers neither accumulate gradients nor compute in bfloat16: that takes a trainer of your"
                            + " own");
        }
        String given = String.join(
                ", ",
                all.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList());
        Part yaml = part(
                "yacs",
                "from detectron2.engine import create_ddp_model",
                "",
                "model = create_ddp_model(model, " + given + ")");
        return snippet(Library.DETECTRON2, List.of(part("lazy", lines.toArray(String[]::new)), yaml), checkpointed());
    }

    private Snippet timm() {
        Part wrap = part(
                "timm",
                "from torch.nn.parallel import DistributedDataParallel as NativeDDP",
                "",
                "model = NativeDDP(model, device_ids=[device], " + arguments() + ")");
        List<Part> checkpoint =
                switch (switches.checkpoint().mode()) {
                    case OFF -> List.of();
                    case REENTRANT, NONREENTRANT ->
                        List.of(part(
                                "timmCheckpoint",
                                "from timm.layers.config import set_reentrant_ckpt",
                                "",
                                "set_reentrant_ckpt(" + reentrant() + ")",
                                "model.set_grad_checkpointing(enable=True)"));
                };
        var settings = new ArrayList<String>();
        if (accumulate() > 1) {
            settings.add("args.grad_accum_steps = " + accumulate());
        }
        if (bf16()) {
            settings.addAll(List.of("args.amp = True", "args.amp_dtype = \"bfloat16\""));
        }
        List<Part> step = settings.isEmpty() ? List.of() : List.of(part("timmStep", settings.toArray(String[]::new)));
        return snippet(
                Library.TIMM,
                List.of(wrap),
                Stream.concat(step.stream(), checkpoint.stream()).toList());
    }
}
