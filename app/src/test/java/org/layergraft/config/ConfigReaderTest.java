package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

/** Every expected value was worked out by hand from MMEngine's rules. */
class ConfigReaderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "num_classes | 2",
                "classes | ('sail', 'motor')",
                "find_unused_parameters | True",
                "num_dec_layer | 6",
                "model.type | 'CoDETR'",
                "model.backbone.type | 'SwinTransformerV1'",
                "model.backbone.depth | -",
                "model.backbone.frozen_stages | -",
                "model.backbone._delete_ | -",
                "model.backbone.use_checkpoint | True",
                "model.backbone.drop_path_rate | 0.6",
                "model.backbone.pretrained | 'models/swin_large_patch4_window12_384_22k.pth'",
                "model.neck.in_channels | [192, 384, 768, 1536]",
                "model.neck.norm_cfg.num_groups | 32",
                "model.rpn_head.loss_cls.loss_weight | 12.0",
                "model.bbox_head.0.loss_bbox.loss_weight | 24.0",
                "model.query_head.num_classes | 2",
                "model.query_head.num_query | 900",
                "model.query_head.transformer.encoder.with_cp | 4",
                "model.query_head.transformer.encoder.num_layers | 6",
                "model.train_cfg.1.rpn.pos_weight | -1",
                "model.train_cfg.2.assigner.topk | 9",
                "data.samples_per_gpu | 4",
                "data.workers_per_gpu | 1",
                "data.train.filter_empty_gt | False",
                "data.train.type | 'CocoDataset'",
                "data.train.ann_file | 'data/boats/co_dino_boats.json'",
                "data.train.img_prefix | 'data/coco/train2017/'",
                "data.train.classes | ('sail', 'motor')",
                "data.train.pipeline.3.mean | [123.675, 116.28, 103.53]",
                "data.train.pipeline.2.img_scale | (1333, 800)",
                "optimizer.paramwise_cfg | {'custom_keys': {'backbone': {'lr_mult': 0.1}}}",
                "optimizer.lr | 0.0002",
                "lr_config.step | [30]",
                "runner | {'type': 'EpochBasedRunner', 'max_epochs': 36}",
                "work_dir | './work_dirs/co_dino_boats'",
                "load_from | '{models}/2__22k.pth'",
                "resume_from | None",
                "workflow | [('train', 1)]",
                "auto_scale_lr | {'enable': False, 'base_batch_size': 16}",
            })
    void coDetrFiveFilesDeep(String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read("codetr/mine/co_dino_boats.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "model.backbone.with_cp | True",
                "model.encoder.num_cp | 4",
                "train_pipeline.0.backend_args | None",
                "train_pipeline.2.transforms.0.0.scales | [(480, 1333), (512, 1333), (544, 1333), (576, 1333), (608,"
                        + " 1333), (640, 1333), (672, 1333), (704, 1333), (736, 1333), (768, 1333), (800, 1333)]",
                "train_dataloader.batch_size | 1",
                "train_dataloader.num_workers | 2",
                "train_dataloader.dataset.filter_cfg | {'filter_empty_gt': False, 'min_size': 32}",
                "train_dataloader.dataset.pipeline.3.type | 'PackDetInputs'",
                "optim_wrapper | {'type': 'AmpOptimWrapper', 'dtype': 'bfloat16', 'accumulative_counts': 4,"
                        + " 'optimizer': {'type': 'AdamW', 'lr': 0.0001}}",
                "param_scheduler.0.milestones | [11]",
                "auto_scale_lr.base_batch_size | 16",
                "model_wrapper_cfg.static_graph | True",
                "sync_bn | 'torch'",
                "env_cfg.dist_cfg.backend | 'nccl'",
            })
    void dino(String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read("dino/dino/wrapped.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "pretrained | 'https://example.org/swin_small_patch4_window7_224.pth'",
                "model.backbone.depths | [2, 2, 18, 2]",
                "model.backbone.with_cp | True",
                "model.backbone.mlp_ratio | 4",
                "model.backbone.norm_cfg | -",
                "model.backbone.init_cfg.checkpoint | 'https://example.org/swin_small_patch4_window7_224.pth'",
                "model.neck.in_channels | [96, 192, 384, 768]",
                "norm_cfg.type | 'SyncBN'",
                "train_cfg | {'type': 'EpochBasedTrainLoop', 'max_epochs': 12, 'val_interval': 1}",
                "param_scheduler.0.end | 1000",
                "optim_wrapper.type | 'AmpOptimWrapper'",
                "optim_wrapper.optimizer | {'type': 'AdamW', 'lr': 0.0001, 'betas': (0.9, 0.999), 'weight_decay':"
                        + " 0.05}",
                "optim_wrapper.paramwise_cfg.custom_keys.norm | {'decay_mult': 0.0}",
            })
    void maskRcnnSwin(String path, String expected) throws LayergraftException {
        assertEquals(
                expected, Plain.at(Plain.read("swin/swin/mask-rcnn_swin-s-p4-w7_fpn_amp-ms-crop-3x_coco.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "deepen | 0.33",
                "model.backbone.widen_factor | 0.375",
                "model.neck.in_channels | [128, 256, 512]",
                "model.neck.out_channels | 128",
                "model.neck.num_csp_blocks | 1",
                "model.data_preprocessor.batch_augments.0.random_size_range | (320, 640)",
                "model.data_preprocessor.pad_size_divisor | 32",
                "train_pipeline.0.img_scale | (416, 416)",
                "train_pipeline.1.border | (-320, -320)",
                "train_pipeline.2.type | 'YOLOXHSVRandomAug'",
                "train_dataloader.batch_size | 16",
                "train_dataloader.dataset.pipeline.0.img_scale | (416, 416)",
                "train_dataloader.dataset.dataset.ann_file | 'data/coco/annotations/instances_train2017.json'",
                "param_scheduler.0.eta_min | 0.0005",
                "param_scheduler.0.T_max | 285",
                "custom_hooks.1.type | 'SyncNormHook'",
                "custom_hooks.2 | {'type': 'EMAHook', 'momentum': 0.0001}",
                "tta_hooks.0.priority | 48",
                "tta_pipeline.0.transforms.0.1.scale | (320, 320)",
                "resume | True",
                "hook | 'SyncNormHook'",
                "cache | os.environ.get('CACHE', '/tmp')",
                "os | -",
                "deepcopy | -",
            })
    void yolox(String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read("yolox/tiny.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "model.backbone.widen_factor | 0.5",
                "model.backbone.arch | 'P5'",
                "model.backbone.init_cfg.checkpoint | '/pre/cspnext-s_0.50.pth'",
                "model.backbone.norm_cfg | {'type': 'SyncBN'}",
                "train_dataloader.batch_size | 32",
                "train_pipeline.1.ratio_range | (0.1, 2.0)",
                "param_scheduler.0.start_factor | 1e-05",
                "param_scheduler.1.begin | 150",
                "param_scheduler.1.eta_min | 0.0002",
                "custom_hooks.0.priority | 49",
                "custom_hooks.1.switch_epoch | 280",
                "custom_hooks.1.switch_pipeline.1.type | 'PackDetInputs'",
                "train_cfg.dynamic_intervals | [(280, 1)]",
            })
    void rtmDet(String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read("rtmdet/rtmdet_s_8xb32-300e_coco.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "model.roi_head.bbox_head.1.conv.with_cp | True",
                "fp16.loss_scale | 512.0",
                "total | 12",
                "note | osp.join('a', 'b')",
                "osp | -",
            })
    void oldStyle(String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read("old/faster_rcnn_mine.py"), path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "model.type | mmdet.models.DINO",
                "model.backbone | {'type': mmdet.models.ResNet, 'depth': 101, 'frozen_stages': 1, 'norm_eval': True,"
                        + " 'with_cp': False}",
                "model.bbox_head | {'type': mmdet.models.dense_heads.DINOHead, 'num_classes': 2}",
                "model.encoder.num_cp | 2",
                "train_dataloader.batch_size | 4",
                "train_dataloader.dataset.data_root | 'data/coco/'",
                "optim_wrapper.type | mmengine.optim.AmpOptimWrapper",
                "optim_wrapper.optimizer.lr | 5e-05",
                "default_hooks.checkpoint.interval | 3",
                "level | 'INFO'",
                "other | torch.optim.SGD",
                "DINO | -",
                "optim | -",
                "read_base | -",
            })
    void readBase(String path, String expected) throws LayergraftException {
        Config config = Plain.read("lazy/mmdet/configs/dino/mine.py");
        assertTrue(config.top().lazy());
        assertEquals(expected, Plain.at(config, path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "data/child.yaml | model.backbone | {'depth': 18, 'with_cp': True}",
                "data/child.yaml | model.twin | {'depth': 34, 'with_cp': False}",
                "data/child.yaml | model.neck | {'in_channels': [64, 128], 'out': 16}",
                "data/child.yaml | optimizer | {'type': 'SGD', 'lr': 0.02, 'decay': '1e-4'}",
                "data/child.yaml | names | ['a', 'yes', True, None, 1000, 10]",
                "data/child.yaml | find_unused_parameters | False",
                "data/child.yaml | _base_ | -",
                "data/child.json | model.backbone | {'depth': 18, 'with_cp': True, 'note': 'a \"quoted\" é'}",
                "data/child.json | lr | 0.02",
                "data/child.json | none | None",
                "data/child.json | big | 12345678901234567890",
                "data/child.json | list | [1, [2.5, True], {}]",
            })
    void yamlAndJson(String file, String path, String expected) throws LayergraftException {
        assertEquals(expected, Plain.at(Plain.read(file), path));
    }

    @Test
    void everyValueKnowsItsPlaceAndWhatItOverrode() throws LayergraftException {
        Config config = Plain.read("codetr/mine/co_dino_boats.py");
        Entry cp = config.at("model.query_head.transformer.encoder.with_cp").orElseThrow();
        assertEquals("co_dino_boats.py:10:39", cp.site().whole().shown());
        assertEquals("co_dino_boats.py:10:47", cp.site().value().shown());
        assertEquals(
                List.of("co_dino_5scale_r50_1x_coco.py:43:17 4", "co_dino_5scale_swin_large_1x_coco.py:23:17 6"),
                cp.earlier().stream()
                        .map(e -> e.site().whole().shown() + " " + PythonWords.repr(e.value()))
                        .toList());
        ConfigFile top = config.top();
        int[] bytes = top.bytes(cp.site().whole());
        assertEquals("with_cp=4", top.text().substring(bytes[0], bytes[1]));
        // A name where it is used is not where its value is written.
        Entry classes = config.at("model.query_head.num_classes").orElseThrow();
        assertEquals("co_dino_boats.py:9:21", classes.site().value().shown());
        assertEquals("co_dino_boats.py:4:15", classes.value().span().shown());
        assertEquals(6, config.files().size());
        assertEquals("co_dino_boats.py", top.path().getFileName().toString());
    }

    @Test
    void yamlAndJsonValuesKnowTheirPlacesToo() throws LayergraftException {
        for (String name : List.of("data/child.yaml", "data/child.json")) {
            Config config = Plain.read(name);
            for (String path :
                    List.of("model.backbone.with_cp", "model.backbone.depth", "model.type", "find_unused_parameters")) {
                Entry entry = config.at(path).orElseThrow();
                ConfigFile file = config.file(entry.site().value().file()).orElseThrow();
                Span value = entry.site().value();
                String written = file.text().substring(value.start(), value.end());
                String bare = written.replace("\"", "").replace("no", "False").replace("true", "True");
                assertEquals(PythonWords.str(entry.value()).toLowerCase(), bare.toLowerCase(), path);
                Span whole = entry.site().whole();
                assertTrue(
                        file.text()
                                .substring(whole.start(), whole.end())
                                .replace("\"", "")
                                .startsWith(entry.key()),
                        path);
            }
        }
    }

    @Test
    void aMissingBaseNamesTheChain() throws Exception {
        write("a.py", "_base_ = './b.py'\n");
        write("b.py", "x = 1\n_base_ = ['c.py', 'gone.py']\n");
        write("c.py", "y = 1\n");
        String message = refusal("a.py");
        assertTrue(message.contains("gone.py does not exist") && message.contains("b.py:2:19"), message);
        assertTrue(message.contains("a.py → b.py"), message);
    }

    @Test
    void aCycleNamesTheChain() throws Exception {
        write("a.py", "_base_ = './b.py'\n");
        write("b.py", "_base_ = './sub/../c.json'\n");
        write("c.json", "{\"_base_\": \"a.py\"}");
        String message = refusal("a.py");
        assertTrue(message.contains("a.py → b.py → c.json → a.py"), message);
    }

    @Test
    void twoBasesMayNotSetTheSameKey() throws Exception {
        write("a.py", "_base_ = ['b.py', 'c.py']\n");
        write("b.py", "x = 1\n");
        write("c.py", "\nx = 2\n");
        String message = refusal("a.py");
        assertTrue(message.startsWith("x is set in two bases, at b.py:1:1 and at c.py:2:1"), message);
    }

    @Test
    void whatMmengineRefusesToMergeIsToldAndReadOn() throws LayergraftException {
        Config config = Plain.read("codetr/mine/copied_snippet.py");
        assertEquals(1, config.refusals().size());
        Refusal refusal = config.refusals().getFirst();
        assertEquals("model.train_cfg", refusal.path().toString());
        assertEquals("copied_snippet.py:5:5", refusal.child().site().whole().shown());
        assertEquals(
                "co_dino_5scale_r50_1x_coco.py",
                refusal.base().site().whole().file().getFileName().toString());
        assertEquals("2", Plain.at(config, "model.query_head.num_classes"));
    }

    @Test
    void configsOfPackagesAreFoundBesideOrByTheirFolder() throws Exception {
        write("mmdetection/configs/x/base.py", "a = dict(b=1)\n");
        write("work/mine.py", "_base_ = 'mmdet::x/base.py'\na = dict(c=2)\n");
        Path mine = folder.resolve("work/mine.py");
        assertEquals("{'b': 1, 'c': 2}", Plain.at(ConfigReader.read(mine, Scopes.NONE), "a"));
        write("else/where/y/base.py", "a = dict(b=3)\n");
        write("work/other.py", "_base_ = 'mmdet::y/base.py'\na = dict(c=2)\n");
        Path other = folder.resolve("work/other.py");
        var found = ConfigReader.read(other, new Scopes(List.of(folder.resolve("else/where"))));
        assertEquals("{'b': 3, 'c': 2}", Plain.at(found, "a"));
        var without = ConfigReader.read(other, Scopes.NONE);
        assertEquals("{'c': 2}", Plain.at(without, "a"));
        assertEquals("note.scope", without.notes().getFirst().text().key());
        assertTrue(without.top().bases().getFirst().file().isEmpty());
    }

    @Test
    void whatIsNotEvaluatedIsShownAsItIsWritten() throws Exception {
        write("a.py", """
            import os
            x = __import__('os').system('touch pwned')
            y = [1, open('/etc/passwd').read(), 3]
            n = {{$NUM:80}}
            t = '{{$ROOT:/data}}/x'
            while True:
                z = 1
            def f(): return 1
            w = f()
            twice = dict(**dict(a=1), a=2)
            last = dict(a=lambda q: q, b=2)
            """);
        Config config = ConfigReader.read(folder.resolve("a.py"), Scopes.NONE);
        assertEquals("__import__('os').system('touch pwned')", Plain.at(config, "x"));
        assertEquals("[1, open('/etc/passwd').read(), 3]", Plain.at(config, "y"));
        assertEquals("80", Plain.at(config, "n"));
        assertEquals("'/data/x'", Plain.at(config, "t"));
        assertEquals("f()", Plain.at(config, "w"));
        assertEquals("dict(**dict(a=1), a=2)", Plain.at(config, "twice"));
        assertEquals("2", Plain.at(config, "last.b"));
        assertTrue(config.at("z").orElseThrow().value() instanceof ConfigValue.Opaque);
        assertTrue(config.at("f").isEmpty() && config.at("os").isEmpty());
        assertEquals(
                List.of("a.py:4:5", "a.py:5:6", "a.py:6:1"),
                config.notes().stream().map(n -> n.where().shown()).toList());
    }

    private String refusal(String name) {
        return assertThrows(LayergraftException.class, () -> ConfigReader.read(folder.resolve(name), Scopes.NONE))
                .getMessage();
    }

    private Path write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void referencesInYamlAndJsonAreResolved() throws Exception {
        write("base.yaml", "item: {a: [1, 2]}\n_deprecation_: {expected: x}\n");
        write("child.yaml", "_base_: base.yaml\nb: {{ _base_.item.a }}\nf: '{{ fileBasename }}'\nn: {{_base_.none}}\n");
        write(
                "child.json",
                "{\"_base_\": \"base.yaml\", \"b\": {{_base_.item}}, \"f\": \"{{fileExtname}}\", \"filename\": 1}");
        Config yaml = ConfigReader.read(folder.resolve("child.yaml"), Scopes.NONE);
        assertEquals("[1, 2]", Plain.at(yaml, "b"));
        assertEquals("'child.yaml'", Plain.at(yaml, "f"));
        assertEquals("{{_base_.none}}", Plain.at(yaml, "n"));
        assertEquals("-", Plain.at(yaml, "_deprecation_"));
        Config json = ConfigReader.read(folder.resolve("child.json"), Scopes.NONE);
        assertEquals("{'a': [1, 2]}", Plain.at(json, "b"));
        assertEquals("'.json'", Plain.at(json, "f"));
        assertEquals("note.reserved", json.notes().getFirst().text().key());
    }

    /** The default used to be taken whatever the environment had, and nobody was told. */
    @Test
    void variablesComeFromTheEnvironmentAndAreTold() throws Exception {
        Path file = write("a.py", """
            flag = {{$WITH_CP:True}}
            again = {{$WITH_CP:True}}
            root = '{{$DATA_ROOT:/data}}/coco'
            gone = '{{$GONE:}}'
            """);
        var environment = new Environment(name -> Optional.of("False").filter(_ -> name.equals("WITH_CP")));
        Config config = ConfigReader.read(file, Scopes.NONE, ConfigFiles.onDisk(), environment);
        assertEquals("False", Plain.at(config, "flag"));
        assertEquals("'/data/coco'", Plain.at(config, "root"));
        Texts texts = new Texts(Locale.ENGLISH);
        assertEquals(
                List.of(
                        "a.py:1:8: WITH_CP is False in the environment here. Training takes what its own environment"
                                + " has.",
                        "a.py:3:9: the environment here has no DATA_ROOT, so its default /data is taken. Training takes"
                                + " what its own environment has.",
                        "a.py:4:9: GONE is not in the environment and has no default. The training program stops with a"
                                + " KeyError; set GONE, or give it a default."),
                config.notes().stream().map(n -> texts.get(n.text())).toList());
        assertEquals(
                "note.noVariable",
                ConfigReport.of(config).findings().getFirst().text().key());
        Path json = write("b.json", "{\"root\": \"{{$WITH_CP:x}}/coco\"}\n");
        assertEquals(
                "'False/coco'",
                Plain.at(ConfigReader.read(json, Scopes.NONE, ConfigFiles.onDisk(), environment), "root"));
    }

    @Test
    void aFolderIsNotCalledMissing() {
        assertEquals("read.folder", refused(folder));
        assertEquals("read.missing", refused(folder.resolve("none.py")));
    }

    private static String refused(Path file) {
        return assertThrows(LayergraftException.class, () -> ConfigReader.read(file, Scopes.NONE))
                .problem()
                .key();
    }
}
