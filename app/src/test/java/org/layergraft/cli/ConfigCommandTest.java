package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Scopes;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.model.ModuleNode;
import org.layergraft.step.Switches;

class ConfigCommandTest {

    private static final Path CONFIGS =
            Path.of("app/src/test/resources/configs").toAbsolutePath();

    @TempDir
    Path folder;

    private final Terminal terminal = fresh();

    @BeforeEach
    void copyConfigs() throws Exception {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(CONFIGS.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Terminal fresh() {
        return new Terminal(Engine::local, Window.NONE, false);
    }

    @Test
    void aConfigIsExplained() {
        assertEquals(1, terminal.run("config", file("codetr/mine/co_dino_boats.py")));
        String out = terminal.out();
        assertTrue(out.startsWith("co_dino_boats.py (mmcv 1.x, OpenMMLab 1.0), 6 files:"), out);
        assertTrue(out.contains("co_dino_boats.py inherits ../co_dino/co_dino_5scale_swin_large_3x_coco.py"), out);
        assertTrue(out.contains("find_unused_parameters      True"), out);
        assertTrue(out.contains("model.query_head.transformer.encoder.with_cp  4"), out);
        assertTrue(
                out.contains(
                        "Error: find_unused_parameters=True (co_dino_boats.py:5:1) and model.backbone.use_checkpoint"),
                out);
        assertTrue(out.contains("Note: data.samples_per_gpu=4"), out);
        assertEquals("", terminal.err());
    }

    @Test
    void aScriptIsNoConfigAndStaysAsItIs() throws Exception {
        String script = "from torch.nn.parallel import DistributedDataParallel as DDP\n"
                + "def main():\n    DDP(model, find_unused_parameters=True)\n";
        Path file = Files.writeString(folder.resolve("train.py"), script);
        assertEquals(2, terminal.run("config", file.toString(), "--set", "find_unused_parameters=True", "--write"));
        assertTrue(terminal.err().contains("train.py is no config of MMEngine, MMDetection or mmcv"), terminal.err());
        assertTrue(terminal.err().contains("layergraft snippet"), terminal.err());
        assertEquals(script, Files.readString(file));
    }

    @Test
    void theCopiedSnippetIsRepaired() throws Exception {
        Path snippet = folder.resolve("codetr/mine/copied_snippet.py");
        byte[] before = Files.readAllBytes(snippet);
        assertEquals(1, terminal.run("config", snippet.toString()));
        assertTrue(terminal.out().contains("The training program stops with a TypeError"), terminal.out());
        assertTrue(terminal.out().contains("nothing reads it there, neither the wrapper"), terminal.out());
        assertEquals(0, terminal.run("config", snippet.toString(), "--repair"));
        assertTrue(
                terminal.out().contains("-    train_cfg=dict(find_unused_parameters=True, with_cp=False),"),
                terminal.out());
        assertArrayEquals(before, Files.readAllBytes(snippet));
        assertEquals(0, terminal.run("config", snippet.toString(), "--repair", "--write"));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("codetr/mine/copied_snippet.py.bak")));
        assertTrue(Files.readString(snippet).endsWith("find_unused_parameters = True\n"));
        var again = fresh();
        assertEquals(0, again.run("config", snippet.toString()));
        assertTrue(again.out().contains("find_unused_parameters      True"), again.out());
    }

    @Test
    void changesAreShownInThreeForms() throws Exception {
        String wrapped = file("dino/dino/wrapped.py");
        Path mine = folder.resolve("dino/dino/mine.py");
        assertEquals(1, terminal.run("config", wrapped, "--set", "train_dataloader.batch_size=2", "--cfg-options"));
        assertEquals(
                "--cfg-options train_dataloader.batch_size=2", terminal.out().strip());
        var other = fresh();
        assertEquals(
                0,
                other.run(
                        "config",
                        wrapped,
                        "--set",
                        "optim_wrapper.accumulative_counts=1",
                        "--override",
                        mine.toString(),
                        "--write"));
        assertEquals(
                "_base_ = './wrapped.py'\n\noptim_wrapper = dict(accumulative_counts=1)\n", Files.readString(mine));
        assertTrue(other.out().contains("+optim_wrapper = dict(accumulative_counts=1)"), other.out());
        var bases = fresh();
        assertEquals(1, bases.run("config", wrapped, "--set", "model.encoder.num_cp=-1", "--edit-bases"));
        assertTrue(bases.out().contains("--- dino-4scale_r50_8xb2-12e_coco.py"), bases.out());
        assertTrue(bases.out().contains("+        num_cp=-1,"), bases.out());
    }

