package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.config.Setting.Checkpoint;
import org.layergraft.config.Setting.Kind;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

class ConfigReportTest {

    @TempDir
    Path folder;

    private static ConfigReport report(String name) throws LayergraftException {
        return ConfigReport.of(Plain.read(name));
    }

    private ConfigReport reportOf(String text) throws Exception {
        Path file = folder.resolve("one.py");
        Files.writeString(file, text);
        return ConfigReport.of(ConfigReader.read(file, Scopes.NONE));
    }

    private static List<String> checkpoints(ConfigReport report) {
        return report.settings().stream()
                .filter(s -> s.kind() == Kind.CHECKPOINT)
                .map(s -> s.path() + "=" + s.shown() + (s.counts() ? "" : " unread"))
                .toList();
    }

    private static List<String> ids(ConfigReport report) {
        return report.findings().stream()
                .map(f -> f.id() + " " + f.text().key())
                .toList();
    }

    @Test
    void everyCheckpointKeyIsFound() throws LayergraftException {
        assertEquals(
                List.of("model.query_head.transformer.encoder.with_cp=4", "model.backbone.use_checkpoint=True"),
                checkpoints(report("codetr/mine/co_dino_boats.py")).stream()
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList());
        assertEquals(
                List.of("model.backbone.with_cp=True", "model.encoder.num_cp=4"),
                checkpoints(report("dino/dino/wrapped.py")));
        assertEquals(
                List.of(
                        "model.backbone.with_cp=False",
                        "model.neck.with_cp=True",
                        "model.roi_head.shared_head.with_cp=True",
                        "model.roi_head.bbox_head.0.conv.with_cp=True",
                        "model.roi_head.bbox_head.1.conv.with_cp=True"),
                checkpoints(report("old/faster_rcnn_mine.py")));
        assertEquals(
                List.of("model.backbone.with_cp=False", "model.encoder.num_cp=2"),
                checkpoints(report("lazy/mmdet/configs/dino/mine.py")));
        assertEquals(
                List.of("model.train_cfg.with_cp=False unread"),
                checkpoints(report("codetr/mine/copied_snippet.py")).stream()
                        .filter(c -> c.endsWith("unread"))
                        .toList());
    }

