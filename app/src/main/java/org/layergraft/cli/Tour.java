package org.layergraft.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunService;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditTexts;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.UsualShape;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;

/**
 * The main job without a window: graft a parameter that nothing uses, run one device and two ranks, show what happened. That the
 * ranks fail is what it is there to show, so it is not a failure of the job.
 */
final class Tour {

    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;

    private final Console console;
    private final RunService runs;
    private final Window window;
    private final Cancellation cancel;

    Tour(Console console, RunService runs, Window window, Cancellation cancel) {
        this.console = console;
        this.runs = runs;
        this.window = window;
        this.cancel = cancel;
    }

    void take(Path model) throws LayergraftException {
        Experiment opened = Experiments.open(model);
        console.say(console.texts()
                .get(
                        "cli",
                        "tour.opened",
                        model,
                        opened.graph().parameters().size(),
                        opened.graph().elements()));
        Edit edit = unusedParameter(opened.graph());
        Experiment grafted = Experiments.apply(opened, edit);
        console.say(EditTexts.describe(edit));
        RunResult checked = runs.check(grafted, RunSettings.DEFAULT, StepRunner.Progress.SILENT, cancel);
        RunResult result = Trials.verify(
                runs,
                grafted,
                RunSettings.DEFAULT,
                checked,
                Trials.Listener.SILENT,
                StepRunner.Progress.SILENT,
                cancel);
        console.say("");
        new RunText(console.texts()).check(result).forEach(console::say);
        Path picture = Home.picture();
        window.paint(new Window.Picture(grafted, Optional.of(result), picture, WIDTH, HEIGHT, false, Locale.ENGLISH));
        console.say("");
        console.say(console.texts().get("cli", "tour.picture", picture));
    }

    /** {@code class_embed = nn.Parameter(embed_dims, 512)}, as in mmdetection issue 11899. */
    static Edit unusedParameter(ModelGraph graph) {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("shape", UsualShape.of(graph));
        return new Edit.Declare("", new LayerSpec("parameter", freeName(graph), hypers), Edit.Scope.THIS);
    }

    private static String freeName(ModelGraph graph) {
        ModuleNode root = graph.root();
        Set<String> taken = new HashSet<>();
        root.children().forEach(c -> taken.add(c.name()));
        root.parameters().forEach(p -> taken.add(p.localName()));
        root.buffers().forEach(b -> taken.add(b.name()));
        return Stream.iterate(1, n -> n + 1)
                .map(n -> n == 1 ? "class_embed" : "class_embed_" + n)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }
}