    @Test
    void programsGetEverything() throws Exception {
        assertEquals(1, terminal.run("config", file("dino/dino/wrapped.py"), "--unset", "sync_bn", "--json", "-"));
        JsonNode json = JsonMapper.builder().build().readTree(terminal.out());
        assertEquals("mmengine", json.at("/framework").asText());
        assertEquals(4, json.at("/files").size());
        assertTrue(json.at("/effective/static_graph").asBoolean());
        assertEquals(
                "model_wrapper_cfg.find_unused_parameters",
                json.at("/settings")
                        .valueStream()
                        .filter(s -> s.at("/kind").asText().equals("find_unused_parameters"))
                        .filter(s -> s.at("/counts").asBoolean())
                        .findFirst()
                        .orElseThrow()
                        .at("/path")
                        .asText());
        assertEquals(4, json.at("/values/optim_wrapper/accumulative_counts").asInt());
        assertTrue(json.at("/values/sync_bn").isMissingNode());
        assertEquals("- sync_bn", json.at("/change/wanted/0").asText());
        assertTrue(json.at("/change/diff").asText().contains("-sync_bn = 'torch'"));
        assertTrue(json.at("/findings/0/places/0/line").asInt() > 0);
    }

    @Test
    void slipsAreRefused() {
        for (List<String> slip : List.of(
                List.of("--write"),
                List.of("--set", "a=1", "--cfg-options", "--write"),
                List.of("--set", "a"),
                List.of("--unset", "model.nothing.here"),
                List.of("--set", "a=1", "--override", file("dino/dino/wrapped.py")))) {
            var fresh = fresh();
            var line = Stream.concat(Stream.of("config", file("dino/dino/wrapped.py")), slip.stream())
                    .toArray(String[]::new);
            assertEquals(2, fresh.run(line), slip::toString);
            assertEquals(1, fresh.err().strip().lines().count(), fresh.err());
        }
    }

    /** Co-DETR's head with the parameter of mmdetection issue 11899, run by real ranks with the switches that a config says. */
    @Test
    void theRunIsTheUsersSituationAndTheOfferedPatchTrains() throws Exception {
        Path boats = folder.resolve("codetr/mine/co_dino_boats.py");
        var failed = fresh();
        assertEquals(1, failed.run(asTheConfigSays(boats)), failed.err());
        assertTrue(failed.out().contains("use_reentrant=True (transformer.encoder.layers.0"), failed.out());
        assertTrue(failed.out().contains("Expected to mark a variable ready only once"), failed.out());
        assertEquals(0, fresh().run("config", file("codetr/mine/copied_snippet.py"), "--repair", "--write"));
        var trained = fresh();
        assertEquals(0, trained.run(asTheConfigSays(folder.resolve("codetr/mine/copied_snippet.py"))), trained.err());
    }

    private static String[] asTheConfigSays(Path config) throws Exception {
        Path sample = Path.of(System.getProperty("layergraft.samples"), "co_dino_head_class_embed.pt");
        Experiment experiment = Experiments.open(sample);
        List<String> modules = paths(experiment.graph().root()).toList();
        Switches switches = ConfigReport.of(ConfigReader.read(config, Scopes.NONE))
                .effective()
                .switches(modules, Switches.DEFAULT);
        var line = new ArrayList<>(List.of("check", sample.toString(), "--no-fixes"));
        if (switches.findUnusedParameters()) {
            line.add("--find-unused-parameters");
        }
        if (switches.checkpoint().on()) {
            line.add("--checkpoint");
            line.add("reentrant:" + String.join(",", switches.checkpoint().modules()));
        }
        return line.toArray(String[]::new);
    }

    private static Stream<String> paths(ModuleNode module) {
        return Stream.concat(
                Stream.of(module.path()), module.children().stream().flatMap(ConfigCommandTest::paths));
    }
}
