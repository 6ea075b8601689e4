package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.config.Setting.Checkpoint.Way;
import org.layergraft.text.Texts;

/** Which program reads a config, what it reads, and what it stops at. */
class TrainingProgramTest {

    private static final String STRATEGY =
            "strategy = dict(type='DDPStrategy', model_wrapper=dict(static_graph=True))\n";
    private static final String WRAPPER = "model_wrapper_cfg = dict(find_unused_parameters=True)\n";
    private static final String OLD = "data = dict(samples_per_gpu=1)\nlr_config = dict(policy='step')\n";

    @TempDir
    Path folder;

    private ConfigReport report(String text) throws Exception {
        Path file = folder.resolve("one.py");
        Files.writeString(file, text);
        return ConfigReport.of(ConfigReader.read(file, Scopes.NONE));
    }

    private List<String> keys(String text) throws Exception {
        return report(text).findings().stream().map(f -> f.text().key()).toList();
    }

    @Test
    void onlyFlexibleRunnerReadsAStrategy() throws Exception {
        ConfigReport plain = report("model = dict(backbone=dict(with_cp=True))\n" + STRATEGY + WRAPPER);
        assertTrue(
                plain.effective().findUnusedParameters() && !plain.effective().staticGraph());
        assertEquals(
                List.of("finding.readyTwice", "finding.strategy"),
                plain.findings().stream().map(f -> f.text().key()).toList());
        ConfigReport named = report("runner_type = 'Runner'\n" + STRATEGY + WRAPPER);
        assertFalse(named.effective().staticGraph());
        ConfigReport flexible = report("runner_type = 'FlexibleRunner'\n" + STRATEGY + WRAPPER);
        assertTrue(flexible.effective().staticGraph() && !flexible.effective().findUnusedParameters());
        assertEquals(
                List.of("finding.flexible", "finding.flexible"),
                flexible.findings().stream().map(f -> f.text().key()).toList());
        ConfigReport bare = report("runner_type = 'FlexibleRunner'\nfind_unused_parameters = True\n");
        assertFalse(bare.effective().findUnusedParameters());
        assertEquals(
                "strategy={'type': 'DDPStrategy', 'model_wrapper': {'type': 'MMDistributedDataParallel',"
                        + " 'broadcast_buffers': False, 'find_unused_parameters': True}}",
                ConfigFix.of("find_unused_parameters", bare)
                        .assignments()
                        .getFirst()
                        .shown());
    }

    @Test
    void whatIsAtTheTopIsNotSentThere() throws Exception {
        ConfigReport report = report("find_unused_parameters = True\n" + STRATEGY
                + "model_wrapper_cfg = dict(type='MMSeparateDistributedDataParallel')\n");
        Texts texts = new Texts(Locale.ENGLISH);
        assertEquals(
                List.of(
                        "find_unused_parameters=True (one.py:1:1) has no effect: model_wrapper_cfg (one.py:3:1) takes"
                                + " its place.",
                        "strategy=dict(type=…, model_wrapper=…) (one.py:2:1) has no effect, nor has anything in it:"
                                + " FlexibleRunner alone reads it, and this config is trained by another runner. Set"
                                + " runner_type='FlexibleRunner', or say it in model_wrapper_cfg."),
                report.findings().stream().map(f -> texts.get(f.text())).toList());
        assertFalse(report.effective().broadcastBuffers(), "this wrapper's own default is False");
    }

    @Test
    void whatAConstructorDoesNotTakeStopsTheTrainingProgram() throws Exception {
        String stops = "finding.noArgument";
        assertEquals(List.of(stops), keys("optim_wrapper = dict(find_unused_parameters=True)\n"));
        assertEquals(
                List.of(stops),
                keys("optim_wrapper = dict(type='AmpOptimWrapper', optimizer=dict(type='SGD', static_graph=True))\n"));
        ConfigReport detector =
                report("train_cfg = dict()\nmodel = dict(type='FasterRCNN', find_unused_parameters=True,"
                        + " neck=dict(type='FPN', with_cp=True), backbone=dict(type='ResNet', with_cp=True))\n");
        assertEquals(
                List.of(stops, stops),
                detector.findings().stream().map(f -> f.text().key()).limit(2).toList());
        assertEquals(
                List.of("model.backbone.with_cp"),
                detector.effective().checkpoints().stream()
                        .map(s -> s.path().toString())
                        .toList());
        assertEquals(
                List.of("finding.unsure"),
                keys("model = dict(type='MyDetector', static_graph=True)\ntrain_cfg = dict()\n"));
        assertEquals(
                List.of("finding.unsure"),
                keys("optim_wrapper = dict(type='OptimWrapper', optimizer=dict(type='Lion', static_graph=True))\n"));
    }

    @Test
    void everyOptimizerOfSeveralMayAccumulate() throws Exception {
        String optimizers = "optim_wrapper = dict(constructor='MultiOptimWrapperConstructor',"
                + " generator=dict(accumulative_counts=4, optimizer=dict(type='Adam')),"
                + " discriminator=dict(accumulative_counts=2, optimizer=dict(type='Adam')))\n";
        ConfigReport report = report(
                optimizers + "model_wrapper_cfg = dict(type='MMSeparateDistributedDataParallel', static_graph=True)\n");
        assertEquals(4, report.effective().accumulate());
        assertEquals(
                List.of("finding.accumulate"),
                report.findings().stream().map(f -> f.text().key()).toList());
    }

