package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;

/** Whatever a file holds, reading it ends soon, with values or one sentence; it runs nothing and writes nothing. */
class HostileConfigTest {

    private static final int MUTATIONS = Integer.getInteger("layergraft.fuzz", 10_000);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Seeded: what fails once fails again. The files on disk are never touched, the damaged ones are in memory. */
    @Test
    void tenThousandMutations() throws Exception {
        List<Path> seeds = new ArrayList<>();
        for (String name : List.of(
                "old/faster_rcnn_mine.py",
                "old/_base_/faster_rcnn_r50_fpn.py",
                "rtmdet/rtmdet_s_8xb32-300e_coco.py",
                "yolox/tiny.py",
                "lazy/mmdet/configs/dino/mine.py",
                "codetr/mine/copied_snippet.py",
                "data/child.yaml",
                "data/base.yaml",
                "data/base.json")) {
            seeds.add(Plain.FOLDER.resolve(name));
        }
        var random = new Random(20261126);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Path seed = seeds.get(i % seeds.size());
            byte[] damaged = mutated(Files.readAllBytes(seed), random);
            try {
                Config config = ConfigReader.read(
                        seed, Scopes.NONE, ConfigFiles.onDisk().with(seed, damaged));
                ConfigReport.of(config);
                assertArrayEquals(damaged, config.top().source().bytes());
                read++;
            } catch (LayergraftException refused) {
                assertEquals(Fault.INPUT, refused.fault());
            } catch (RuntimeException | StackOverflowError bug) {
                throw new AssertionError(
                        "mutation " + i + " of " + seed + ":\n" + new String(damaged, StandardCharsets.UTF_8), bug);
            }
        }
        // Most damage leaves something to read; if all were refused, nothing would be tested.
        assertTrue(read > MUTATIONS / 10 && read < MUTATIONS, read + " of " + MUTATIONS);
    }

    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            "=",
            "'",
            "\"",
            "\n",
            "\r\n",
            "\t",
            "**",
            "*",
            ".",
            ":",
            "#",
            "{{",
            "}}",
            "f'{",
            "_base_",
            "dict(",
            "-1",
            "1e999",
            "__import__('os').system('true')",
            "for x in range(9)",
            "lambda: 0",
            "if ",
            "\u0000",
            "\uFEFF",
            "é",
            "with_cp=",
            "model",
            ".update(",
            "[0]",
            "del ",
            "import os\n",
            " if x else ",
            "not ",
            "10**9",
            "&a",
            "*a",
            "<<: ",
            "!!python/name:os.system");

    private static byte[] mutated(byte[] original, Random random) {
        var text = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
        for (int n = 1 + random.nextInt(4); n > 0 && !text.isEmpty(); n--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
                case 4 -> text.setLength(at);
                default -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString().getBytes(random.nextInt(8) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x = __import__('os').system('touch CANARY')",
                "import os\nos.system('touch CANARY')",
                "from os import system\nsystem('touch CANARY')",
                "import subprocess as s\nx = [s.run(['touch', 'CANARY']) for _ in range(2)]",
                "x = open('CANARY', 'w').write('x')",
                "x = eval(\"__import__('pathlib').Path('CANARY').touch()\")",
                "exec(\"open('CANARY', 'w')\")",
                "x = f\"{__import__('os').system('touch CANARY')}\"",
                "_base_ = __import__('os').system('touch CANARY')",
                "x = (lambda: __import__('os').system('touch CANARY'))()",
                "class A:\n    import os\n    os.system('touch CANARY')",
                "@__import__('os').system\ndef f(): 'touch CANARY'",
                "x = ().__class__.__base__.__subclasses__()",
                "custom_imports = dict(imports=['canary'], allow_failed_imports=False)",
                "x = {{ __import__('os').system('touch CANARY') }}",
            })
    void nothingIsExecuted(String text) throws Exception {
        Path canary = folder.resolve("CANARY");
        Path file = folder.resolve("evil.py");
        Files.writeString(folder.resolve("canary.py"), "open('CANARY', 'w')\n");
        Files.writeString(file, text.replace("CANARY", canary.toString()) + "\nlast = 1\n");
        Config config = ConfigReader.read(file, Scopes.NONE);
        assertEquals("1", Plain.at(config, "last"));
        assertFalse(Files.exists(canary));
    }

    @Test
    void noTagOfYamlMakesAnObject() throws Exception {
        Path canary = folder.resolve("CANARY");
        Path file = folder.resolve("evil.yaml");
        Files.writeString(
                file,
                "x: !!python/object/apply:os.system ['touch " + canary + "']\ny: !!python/name:os.system\nz: 1\n");
        Config config = ConfigReader.read(file, Scopes.NONE);
        assertTrue(config.at("x").orElseThrow().value() instanceof ConfigValue.Opaque);
        assertEquals("1", Plain.at(config, "z"));
        assertFalse(Files.exists(canary));
    }

    private static List<String> bombs() {
        return List.of(
                "py:x = " + "[".repeat(100_000),
                "py:x = " + "[".repeat(900) + "]".repeat(900),
                "py:x = " + "(".repeat(450) + "1" + ")".repeat(450),
                "py:x = " + "dict(a=".repeat(180) + "1" + ")".repeat(180),
                "py:x = " + "not ".repeat(50_000) + "1",
                "py:x = a" + ".b".repeat(50_000),
                "py:x = 1" + " + 1".repeat(50_000),
                "py:x = a" + "[0]".repeat(900),
                "py:x = " + "f'{".repeat(300) + "1" + "}'".repeat(300),
                "py:" + "if 1:\n ".repeat(1) + "x = 1\n" + " ".repeat(5_000) + "y = 2",
                "py:x = 'a' * 10**9\ny = [0] * 10**9\nz = 10**10**10\nw = 1 << 10**9",
                "py:a = ['x']\nfor i in range(100000):\n    a = a + a",
                "py:a = 'x'\nfor i in range(100000):\n    a = a + a",
                "py:a = 3\nfor i in range(100000):\n    a = a * a",
                "py:a = [1] * 1000\nb = [a] * 1000\nc = [b] * 1000\nd = [c] * 1000",
                "py:a = []\na.append(a)\nb = dict(a=a)\nb['b'] = b",
                "py:a = 1\nfor i in range(100000):\n    a = [a]",
                "py:x = [y for a in range(9999) for b in range(9999) for y in range(9999)]",
                "py:for i in range(99999):\n    for j in range(99999):\n        x = i",
                "py:x = '{:9999}'.format(1) * 1000\ny = '%9999d' % 1\nz = f'{1:9999}'",
                "py:x = " + "9".repeat(2_000_000),
                "py:a = 'x' * 999999\n" + "b = a.replace('x', a)\n",
                "py:x = sorted([3, 'a', None])\ny = max([])\nz = sum(['a'])\nw = [][0]\nv = {}['a']\nu = 1 / 0",
                "py:" + "x = 1\n".repeat(100_000),
                "py:model = dict(" + "a=1, ".repeat(50_000) + ")",
                "yaml:" + "[".repeat(100_000),
                "yaml:" + "- ".repeat(100_000),
                "yaml:" + "{a: ".repeat(150) + "1" + "}".repeat(150),
                "yaml:a: &a [x, x]\n" + yamlLaughs(),
                "yaml:a: &a\n  b: *a\n",
                "yaml:? {a: 1}\n: 2\n",
                "json:" + "[".repeat(100_000),
                "json:{\"a\": " + "9".repeat(100_000) + "}",
                "json:" + "{\"a\":".repeat(150) + "1" + "}".repeat(150));
    }

    private static String yamlLaughs() {
        var text = new StringBuilder();
        for (char c = 'b'; c < 'z'; c++) {
            text.append(c).append(": &").append(c).append(" [");
            text.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("1]\n");
        }
        return text.toString();
    }

    static IntStream bombNumbers() {
        return IntStream.range(0, bombs().size());
    }

    /** By number: their texts are too long for the names of tests. */
    @ParameterizedTest
    @MethodSource("bombNumbers")
    void bombsEndSoon(int number) throws Exception {
        String bomb = bombs().get(number);
        int colon = bomb.indexOf(':');
        Path file = folder.resolve("bomb." + bomb.substring(0, colon));
        byte[] bytes = bomb.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        assertTimeoutPreemptively(SOON, () -> {
            try {
                ConfigReport report = ConfigReport.of(ConfigReader.read(file, Scopes.NONE));
                PythonWords.repr(report.config().values());
            } catch (LayergraftException refused) {
                assertEquals(Fault.INPUT, refused.fault());
            }
        });
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void tenMegabytesAreNoConfig() throws Exception {
        Path file = folder.resolve("large.py");
        Files.writeString(file, "x = 1\n".repeat(10 << 20 >> 2));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            var refused = assertThrows(LayergraftException.class, () -> ConfigReader.read(file, Scopes.NONE));
            assertTrue(refused.getMessage().contains("4 MB"), refused.getMessage());
        });
        assertTrue(Files.size(file) > 10 << 20);
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("folder.py"));
        Files.writeString(folder.resolve("a.txt"), "x");
        Files.writeString(folder.resolve("list.json"), "[1]");
        Files.writeString(folder.resolve("two.json"), "{} {}");
        Files.writeString(folder.resolve("empty.json"), "");
        Files.writeString(folder.resolve("self.py"), "_base_ = 'self.py'");
        for (String name : List.of("folder.py", "none.py", "a.txt", "list.json", "two.json", "empty.json", "self.py")) {
            assertThrows(LayergraftException.class, () -> ConfigReader.read(folder.resolve(name), Scopes.NONE), name);
        }
        Files.writeString(folder.resolve("empty.py"), "");
        Files.writeString(folder.resolve("empty.yaml"), "");
        assertEquals(
                0,
                ConfigReader.read(folder.resolve("empty.py"), Scopes.NONE)
                        .values()
                        .entries()
                        .size());
        assertEquals(
                0,
                ConfigReader.read(folder.resolve("empty.yaml"), Scopes.NONE)
                        .values()
                        .entries()
                        .size());
    }
}