    /** Every place where a config of the fixtures writes such a key is found, whatever the key's depth. */
    @ParameterizedTest
    @CsvSource({"with_cp", "use_checkpoint", "num_cp"})
    void noCheckpointKeyIsMissed(String key) throws Exception {
        try (Stream<Path> files = Files.walk(Plain.FOLDER)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".py")).toList()) {
                Config config = ConfigReader.read(file, new Scopes(List.of()));
                long written = config.values().entries().isEmpty() ? 0 : occurrences(config.values(), key);
                long found = ConfigReport.of(config).settings().stream()
                        .filter(s -> s.key().equals(key))
                        .count();
                assertEquals(written, found, file.toString());
            }
        }
    }

    private static long occurrences(ConfigValue value, String key) {
        String text = PythonWords.repr(value);
        return text.split("'" + key + "': ", -1).length - 1;
    }

    @Test
    void kindsOfCheckpoints() throws LayergraftException {
        List<Setting> all = report("dino/dino/wrapped.py").effective().checkpoints();
        assertEquals(
                new Checkpoint(Checkpoint.Way.GUARDED, true, Optional.empty()),
                all.get(0).checkpoint().orElseThrow());
        assertEquals(
                new Checkpoint(Checkpoint.Way.FAIRSCALE, true, Optional.of(4)),
                all.get(1).checkpoint().orElseThrow());
        Setting swin =
                report("codetr/mine/co_dino_boats.py").effective().checkpoints().getFirst();
        assertEquals(Checkpoint.Way.PLAIN, swin.checkpoint().orElseThrow().way());
    }

    @Test
    void theWrapperTakesTheTopsPlace() throws LayergraftException {
        ConfigReport report = report("dino/dino/wrapped.py");
        assertEquals(Framework.MMENGINE, report.framework());
        Effective effective = report.effective();
        assertFalse(effective.findUnusedParameters());
        assertTrue(effective.staticGraph() && effective.broadcastBuffers() && effective.bf16());
        assertEquals(4, effective.accumulate());
        assertEquals(Optional.of(1), effective.batchSize());
        assertTrue(ids(report).contains("no_effect finding.wrapped"), ids(report)::toString);
        assertTrue(ids(report).contains("contradiction finding.accumulate"), ids(report)::toString);
        assertTrue(ids(report).contains("surprise finding.anomalous"), ids(report)::toString);
        Finding wrapped = report.findings().stream()
                .filter(f -> f.text().key().equals("finding.wrapped"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of("- find_unused_parameters"),
                wrapped.remedy().stream().map(Assignment::shown).toList(),
                "what counts stays as it was chosen");
    }

    @Test
    void mmcvReadsOneSwitchOnly() throws LayergraftException {
        ConfigReport report = report("old/faster_rcnn_mine.py");
        assertEquals(Framework.MMCV, report.framework());
        Effective effective = report.effective();
        assertFalse(effective.staticGraph() || effective.broadcastBuffers() || effective.findUnusedParameters());
        assertEquals(1, effective.accumulate(), "with fp16 its hook is never built");
        assertEquals("cannot_build finding.half", ids(report).getFirst());
        assertEquals(
                2, ids(report).stream().filter("no_effect finding.mmcv"::equals).count());
        assertTrue(Places.set(report, "static_graph", true).isEmpty());
        assertEquals(
                "fix.mmcv",
                ConfigFix.of(fix("static_graph"), report)
                        .obstacle()
                        .orElseThrow()
                        .key());
    }

    @Test
    void searchAndCheckpointingContradict() throws LayergraftException {
        ConfigReport report = report("codetr/mine/co_dino_boats.py");
        Finding first = report.findings().getFirst();
        assertEquals("contradiction", first.id());
        assertEquals(Finding.Severity.ERROR, first.severity());
        String text = new Texts(Locale.ENGLISH).get(first.text());
        assertTrue(
                text.contains("find_unused_parameters=True (co_dino_boats.py:5:1)") && text.contains("ready twice"),
                text);
        assertEquals(
                2,
                ids(report).stream()
                        .filter("contradiction finding.readyTwice"::equals)
                        .count());
    }

    @Test
    void theCopiedSnippetIsFlaggedForBothReasons() throws LayergraftException {
        ConfigReport report = report("codetr/mine/copied_snippet.py");
        assertEquals("cannot_load finding.heads", ids(report).get(0));
        assertEquals("no_effect finding.trainCfg", ids(report).get(1));
        String reasons = new Texts(Locale.ENGLISH).get(report.findings().get(1).text());
        assertTrue(
                reasons.startsWith("find_unused_parameters=True, with_cp=False (copied_snippet.py:5:20) has no effect"),
                reasons);
        assertEquals(
                List.of(
                        "find_unused_parameters=True",
                        "- model.train_cfg.find_unused_parameters",
                        "model.query_head.transformer.encoder.with_cp=-1",
                        "- model.train_cfg.with_cp"),
                report.findings().get(1).remedy().stream()
                        .map(Assignment::shown)
                        .toList());
    }

    @Test
    void aListThatIsGoneWithoutAnErrorIsToldToo() throws Exception {
        Files.writeString(folder.resolve("base.py"), "model = dict(train_cfg=[dict(a=1), dict(b=2)])\n");
        Path file = folder.resolve("child.py");
        Files.writeString(file, "_base_ = './base.py'\nmodel = dict(train_cfg=dict(_delete_=True, with_cp=True))\n");
        ConfigReport report = ConfigReport.of(ConfigReader.read(file, Scopes.NONE));
        assertTrue(ids(report).contains("replaces_list finding.replaced"), ids(report)::toString);
    }

    @Test
    void whatWasOverriddenIsNamedWithBothPlaces() throws LayergraftException {
        ConfigReport report = report("codetr/mine/co_dino_boats.py");
        Texts texts = new Texts(Locale.ENGLISH);
        List<String> overridden = report.findings().stream()
                .filter(f -> f.id().equals("overridden"))
                .map(f -> texts.get(f.text()))
                .toList();
        assertTrue(
                overridden.contains("data.samples_per_gpu=4 (co_dino_boats.py:12:5) overrides 1"
                        + " (co_dino_5scale_swin_large_1x_coco.py:26:5)."),
                overridden::toString);
        assertTrue(
                overridden.contains(
                        "model.query_head.transformer.encoder.with_cp=4 (co_dino_boats.py:10:39) overrides 6"
                                + " (co_dino_5scale_swin_large_1x_coco.py:23:17)."),
                overridden::toString);
    }

    @Test
    void surprises() throws Exception {
        ConfigReport report = reportOf("""
            train_dataloader = dict(batch_size=3)
            train_cfg = dict(by_epoch=True, with_cp=True)
            static_graph = True
            with_cp = True
            model = dict(
                a=dict(type='DetrTransformerEncoder', num_layers=6, with_cp=True),
                b=dict(num_layers=6, num_cp=9))
            """);
        assertEquals(
                List.of(
                        "no_effect finding.loop",
                        "surprise finding.manyLayers",
                        "no_effect finding.wrapperOnly",
                        "no_effect finding.checkpoint",
                        "surprise finding.oneLayer"),
                ids(report));
    }

    @Test
    void theWorkbenchGetsTheUsersSituation() throws LayergraftException {
        List<String> modules = new ArrayList<>(List.of("backbone", "backbone.conv1", "encoder", "encoder.layers"));
        for (int i = 0; i < 6; i++) {
            modules.add("encoder.layers." + i);
            modules.add("encoder.layers." + i + ".attn");
        }
        modules.add("backbone.layer1.0");
        modules.add("backbone.layer1.0.conv1");
        Switches dino = report("dino/dino/wrapped.py").effective().switches(modules, Switches.DEFAULT);
        assertTrue(dino.staticGraph() && !dino.findUnusedParameters());
        assertEquals(Mode.REENTRANT, dino.checkpoint().mode());
        assertEquals(
                List.of(
                        "backbone.layer1.0",
                        "encoder.layers.0",
                        "encoder.layers.1",
                        "encoder.layers.2",
                        "encoder.layers.3"),
                dino.checkpoint().modules());
        assertEquals(4, dino.options().accumulate());
        assertTrue(dino.options().bf16());
        modules.removeIf(m -> m.startsWith("backbone"));
        // The sample is only the head: what lies before it in the config's path is not there.
        Switches coDetr = report("codetr/mine/co_dino_boats.py").effective().switches(modules, Switches.DEFAULT);
        assertTrue(coDetr.findUnusedParameters() && !coDetr.options().broadcastBuffers());
        assertEquals(
                List.of("encoder.layers.0", "encoder.layers.1", "encoder.layers.2", "encoder.layers.3"),
                coDetr.checkpoint().modules());
        Switches none = report("rtmdet/rtmdet_s_8xb32-300e_coco.py").effective().switches(modules, dino);
        assertEquals(Mode.OFF, none.checkpoint().mode());
    }

    @Test
    void verifiedFixesBecomeAssignments() throws LayergraftException {
        assertEquals(
                "model.backbone.use_checkpoint=False, model.query_head.transformer.encoder.with_cp=-1",
                fix("checkpoint_off", "codetr/mine/co_dino_boats.py"));
        assertEquals("find_unused_parameters=False", fix("drop_find_unused", "codetr/mine/co_dino_boats.py"));
        assertEquals(
                "model_wrapper_cfg.find_unused_parameters=True, model_wrapper_cfg.static_graph=False",
                fix("find_unused_instead", "dino/dino/wrapped.py"));
        assertEquals(
                "model_wrapper_cfg={'type': 'MMDistributedDataParallel', 'broadcast_buffers': False,"
                        + " 'find_unused_parameters': True, 'static_graph': True}",
                fix("static_graph", "rtmdet/rtmdet_s_8xb32-300e_coco.py"));
        assertEquals("", fix("nonreentrant", "dino/dino/wrapped.py"));
        assertEquals("", fix("connect", "dino/dino/wrapped.py"));
    }

    private static String fix(String id, String config) throws LayergraftException {
        return String.join(
                ", ",
                ConfigFix.of(fix(id), report(config)).assignments().stream()
                        .map(Assignment::shown)
                        .toList());
    }

    private static Fix fix(String id) {
        return new Fix(id, Problem.of("diagnosis", "fix." + id), Problem.of("diagnosis", "cost." + id));
    }

    @Test
    void whatARunHereHasNothingLikeIsNamed() throws LayergraftException {
        List<String> encoder = List.of("transformer.encoder.layers.0", "transformer.encoder.layers.1");
        List<String> left = report("codetr/mine/co_dino_boats.py").notCarried(encoder).stream()
                .map(s -> s.path().toString())
                .toList();
        assertEquals(
                List.of("data.samples_per_gpu", "model.backbone.use_checkpoint", "optimizer.paramwise_cfg"),
                left.stream().sorted().toList());
    }

    @Test
    void remediesAreListedOnce() throws LayergraftException {
        ConfigReport report = report("codetr/mine/copied_snippet.py");
        assertEquals(
                report.findings().stream()
                        .flatMap(f -> f.remedy().stream())
                        .distinct()
                        .toList(),
                report.remedies());
        assertFalse(report.remedies().isEmpty());
    }

    private ConfigReport inheriting(String base, String own) throws Exception {
        Files.writeString(folder.resolve("base.py"), base);
        return reportOf("_base_ = './base.py'\n" + own);
    }

    private static List<String> remedies(ConfigReport report) {
        return report.remedies().stream().map(Assignment::shown).toList();
    }

    /** The repair used to write a base's dead False over the True that counts. */
    @Test
    void aRepairNeverChangesWhatWasChosenWhereItCounts() throws Exception {
        String wrapper = "model_wrapper_cfg = dict(type='MMDistributedDataParallel', find_unused_parameters=True)\n";
        ConfigReport inherited = inheriting("find_unused_parameters = False\n", wrapper);
        assertTrue(inherited.effective().findUnusedParameters());
        assertEquals(List.of(), remedies(inherited));
        assertEquals(List.of("no_effect finding.wrapped"), ids(inherited));
        assertEquals(Finding.Severity.NOTE, inherited.findings().getFirst().severity());
        assertEquals(
                List.of("- find_unused_parameters"), remedies(reportOf("find_unused_parameters = False\n" + wrapper)));
        String misplaced = "train_dataloader = dict(batch_size=1)\n"
                + "model = dict(train_cfg=dict(find_unused_parameters=True))\n";
        assertEquals(
                List.of("find_unused_parameters=True", "- model.train_cfg.find_unused_parameters"),
                remedies(inheriting("find_unused_parameters = False\n", misplaced)),
                "here one's own is what was meant");
    }

    @Test
    void whatOnlyPythonCanTellIsSaidToBeUnknown() throws Exception {
        ConfigReport report = reportOf("import os\n"
                + "find_unused_parameters = bool(int(os.environ.get('FUP', '1')))\n"
                + "model = dict(backbone=dict(with_cp=f(True)))\n");
        assertEquals(
                List.of("find_unused_parameters", "model.backbone.with_cp"),
                report.effective().unknown().stream()
                        .map(s -> s.path().toString())
                        .toList());
        assertTrue(ids(report).contains("unknown finding.unknown"), ids(report).toString());
        var rows = new ConfigWords(new Texts(Locale.ENGLISH)).effective(report.effective());
        assertTrue(rows.getFirst().value().startsWith("not known without running Python (bool("), rows.toString());
        assertTrue(rows.toString().contains("model.backbone.with_cp: not known"), rows.toString());
        assertEquals(
                List.of("find_unused_parameters", "model.backbone.with_cp"),
                report.notCarried(List.of("backbone")).stream()
                        .map(s -> s.path().toString())
                        .toList());
    }

    @Test
    void whatTheTrainingProgramCannotOpenIsAnError() throws Exception {
        ConfigReport marked = reportOf("\uFEFFlr = 1\n");
        assertEquals(List.of("cannot_load note.mark"), ids(marked));
        assertEquals(Finding.Severity.ERROR, marked.findings().getFirst().severity());
        assertEquals(List.of(), marked.notes());
        assertEquals(1, marked.config().notes().size());
        Path yaml = Files.writeString(folder.resolve("one.yaml"), "\uFEFFlr: 1\n");
        ConfigReport readable = ConfigReport.of(ConfigReader.read(yaml, Scopes.NONE));
        assertEquals(List.of(), ids(readable), "YAML allows a mark");
        assertEquals(List.of(), readable.notes());
    }
}
