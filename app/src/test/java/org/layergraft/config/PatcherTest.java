package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.text.LayergraftException;

class PatcherTest {

    @TempDir
    Path folder;

    private Path write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private String patched(String text, String... wanted) throws Exception {
        Path file = write("one.py", text);
        ConfigPatch patch = patch(file, wanted);
        return patch.changes().isEmpty()
                ? text
                : new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8);
    }

    private static ConfigPatch patch(Path file, String... wanted) throws LayergraftException {
        return Patcher.of(ConfigReader.read(file, Scopes.NONE), Scopes.NONE).inPlace(assignments(wanted));
    }

    private static List<Assignment> assignments(String... wanted) throws LayergraftException {
        var all = new java.util.ArrayList<Assignment>();
        for (String one : wanted) {
            all.add(
                    one.startsWith("-")
                            ? new Assignment.Remove(ConfigPath.of(one.substring(1)))
                            : Assignment.parse(one));
        }
        return all;
    }

    @Test
    void aValueIsReplacedWhereItIsGiven() throws Exception {
        String text = "fs = 1\nmodel = dict(  # model\n    backbone=dict(with_cp = True, frozen_stages=fs))\n";
        assertEquals(text.replace("with_cp = True", "with_cp = False"), patched(text, "model.backbone.with_cp=False"));
        assertEquals(
                text.replace("frozen_stages=fs", "frozen_stages=-1"), patched(text, "model.backbone.frozen_stages=-1"));
        assertEquals(text, patched(text, "fs=1"));
    }

    @Test
    void aKeyIsAddedInTheMannerOfTheOthers() throws Exception {
        assertEquals("a = dict(b=1, c=2)\n", patched("a = dict(b=1)\n", "a.c=2"));
        assertEquals("a = dict(b=1, c=2, )\n", patched("a = dict(b=1, )\n", "a.c=2"));
        assertEquals("a = {'b': 1, 'c': 2}\n", patched("a = {'b': 1}\n", "a.c=2"));
        assertEquals("a = dict(c=2)\n", patched("a = dict()\n", "a.c=2"));
        assertEquals("a = dict(\n    b=1,\n    c=2)\n", patched("a = dict(\n    b=1)\n", "a.c=2"));
        assertEquals(
                "a = dict(\r\n\tb=1,  # one\r\n\tc=dict(d='x'),\r\n)\r\n",
                patched("a = dict(\r\n\tb=1,  # one\r\n)\r\n", "a.c.d=x"));
        assertEquals("a = dict(\n    b=1,  # one\n    c=2\n)\n", patched("a = dict(\n    b=1  # one\n)\n", "a.c=2"));
        assertEquals("x = 1\nfind_unused_parameters = True\n", patched("x = 1\n", "find_unused_parameters=True"));
        assertEquals("x = 1\r\ny = [1, 2]\r\n", patched("x = 1\r\n", "y=[1,2]"));
        assertEquals("x = 1\ny = 2\n", patched("x = 1", "y=2"));
        assertEquals("b = dict(c=1)\na = dict(**b)\na['c'] = 2\n", patched("b = dict(c=1)\na = dict(**b)\n", "a.c=2"));
    }

    @Test
    void aListHasNoKeys() throws Exception {
        Path file = write("one.py", "a = dict(b=[1, 2])\n");
        assertThrows(LayergraftException.class, () -> patch(file, "a.b.c=1"));
        assertThrows(LayergraftException.class, () -> patch(file, "a.b.2=1"));
        assertEquals("a = dict(b=[1, 3])\n", patched("a = dict(b=[1, 2])\n", "a.b.1=3"));
    }

    @Test
    void aKeyIsRemovedWithItsComma() throws Exception {
        assertEquals("a = dict(c=2)\n", patched("a = dict(b=1, c=2)\n", "-a.b"));
        assertEquals("a = dict(b=1)\n", patched("a = dict(b=1, c=2)\n", "-a.c"));
        assertEquals("a = dict(\n    c=2)\n", patched("a = dict(\n    b=1,  # one\n    c=2)\n", "-a.b"));
        assertEquals("a = dict(\n    b=1)\n", patched("a = dict(\n    b=1,\n    c=2)\n", "-a.c"));
        assertEquals("y = 2\n", patched("x = 1  # one\ny = 2\n", "-x"));
        assertEquals("a = dict(d=1)\n", patched("a = dict(b=dict(c=2), d=1)\n", "-a.b.c"));
    }

    /** The empty text behind a last line end was told as a line, and patch found it only with fuzz. */
    @Test
    void aDiffCountsLinesAsPatchDoes() throws Exception {
        assertEquals(
                List.of("--- one.py", "+++ one.py", "@@ -1,1 +1,1 @@", "-x = 1", "+x = 2"),
                patch(write("one.py", "x = 1\n"), "x=2").diff());
        assertEquals(
                List.of(
                        "--- two.py",
                        "+++ two.py",
                        "@@ -1,1 +1,1 @@",
                        "-x = 1",
                        "\\ No newline at end of file",
                        "+x = 2",
                        "\\ No newline at end of file"),
                patch(write("two.py", "x = 1"), "x=2").diff());
    }

    @Test
    void whatIsSetNowhereIsNotSaidToStandSomewhere() throws Exception {
        write("base.py", "lr = 1\n");
        Path file = write("top.py", "_base_ = './base.py'\n");
        Config config = ConfigReader.read(file, Scopes.NONE);
        var patcher = Patcher.of(config, Scopes.NONE);
        var nowhere = assertThrows(
                LayergraftException.class,
                () -> patcher.inPlace(List.of(new Assignment.Remove(ConfigPath.of("model.nothing")))));
        assertEquals("patch.unset", nowhere.problem().key());
        var inherited = assertThrows(
                LayergraftException.class, () -> patcher.inPlace(List.of(new Assignment.Remove(ConfigPath.of("lr")))));
        assertEquals("patch.notRemoved", inherited.problem().key());
        assertTrue(inherited.getMessage().contains("base.py:1:1"), inherited.getMessage());
    }

    @Test
    void whatABaseSetsIsOverriddenInTheTopFile() throws Exception {
        write("base.py", "model = dict(encoder=dict(with_cp=4, layers=6), heads=[dict(x=1)])\nlr = 1\n");
        Path file = write("top.py", "_base_ = './base.py'\nmodel = dict(neck=dict(out=1))\n");
        ConfigPatch patch = patch(file, "model.encoder.with_cp=-1", "lr=2");
        assertEquals(
                "_base_ = './base.py'\nmodel = dict(neck=dict(out=1), encoder=dict(with_cp=-1))\nlr = 2\n",
                new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
        assertEquals(
                List.of(
                        "--- top.py",
                        "+++ top.py",
                        "@@ -1,2 +1,3 @@",
                        " _base_ = './base.py'",
                        "-model = dict(neck=dict(out=1))",
                        "+model = dict(neck=dict(out=1), encoder=dict(with_cp=-1))",
                        "+lr = 2"),
                patch.diff());
        // An element of a list can be changed only where the list is written.
        var refused = assertThrows(LayergraftException.class, () -> patch(file, "model.heads.0.x=2"));
        assertTrue(refused.getMessage().contains("base.py:1:61"), refused.getMessage());
        Config config = ConfigReader.read(file, Scopes.NONE);
        ConfigPatch inBase = Patcher.of(config, Scopes.NONE)
                .owning(p -> p.endsWith("base.py"))
                .inPlace(assignments("model.heads.0.x=2"));
        assertEquals(folder.resolve("base.py"), inBase.changes().getFirst().file());
        assertEquals("2", Plain.at(inBase.result(), "model.heads.0.x"));
    }

    @Test
    void purePythonStyleIsPatchedWithStatements() throws Exception {
        write("base.py", "model = dict(encoder=dict(num_cp=4))\n");
        Path file = write(
                "top.py",
                "from mmengine.config import read_base\n\n"
                        + "with read_base():\n"
                        + "    from .base import *\n\n"
                        + "model.update(dict(a=1))\n");
        ConfigPatch patch = patch(file, "model.encoder.num_cp=-1", "model_wrapper_cfg.static_graph=True");
        String after = new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8);
        assertTrue(
                after.endsWith("model.update(dict(a=1))\n"
                        + "model['encoder']['num_cp'] = -1\n"
                        + "model_wrapper_cfg = dict(static_graph=True)\n"),
                after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "yaml | a: 1\\n"
                        + "m:\\n"
                        + "  b: no  # off\\n"
                        + "  c: {d: 1}\\n"
                        + " | m.b=True | a: 1\\n"
                        + "m:\\n"
                        + "  b: true  # off\\n"
                        + "  c: {d: 1}\\n",
                "yaml | m:\\n  b: no\\n  c: {d: 1}\\n | m.c.e=x | m:\\n  b: no\\n  c: {d: 1, \"e\": \"x\"}\\n",
                "yaml | m:\\n  b: no\\nz: 1\\n | m.e=0.001 | m:\\n  b: no\\n  e: 0.001\\nz: 1\\n",
                "yaml | m:\\n  b: no | find_unused_parameters=True | m:\\n  b: no\\nfind_unused_parameters: true",
                "json | {\"m\": {\"b\": false}} | m.b=True | {\"m\": {\"b\": true}}",
                "json | {\\n"
                        + "  \"m\": {\"b\": false},\\n"
                        + "  \"x\": 1\\n"
                        + "} | y=[1,2] | {\\n"
                        + "  \"m\": {\"b\": false},\\n"
                        + "  \"x\": 1,\\n"
                        + "  \"y\": [1, 2]\\n"
                        + "}",
                "json | {\"m\": {}} | m.a.b=None | {\"m\": {\"a\": {\"b\": null}}}",
                "json | {\"m\": 1, \"n\": 2} | -m | {\"n\": 2}",
                "yaml | m: 1\\nn: 2\\n | -m | n: 2\\n",
            })
    void yamlAndJson(String ending, String text, String wanted, String expected) throws Exception {
        Path file = write("c." + ending, text.replace("\\n", "\n"));
        ConfigPatch patch = patch(file, wanted);
        assertEquals(
                expected.replace("\\n", "\n"),
                new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
    }

    @Test
    void marksAndEncodingsStayAsTheyAre() throws Exception {
        byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        byte[] gbk = "# 模型\nmodel = dict(with_cp=True)\n".getBytes("GBK");
        for (byte[] bytes : List.of(
                join(mark, "m = dict(a=1)  # é\nmodel = dict(with_cp=True)".getBytes(StandardCharsets.UTF_8)), gbk)) {
            Path file = folder.resolve("x.py");
            Files.write(file, bytes);
            ConfigPatch patch = patch(file, "model.with_cp=False");
            byte[] after = patch.changes().getFirst().after();
            String latin = new String(bytes, StandardCharsets.ISO_8859_1).replace("with_cp=True", "with_cp=False");
            assertArrayEquals(latin.getBytes(StandardCharsets.ISO_8859_1), after);
            assertArrayEquals(bytes, patch.changes().getFirst().reversed().after());
            assertEquals(1, patch.result().notes().size());
        }
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    @Test
    void anOverrideFileInherits() throws Exception {
        write("base.py", "model = dict(encoder=dict(with_cp=4), heads=[1])\n");
        Config config = ConfigReader.read(folder.resolve("base.py"), Scopes.NONE);
        Path target = folder.resolve("mine/fixed.py");
        Files.createDirectories(target.getParent());
        List<Assignment> wanted =
                assignments("model.encoder.with_cp=-1", "model.neck.a=1", "find_unused_parameters=True");
        ConfigPatch patch = Patcher.of(config, Scopes.NONE).override(wanted, target);
        assertEquals(
                "_base_ = '../base.py'\n\n"
                        + "model = dict(encoder=dict(with_cp=-1), neck=dict(a=1))\n"
                        + "find_unused_parameters = True\n",
                new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
        assertEquals(List.of(), patch.write());
        assertEquals("-1", Plain.at(ConfigReader.read(target, Scopes.NONE), "model.encoder.with_cp"));
        assertThrows(LayergraftException.class, patch::write);
        assertThrows(
                LayergraftException.class,
                () -> Patcher.of(config, Scopes.NONE).override(assignments("model.heads.0=2"), folder.resolve("h.py")));
        assertThrows(
                LayergraftException.class,
                () -> Patcher.of(config, Scopes.NONE).override(assignments("-model.heads"), folder.resolve("h.py")));
    }

    @Test
    void anOverrideOfPurePythonStyleImports() throws Exception {
        write("base.py", "from mmdet.models import DINO\nmodel = dict(type=DINO, encoder=dict(num_cp=4))\n");
        Config config = ConfigReader.read(folder.resolve("base.py"), Scopes.NONE);
        ConfigPatch patch = Patcher.of(config, Scopes.NONE)
                .override(
                        assignments("model.encoder.num_cp=-1"),
                        folder.resolve("sub").resolve("fixed.py"));
        assertEquals(
                "from mmengine.config import read_base\n\nwith read_base():\n    from ..base import *\n\n"
                        + "model['encoder']['num_cp'] = -1\n",
                new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
    }

    @Test
    void theCommandLineSaysItToo() throws Exception {
        Config config = ConfigReader.read(write("a.py", "a = dict(b=1)\n"), Scopes.NONE);
        Patcher patcher = Patcher.of(config, Scopes.NONE);
        assertEquals(
                "--cfg-options a.b=-1 'c=[1,(2.5,x)]' d.e=None",
                patcher.options(assignments("a.b=-1", "c=[1,(2.5,x)]", "d.e=None")));
        assertThrows(LayergraftException.class, () -> patcher.options(assignments("-a.b")));
        assertThrows(LayergraftException.class, () -> patcher.options(List.of(Assignment.set("a.b", "x y"))));
    }

    @Test
    void whatWasThereIsKeptAndNothingElseIsOverwritten() throws Exception {
        Path file = write("a.py", "a = 1\r\n");
        byte[] before = Files.readAllBytes(file);
        ConfigPatch patch = patch(file, "a=2");
        Path copy = patch.write().getFirst();
        assertEquals("a.py.bak", copy.getFileName().toString());
        assertArrayEquals(before, Files.readAllBytes(copy));
        assertEquals("a = 2\r\n", Files.readString(file));
        assertThrows(LayergraftException.class, patch::write);
        ConfigPatch back = new ConfigPatch(List.of(patch.changes().getFirst().reversed()), patch.result());
        assertEquals("a.py.bak1", back.write().getFirst().getFileName().toString());
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(3, all.count());
        }
    }

    @Test
    void theSnippetsRemedyPutsItRight() throws Exception {
        Path copy = folder.resolve("codetr");
        try (Stream<Path> files = Files.walk(Plain.FOLDER.resolve("codetr"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Plain.FOLDER.resolve("codetr").relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Config config = ConfigReader.read(copy.resolve("mine/copied_snippet.py"), Scopes.NONE);
        ConfigReport report = ConfigReport.of(config);
        List<Assignment> remedy = report.findings().get(1).remedy();
        ConfigPatch patch = Patcher.of(config, Scopes.NONE).inPlace(remedy);
        assertEquals("""
            _base_ = '../co_dino/co_dino_5scale_swin_large_3x_coco.py'

            model = dict(
                # from a forum: "put this into your config"
                query_head=dict(num_classes=2, transformer=dict(encoder=dict(with_cp=-1))))
            find_unused_parameters = True
            """, new String(patch.changes().getFirst().after(), StandardCharsets.UTF_8));
        ConfigReport now = ConfigReport.of(patch.result());
        assertTrue(
                now.findings().stream().noneMatch(f -> f.severity() == Finding.Severity.ERROR),
                now.findings()::toString);
        assertEquals("'HungarianAssigner'", Plain.at(patch.result(), "model.train_cfg.0.assigner.type"));
        assertTrue(now.effective().findUnusedParameters()
                && now.effective().checkpoints().isEmpty());
        assertEquals(Optional.of(1), now.effective().batchSize());
    }

    @Test
    void whyNoEditDoesItIsSaid() throws Exception {
        Path twice = write("twice.py", "bb = dict(type='R', with_cp=True)\nmodel = dict(backbone=bb, neck=bb)\n");
        var shared = assertThrows(
                LayergraftException.class,
                () -> Patcher.of(ConfigReader.read(twice, Scopes.NONE), Scopes.NONE)
                        .owningBases()
                        .inPlace(assignments("model.backbone.with_cp=False")));
        assertEquals("patch.shared", shared.problem().key());
        assertTrue(shared.getMessage().contains("model.neck.with_cp"), shared.getMessage());

        write("base.py", "model = dict(heads=[dict(type='A'), dict(type='B')])\n");
        Path child = write("child.py", "_base_ = ['./base.py']\nmodel = dict(neck=dict(type='N'))\n");
        var inherited = assertThrows(LayergraftException.class, () -> patch(child, "model.heads.1.with_cp=True"));
        assertEquals("patch.nowhere", inherited.problem().key());
        assertTrue(inherited.getMessage().contains("base.py:1:"), inherited.getMessage());
        ConfigPatch there = Patcher.of(ConfigReader.read(child, Scopes.NONE), Scopes.NONE)
                .owningBases()
                .inPlace(assignments("model.heads.1.with_cp=True"));
        assertEquals("True", Plain.at(there.result(), "model.heads.1.with_cp"));
        assertEquals(folder.resolve("base.py"), there.changes().getFirst().file());
    }

    @Test
    void whatWasWrittenIsTakenBackUnlessItChangedSince() throws Exception {
        Path file = write("one.py", "find_unused_parameters = False\r\n");
        byte[] before = Files.readAllBytes(file);
        ConfigPatch patch = patch(file, "find_unused_parameters=True");
        assertEquals(List.of(folder.resolve("one.py.bak")), patch.backups());
        assertEquals(patch.backups(), patch.write());
        assertEquals(List.of(folder.resolve("one.py.bak1")), patch.backups());
        patch.takeBack();
        assertArrayEquals(before, Files.readAllBytes(file));
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("one.py.bak")), "the copy stays");
        assertTrue(patch.changes().getFirst().before().isPresent());
        assertEquals(
                "write.changed",
                assertThrows(LayergraftException.class, patch::takeBack)
                        .problem()
                        .key());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aNewFileIsGoneWhenItIsTakenBack() throws Exception {
        Config config = ConfigReader.read(write("one.py", "a = 1\n"), Scopes.NONE);
        Path fresh = folder.resolve("two.py");
        ConfigPatch patch = Patcher.of(config, Scopes.NONE).override(assignments("a=2"), fresh);
        assertEquals(List.of(), patch.write());
        assertTrue(Files.exists(fresh) && config.isCurrent());
        patch.takeBack();
        assertTrue(Files.notExists(fresh));
        write("one.py", "a = 3\n");
        assertTrue(!config.isCurrent());
    }
}