    @Test
    void aStrategyThatIsNoDdpHasNoSwitchOfDdp() throws Exception {
        String runner = "runner_type = 'FlexibleRunner'\nfind_unused_parameters = True\n";
        ConfigReport deep = report(runner + "strategy = dict(type='DeepSpeedStrategy')\n");
        assertEquals(
                List.of("finding.noDdp"),
                deep.findings().stream().map(f -> f.text().key()).toList());
        assertEquals(Optional.of("DeepSpeedStrategy"), deep.effective().instead());
        assertEquals(
                List.of("finding.noArgument", "finding.noDdp"),
                keys(runner + "strategy = dict(type='DeepSpeedStrategy',"
                        + " model_wrapper=dict(find_unused_parameters=True))\n"));
        ConfigReport sharded = report("runner_type = 'FlexibleRunner'\nstrategy = dict(type='FSDPStrategy',"
                + " model_wrapper=dict(type='MMFullyShardedDataParallel', find_unused_parameters=True))\n");
        assertFalse(sharded.effective().findUnusedParameters());
        assertEquals(
                List.of("finding.noArgument"),
                sharded.findings().stream().map(f -> f.text().key()).toList());
    }

    @Test
    void aWrapperThatIsNoDdpGetsNothingOfDdp() throws Exception {
        ConfigReport report =
                report("find_unused_parameters = True\nmodel_wrapper_cfg = dict(type='MMFullyShardedDataParallel')\n");
        assertEquals(
                List.of("- find_unused_parameters"),
                report.remedies().stream().map(Assignment::shown).toList());
        assertEquals(
                "fix.wrapper",
                ConfigFix.of("static_graph", report).obstacle().orElseThrow().key());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
        model_wrapper_cfg = dict(broadcast_buffer=False)                                        | finding.argumentNear
        model_wrapper_cfg = dict(use_orig_params=True)                                          | finding.argument
        model_wrapper_cfg = dict(type='DistributedDataParallel', detect_anomalous_params=True)  | finding.argument
        model_wrapper_cfg = dict(type='MyWrapper', use_orig_params=True)                        | -
        model_wrapper_cfg = dict(bucket_cap_mb=50, _scope_='mmdet')                             | -
        model_wrapper_cfg = dict(gradient_as_bucket_view='False')                               | finding.yesOrNo
        find_unused_parameters = 'True'                                                         | finding.yesOrNo
        find_unused_parameters = 1                                                              | -
        optim_wrapper = dict(accumulative_counts=0)                                             | finding.aboveZero
        optim_wrapper = dict(accumulative_counts=None)                                          | finding.aboveZero
        """)
    void whatTheWrapperAndTheOptimizerStopAt(String text, String key) throws Exception {
        assertEquals(key.equals("-") ? List.of() : List.of(key), keys(text));
    }

    @Test
    void aTextThatMeansYesIsRepaired() throws Exception {
        ConfigReport report = report("model_wrapper_cfg = dict(static_graph='True')\n");
        assertEquals(
                List.of("model_wrapper_cfg.static_graph=True"),
                report.remedies().stream().map(Assignment::shown).toList());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
        optimizer_config = dict(type='GradientCumulativeOptimizerHook', cumulative_iters=4)                          | -             | 4
        optimizer_config = dict(type='MyHook', cumulative_iters=4)                                                   | -             | 4
        optimizer_config = dict(cumulative_iters=4)                                                                  | finding.hook  | 1
        optimizer_config = dict(type='Fp16OptimizerHook', loss_scale=512.); fp16 = dict()                            | -             | 1
        optimizer_config = dict(grad_clip=None); fp16 = dict(loss_scale=512.)                                        | -             | 1
        optimizer_config = dict(type='GradientCumulativeFp16OptimizerHook', cumulative_iters=4); fp16 = dict(a=1)    | finding.half  | 1
        optimizer_config = dict(loss_scale=1.); fp16 = dict(loss_scale=512.)                                         | finding.half  | 1
        """)
    void mmcvsOptimizerHooksTakeWhatTheyTake(String text, String key, int batches) throws Exception {
        ConfigReport report = report(OLD + text.replace("; ", "\n") + "\n");
        assertEquals(Framework.MMCV, report.framework());
        assertEquals(
                key.equals("-") ? List.of() : List.of(key),
                report.findings().stream().map(f -> f.text().key()).toList());
        assertEquals(batches, report.effective().accumulate());
    }

    @ParameterizedTest
    @CsvSource({
        "DetrTransformerEncoder, FAIRSCALE, finding.oneLayer",
        "VisionTransformer, GUARDED, -",
        "BEVFormerEncoder, OTHER, finding.otherClass"
    })
    void whatANumberOfLayersIsDependsOnTheClass(String type, Way way, String key) throws Exception {
        String text = "model = dict(encoder=dict(type='" + type + "', num_layers=3, with_cp=True))\n";
        ConfigReport report = report(text);
        assertEquals(
                way, report.settings().getFirst().checkpoint().orElseThrow().way());
        assertEquals(key.equals("-") ? List.of() : List.of(key), keys(text));
    }

    @Test
    void mmcvHandsTheTopsTrainCfgToTheModel() throws Exception {
        assertEquals(List.of("finding.trainCfg"), keys(OLD + "train_cfg = dict(rpn=dict(), with_cp=True)\n"));
        assertEquals(List.of("finding.loop"), keys("train_cfg = dict(by_epoch=True, with_cp=True)\n"));
        assertEquals(
                List.of("finding.mmcv"),
                keys(OLD + "runner = dict(type='MyRunner', static_graph=True)\n"),
                "a runner that nobody knows may take it");
    }
}
