package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Files of other libraries are none of MMEngine's, and nothing is said of them that is not so. */
class ForeignTest {

    @TempDir
    Path folder;

    private Problem refusal(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text.replace("\\n", "\n"));
        return assertThrows(LayergraftException.class, () -> ConfigReader.open(file, Scopes.NONE))
                .problem();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a.yaml | Lightning | trainer:\\n  strategy: ddp\\nmodel:\\n  class_path: my.Model",
                "a.yaml | Accelerate | compute_environment: LOCAL_MACHINE\\ndistributed_type: MULTI_GPU",
                "a.json | Transformers | {\"ddp_find_unused_parameters\": true, \"gradient_checkpointing\": true}",
                "a.json | DeepSpeed | {\"optimizer\": {\"type\": \"AdamW\", \"params\": {}}, \"fp16\": {},"
                        + " \"train_batch_size\": 8, \"activation_checkpointing\": {}}",
                "a.yaml | Detectron2 | _BASE_: ../Base.yaml\\nMODEL:\\n  WEIGHTS: x",
                "a.yaml | Detectron2 | MODEL:\\n  META_ARCHITECTURE: x\\nVERSION: 2",
                "a.py | Lightning | import lightning as L\\ntrainer = L.Trainer(devices=8)\\ntrainer.fit(None)",
                "a.py | Accelerate | from accelerate import Accelerator\\naccelerator = Accelerator()",
            })
    void whatAnotherLibraryReadsIsRefused(String name, String library, String text) throws Exception {
        Problem problem = refusal(name, text);
        assertEquals("read.library", problem.key());
        assertEquals(library, problem.arguments().get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\": {\"file\": \"a.pt\"}, \"run\": {}, \"switches\": {\"find_unused_parameters\": false},"
                        + " \"single\": null, \"verdict\": null, \"coverage\": []}",
                "{\"model\": {\"file\": \"a.pt\"}, \"modules\": [], \"nodes\": [], \"edges\": [], \"parameters\": []}",
                "{\"model\": \"a.pt\", \"first\": {}, \"second\": {}, \"difference\": \"\"}",
                "{\"advice\": \"\", \"runs\": []}",
                "{\"edits\": [{\"op\": \"freeze\", \"module\": \"dead\"}]}",
                "{\"layergraft\": 1, \"model\": {\"file\": \"a.pt\"}, \"edits\": []}",
                "{\"file\": \"a.py\", \"framework\": \"mmengine\", \"files\": [], \"effective\": {}, \"values\":"
                        + " {\"model\": {}}}",
                "[{\"parameter\": \"a\", \"shape\": [1], \"ranks\": []}]",
            })
    void whatThisProgramWroteIsNoConfig(String text) throws Exception {
        Problem problem = refusal("a.json", text);
        assertTrue(List.of("read.result", "read.noMapping").contains(problem.key()), problem.key());
    }

    @Test
    void aScriptIsRefused() throws Exception {
        String script = "from torch.nn.parallel import DistributedDataParallel as DDP\n"
                + "find_unused_parameters = True\ndef main():\n    DDP(model)\n";
        assertEquals("read.script", refusal("a.py", script).key());
        assertEquals("read.foreign", refusal("a.py", "def main():\n    pass\n").key());
        assertEquals("read.foreign", refusal("a.py", "batch = 4\nout = 'x'\n").key());
        assertEquals("read.foreign", refusal("a.yaml", "batch: 4\n").key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing yet\n",
                "find_unused_parameters = False\n",
                "model = dict(backbone=dict(with_cp=True))\n",
                "policies = [[dict(type='Posterize', prob=0.4)]]\n",
                "_base_ = './base.py'\nbatch = 4\n",
                "_base_ = 'mmdet::faster_rcnn/x.py'\nbatch = 4\n",
                "from mmengine.config import read_base\nwith read_base():\n    from .base import *\n",
                "from transformers import AutoModel\nmodel = dict(type=AutoModel)\n",
                "optim_wrapper = dict()\ndef main():\n    pass\n",
                "activation_checkpointing = ['backbone.layer1']\n",
            })
    void partsOfConfigsAreRead(String text) throws Exception {
        Files.writeString(folder.resolve("base.py"), "size = 1\n");
        Path file = Files.writeString(folder.resolve("one.py"), text);
        assertEquals(file, ConfigReader.open(file, Scopes.NONE).top().path());
    }

    @Test
    void allConfigsOfTheTestsAreTheirs() throws Exception {
        try (Stream<Path> files = Files.walk(Plain.FOLDER)) {
            List<Path> all = files.filter(Files::isRegularFile)
                    .filter(ConfigReader::isNamed)
                    .toList();
            assertTrue(all.size() > 20);
            for (Path file : all) {
                assertEquals(file, ConfigReader.open(file, Scopes.NONE).top().path());
            }
        }
    }
}
