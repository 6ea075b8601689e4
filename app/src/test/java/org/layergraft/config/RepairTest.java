package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.config.Finding.Severity;

class RepairTest {

    @TempDir
    Path folder;

    private ConfigReport report(String text) throws Exception {
        Path file = folder.resolve("one.py");
        Files.writeString(file, text);
        return ConfigReport.of(ConfigReader.read(file, Scopes.NONE));
    }

    private static List<String> remedies(ConfigReport report) {
        return report.remedies().stream().map(Assignment::shown).toList();
    }

    private static List<String> keys(ConfigReport report) {
        return report.findings().stream().map(f -> f.text().key()).toList();
    }

    private static long errors(ConfigReport report) {
        return report.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .count();
    }

    /** Moved one after the other, find_unused_parameters ended where the new model_wrapper_cfg overrides it. */
    @Test
    void whatBelongsTogetherMovesTogether() throws Exception {
        ConfigReport report = report("""
            model = dict(backbone=dict(with_cp=True), find_unused_parameters=True)
            static_graph = True
            """);
        assertEquals(
                List.of(
                        "model_wrapper_cfg={'type': 'MMDistributedDataParallel', 'broadcast_buffers': False,"
                                + " 'static_graph': True, 'find_unused_parameters': True}",
                        "- static_graph",
                        "- model.find_unused_parameters"),
                remedies(report));
        ConfigPatch patch = Patcher.of(report.config(), Scopes.NONE).inPlace(report.remedies());
        assertEquals("""
            model = dict(backbone=dict(with_cp=True))
            model_wrapper_cfg = dict(type='MMDistributedDataParallel', broadcast_buffers=False, static_graph=True, \
            find_unused_parameters=True)
            """, new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
        ConfigReport now = ConfigReport.of(patch.result());
        assertEquals(List.of(), now.remedies());
        assertTrue(now.effective().staticGraph() && now.effective().findUnusedParameters());
    }

    /** Without checkpointing the search is put at the top first, and follows the wrapper afterwards. */
    @Test
    void whatARemedyPutsAsideIsPutRightWithIt() throws Exception {
        ConfigReport report = report("model = dict(find_unused_parameters=True)\nstatic_graph = True\n");
        ConfigPatch patch = Patcher.of(report.config(), Scopes.NONE).inPlace(report.remedies());
        ConfigReport now = ConfigReport.of(patch.result());
        assertEquals(List.of("finding.both"), keys(now));
        assertEquals(List.of(), now.remedies());
    }

    /** Moved to where it counts, static_graph used to stop a training that went on without it. */
    @Test
    void nothingIsRepairedThatWouldStopTraining() throws Exception {
        ConfigReport report = report("""
            optim_wrapper = dict(accumulative_counts=8)
            static_graph = True
            """);
        assertEquals(List.of(), remedies(report));
        assertEquals(List.of("finding.wrapperOnly", "finding.left"), keys(report));
        assertEquals(List.of(), report.findings().getFirst().remedy());
    }

    @Test
    void mmcvsConfigStaysOneWithAWrapperThatStrayedIn() throws Exception {
        ConfigReport report = report("""
            optimizer = dict(type='AdamW')
            optimizer_config = dict(type='GradientCumulativeOptimizerHook', cumulative_iters=8)
            lr_config = dict(policy='cyclic')
            data = dict(samples_per_gpu=8, find_unused_parameters=True)
            runner = dict(type='EpochBasedRunner', max_epochs=300, static_graph=True)
            model_wrapper_cfg = dict(find_unused_parameters=True)
            """);
        assertEquals(Framework.MMCV, report.framework());
        assertTrue(!report.effective().findUnusedParameters()
                && !report.effective().broadcastBuffers());
        assertEquals(8, report.effective().accumulate());
        assertEquals("finding.runner", keys(report).getFirst());
        assertEquals(1, errors(report));
        ConfigReport now = ConfigReport.of(Patcher.of(report.config(), Scopes.NONE)
                .inPlace(report.remedies())
                .result());
        assertEquals(0, errors(now));
        assertEquals(List.of(), now.remedies());
        assertTrue(now.effective().findUnusedParameters());
    }

    /** Of every config here: one repair is enough, and it ends no worse than it began. */
    @Test
    void oneRepairIsEnough() throws Exception {
        try (Stream<Path> files = Files.walk(Plain.FOLDER)) {
            for (Path file : files.filter(ConfigReader::isNamed).toList()) {
                ConfigReport report = ConfigReport.of(ConfigReader.read(file, new Scopes(List.of())));
                ConfigReport now = ConfigReport.of(Patcher.of(report.config(), new Scopes(List.of()))
                        .owningBases()
                        .inPlace(report.remedies())
                        .result());
                assertTrue(errors(now) <= errors(report), file.toString());
                assertEquals(List.of(), remedies(now), file.toString());
            }
        }
    }
}
