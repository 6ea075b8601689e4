package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.capture.CapturedModel;
import org.layergraft.capture.Circumstances;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Fact;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;

/** How a model was captured, as its files say. */
final class AboutCapture {

    /** More losses than these tell no more. */
    private static final int LOSSES = 6;

    private final CapturedModel captured;
    private final Circumstances circumstances;
    private final Say say;

    AboutCapture(CapturedModel captured, Circumstances circumstances, Say say) {
        this.captured = captured;
        this.circumstances = circumstances;
        this.say = say;
    }

    List<Block> facts() {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact(say.to("capture.time"), circumstances.time()));
        facts.add(new Fact(
                say.to("capture.ranks"),
                say.to("capture.ranks.of", joined(circumstances.ranks()), circumstances.world())));
        facts.add(new Fact(say.to("run.devices"), joined(circumstances.devices())));
        facts.add(new Fact(say.to("run.steps"), say.to("count", circumstances.iterations())));
        if (!circumstances.losses().isEmpty()) {
            facts.add(new Fact(say.to("capture.losses"), losses()));
        }
        facts.add(new Fact("DistributedDataParallel", ddp()));
        facts.add(new Fact(say.to("capture.checkpoints"), checkpoints()));
        circumstances.versions().forEach((name, version) -> facts.add(new Fact(name, version)));
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Facts(facts));
        captured.graph().warnings().forEach(w -> blocks.add(new Block.Paragraph(say.the(w))));
        return blocks;
    }

    private String losses() {
        return circumstances.losses().stream()
                        .limit(LOSSES)
                        .map(l -> String.format(Locale.ROOT, "%.6g", l))
                        .collect(Collectors.joining(", "))
                + (circumstances.losses().size() > LOSSES ? ", …" : "");
    }

    /** Its arguments as one writes them in Python. */
    private String ddp() {
        Optional<Circumstances.Wrapped> wrapped = circumstances.ddp();
        if (wrapped.isEmpty()) {
            return say.to("capture.bare");
        }
        Switches switches = captured.switches();
        DdpOptions options = switches.options();
        var words = new ArrayList<String>();
        words.add("find_unused_parameters=" + python(switches.findUnusedParameters()));
        words.add("static_graph=" + python(switches.staticGraph()));
        words.add("broadcast_buffers=" + python(options.broadcastBuffers()));
        words.add("gradient_as_bucket_view=" + python(options.gradientAsBucketView()));
        options.bucketCapMb().ifPresent(cap -> words.add("bucket_cap_mb=" + SwitchWords.number(cap)));
        String all = String.join(", ", words);
        String with = wrapped.get()
                .backend()
                .map(b -> say.to("capture.backend", all, b))
                .orElse(all);
        List<String> ignored = wrapped.get().ignored();
        return ignored.isEmpty() ? with : say.to("capture.ignored", with, joined(ignored));
    }

    private String checkpoints() {
        Switches switches = captured.switches();
        return switches.checkpoint().on()
                ? SwitchWords.checkpoint(switches) + ": "
                        + joined(switches.checkpoint().modules().stream()
                                .map(m -> m.isEmpty() ? say.to("capture.root") : m)
                                .toList())
                : say.to("capture.none");
    }

    private static String python(boolean on) {
        return on ? "True" : "False";
    }

    private static String joined(List<?> all) {
        return all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
