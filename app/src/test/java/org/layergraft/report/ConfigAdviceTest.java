package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.Made;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Experiments;
import org.layergraft.step.Phase;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** Advice for a config is judged by the config's own rules before it is given. */
class ConfigAdviceTest {

    private static final Path SAMPLES = Path.of(System.getProperty("layergraft.samples", "samples"));
    private static final String MMENGINE = "optim_wrapper = dict(type='OptimWrapper')\n";
    private static final String CHECKPOINTED =
            "model = dict(type='M', backbone=dict(type='ResNet', with_cp=True))\n" + MMENGINE;

    @TempDir
    Path folder;

    private Subject subject;

    @BeforeEach
    void open() throws Exception {
        subject = Subject.of(Experiments.open(SAMPLES.resolve("mini_mlp.pt")), List.of());
    }

    @Test
    void ofTwoVerifiedFixesTheOneThatContradictsNothingIsTaken() throws Exception {
        var change = advice(CHECKPOINTED, Optional.of(unused()));
        Findings.MadeEdit edit = change.edit().orElseThrow();
        assertTrue(String.join("\n", edit.diff()).contains("static_graph=True"), edit.toString());
        assertFalse(String.join("\n", edit.diff()).contains("with_cp=False"), edit.toString());
        assertFalse(edit.checkpointsOff());
        assertEquals(List.of(), change.remaining());
        assertEquals(Optional.of("model.backbone.with_cp=True"), change.uncheckpointed());
        assertEquals(
                "layergraft config train.py --set model_wrapper_cfg.type=MMDistributedDataParallel --set"
                    + " model_wrapper_cfg.broadcast_buffers=False --set model_wrapper_cfg.static_graph=True --write",
                edit.command());
    }

    @Test
    void withoutCheckpointsTheFirstVerifiedFixIsTaken() throws Exception {
        var edit = advice(MMENGINE, Optional.of(unused())).edit().orElseThrow();
        assertEquals("layergraft config train.py --set find_unused_parameters=True --write", edit.command());
    }

    @Test
    void whereTheSearchWasNotNeededItIsGivenUpAndNotTheMemory() throws Exception {
        var change = advice(CHECKPOINTED + "find_unused_parameters = True\n", Optional.of(trains()));
        var edit = change.edit().orElseThrow();
        assertTrue(change.stops());
        assertEquals("layergraft config train.py --set find_unused_parameters=False --write", edit.command());
        assertEquals(List.of(), change.remaining());
    }

    /** Without a run nobody knows whether the search is needed. */
    @Test
    void withoutARunCheckpointsAreGivenUp() throws Exception {
        var change = advice(CHECKPOINTED + "find_unused_parameters = True\n", Optional.empty());
        assertTrue(change.edit().orElseThrow().checkpointsOff());
        assertTrue(words(change).contains("That costs memory"), words(change));
    }

    @Test
    void anEditThatLeavesAnErrorIsNotOfferedAsTheRemedy() throws Exception {
        Files.writeString(folder.resolve("base.py"), "model = dict(neck=[dict(a=1)])\n" + MMENGINE);
        var change = advice("_base_ = 'base.py'\nmodel = dict(neck=dict(b=2))\n", Optional.of(unused()));
        String words = words(change);
        assertEquals(1, change.remaining().size());
        assertTrue(words.contains("> ✗ **With this change training would still stop:**"), words);
        assertFalse(words.contains("Make this change"), words);
        assertFalse(words.contains("--write"), words);

        String alone = words(advice("_base_ = 'base.py'\nmodel = dict(neck=dict(b=2))\n", Optional.empty()));
        assertTrue(alone.contains("train.py: training with this config stops."), alone);
        assertTrue(alone.contains("is for you to choose"), alone);
    }

    @Test
    void nothingHasToChangeOnlyWhereNothingIsWrong() throws Exception {
        assertEquals("train.py: nothing has to change.\n", words(advice(MMENGINE, Optional.of(trains()))));
        String unclear = words(
                advice(MMENGINE + "model = dict(encoder=dict(num_layers=6, num_cp=True))\n", Optional.of(trains())));
        assertTrue(unclear.contains("train.py: not everything in it does what it says."), unclear);
        assertTrue(unclear.contains("- ! Warning: model.encoder.num"), unclear);
        String helpless = words(advice(MMENGINE, Optional.of(withFixes(unused(), List.of()))));
        assertTrue(helpless.contains("no setting in it makes this model train"), helpless);
    }

    private Findings.ConfigChange advice(String text, Optional<RunResult> run) throws Exception {
        Path file = Files.writeString(folder.resolve("train.py"), text);
        return ConfigAdvice.of(ConfigReport.of(ConfigReader.read(file, Scopes.NONE)), subject, run, Scopes.NONE);
    }

    private String words(Findings.ConfigChange change) {
        var blocks = new AboutConfig(Say.of(new Texts(Locale.ENGLISH), subject)).of(List.of(change));
        String text = Markdown.of(new Report(Locale.ENGLISH, "t", blocks, List.of()));
        return text.substring(text.indexOf("\n\n") + 2).replace("\\_", "_");
    }

    /** Both switches were run, and trained. */
    private static RunResult unused() {
        RunResult run = Diagnosis.judge(
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Optional.of(Made.single(Made.unusedEmbed())),
                Made.bothRaise(Made.T1, 2, Phase.FORWARD, List.of("class_embed")));
        var measured = new Verdict.Measured(40, 1 << 28);
        return withFixes(
                run,
                run.verdict().orElseThrow().fixes().stream()
                        .map(f -> f.with(measured))
                        .toList());
    }

    private static RunResult withFixes(RunResult run, List<Verdict.Fix> fixes) {
        return run.with(run.verdict().orElseThrow().withFixes(fixes));
    }

    private static RunResult trains() {
        return Diagnosis.judge(
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Optional.of(Made.single(Made.allTrain())),
                Made.finished(Made.allTrain()));
    }
}
