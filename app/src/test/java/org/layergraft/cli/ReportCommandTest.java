package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of real runs, in every format and in Chromium. */
class ReportCommandTest {

    private static final Path SAMPLES = Path.of(System.getProperty("layergraft.samples", "samples"));
    private static final Pattern TABLE_ROW = Pattern.compile("<tr><td class=\"neutral\">class_embed</td>.*");

    @TempDir
    Path folder;

    @Test
    void tellsWhatWasGraftedWhatCameOfItAndHowToRepeatIt() throws Exception {
        String grafted = folder.resolve("grafted.pt").toString();
        run(
                0,
                "graft",
                SAMPLES.resolve("mini_mlp.pt").toString(),
                "--edits",
                write("edits.json", """
                    {"edits": [{"op": "insert", "module": "", "after": "fc1",
                                "layer": {"kind": "linear", "name": "extra", "out_features": 32}},
                               {"op": "declare", "module": "",
                                "layer": {"kind": "parameter", "name": "class_embed", "shape": [4]}}]}
                    """),
                "--out",
                grafted);
        Path html = folder.resolve("r.html");
        Path markdown = folder.resolve("r.md");
        Path pdf = folder.resolve("r.pdf");
        run(
                1,
                "report",
                grafted,
                "--out",
                html.toString(),
                "--out",
                markdown.toString(),
                "--out",
                pdf.toString(),
                "--pairs",
                "3");

        String page = Files.readString(html);
        assertTrue(page.contains("class_embed gets no gradient."), "the verdict");
        assertTrue(page.contains("1. Inserted Linear extra (32) after fc1."), "the edits");
        assertEquals(2, page.split("<img alt=", -1).length - 1, "a picture of each");
        assertTrue(page.lines().anyMatch(l -> TABLE_ROW.matcher(l).matches() && l.contains("none")), "the coverage");
        assertTrue(page.contains("find_unused_parameters=True, static_graph=True"), "the matrix");
        assertTrue(page.contains("layergraft check " + grafted + " --ranks 2 --steps 3 --seed 0"), "how to repeat it");
        assertTrue(page.contains("layergraft matrix " + grafted + " --ranks 2 --steps 3 --seed 0"), "and the matrix");
        assertTrue(page.contains("libtorch, ranks"), "the versions");
        assertFalse(
                page.contains("<script") || page.contains("src=\"http") || page.contains("<link"), "all in one file");

        String notes = Files.readString(markdown);
        assertTrue(notes.startsWith("# grafted.pt: what was grafted and what came of it\n"), notes);
        assertTrue(notes.contains("| class\\_embed | 4 | 0 | ✗ none | ✗ none |"), notes);
        assertTrue(notes.contains("Expected to have finished reduction in the prior iteration"), "PyTorch's own words");

        try (var document = Loader.loadPDF(pdf.toFile())) {
            // Words run on from line to line.
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
            assertTrue(
                    text.contains("Each picture shows the graph around one edit, as the model is after all of them;"
                            + " a dashed line stands for steps that are left out."),
                    text);
            assertEquals(595, document.getPage(0).getMediaBox().getWidth(), 1, "A4");
        }
    }

    @Test
    void theReportOfTheSampleIsAPageInChromium() throws Exception {
        Path html = folder.resolve("r.html");
        Path chinese = folder.resolve("zh.html");
        String sample = SAMPLES.resolve("co_dino_head_class_embed.pt").toString();
        run(1, "report", sample, "--no-matrix", "--out", html.toString());
        run(1, "report", sample, "--no-matrix", "--lang", "zh", "--out", chinese.toString());
        assertTrue(Files.readString(chinese).contains("梯度覆盖"));
        String chromium = Chromium.find();
        Path picture = Path.of("target", "snapshots", "report.png");
        Chromium.photograph(chromium, html, picture, folder);
        Chromium.photograph(chromium, chinese, Path.of("target", "snapshots", "report-zh.png"), folder);
        var image = ImageIO.read(picture.toFile());
        var colours = Chromium.colours(image);
        assertTrue(colours.contains(0xFFF1E5), "the verdict has the colour of what does not train");
        assertTrue(colours.contains(0x1F2328), "and there is text");
    }

    @Test
    void saysWhatToChangeInTheConfig() throws Exception {
        String sample = SAMPLES.resolve("co_dino_head_class_embed.pt").toString();
        String config = write("train.py", """
            model = dict(
                type='CoDETR',
                train_cfg=dict(find_unused_parameters=True, with_cp=False))
            optim_wrapper = dict(type='OptimWrapper')
            """);
        Path out = folder.resolve("r.md");
        run(1, "report", sample, "--no-matrix", "--config", config, "--out", out.toString());
        String notes = Files.readString(out);
        assertTrue(notes.contains("\n+find_unused_parameters = True"), notes);
        assertTrue(notes.contains("\n-    train_cfg=dict(find_unused_parameters=True, with_cp=False))"), notes);
    }

    /** What helps the model contradicts the checkpoints of these configs, and mmcv has no other switch that was shown to help. */
    @Test
    void anEditIsOfferedOnlyWhereTheConfigTrainsWithIt() throws Exception {
        Path configs = folder.resolve("configs");
        copy(Path.of("app/src/test/resources/configs/codetr"), configs);
        Path plain = configs.resolve("co_dino/co_dino_5scale_r50_1x_coco.py");
        Path boats = configs.resolve("mine/co_dino_boats.py");
        String sample = SAMPLES.resolve("co_dino_head_class_embed.pt").toString();
        Path out = folder.resolve("r.md");
        run(
                1,
                "report",
                sample,
                "--no-matrix",
                "--config",
                plain.toString(),
                "--config",
                boats.toString(),
                "--out",
                out.toString());
        String notes = Files.readString(out);
        assertFalse(notes.contains("nothing has to change"), notes);
        assertTrue(notes.contains("**co\\_dino\\_boats.py: training with this config stops.**"), notes);
        assertTrue(
                notes.contains("\n- ✗ Error: find\\_unused\\_parameters=True (co\\_dino\\_boats.py:5:1) and"), notes);
        assertTrue(notes.contains("\n+find_unused_parameters = True"), notes);
        assertTrue(notes.contains("\n+                with_cp=-1, # number"), notes);
        assertTrue(notes.contains("That costs memory"), notes);
        assertTrue(notes.contains("\nGood to know:\n\n- data.samples"), notes);
        assertTrue(
                notes.contains("The run of this report had no checkpointing, while the config has"
                        + " model.query\\_head.transformer.encoder.with\\_cp=4."),
                notes);
        assertTrue(
                notes.contains("co\\_dino\\_5scale\\_swin\\_large\\_1x\\_coco.py,"
                        + " co\\_dino\\_5scale\\_swin\\_large\\_3x\\_coco.py inherit what is changed"),
                notes);
        assertTrue(notes.contains("\nlayergraft report " + sample + " --no-matrix --config " + plain), notes);
        List<String> commands = notes.lines()
                .filter(l -> l.startsWith("layergraft config ") && l.endsWith(" --write"))
                .toList();
        assertEquals(2, commands.size(), notes);
        for (String command : commands) {
            List<String> words = List.of(command.split(" "));
            run(0, words.subList(1, words.size()).toArray(String[]::new));
        }
        run(0, "config", plain.toString());
        run(0, "config", boats.toString());
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }

    @Test
    void anotherEndingIsRefusedBeforeAnythingRuns() throws Exception {
        var terminal = new Terminal(
                () -> {
                    throw new IllegalStateException("nothing is to run");
                },
                Window.NONE,
                false);
        String out = folder.resolve("r.doc").toString();
        assertEquals(2, terminal.run("report", Terminal.SAMPLE.toString(), "--out", out));
        assertTrue(terminal.err().contains("r.doc: a report is written as .html, .pdf or .md."), terminal.err());
    }

    private String write(String name, String json) throws Exception {
        return Files.writeString(folder.resolve(name), json).toString();
    }

    private static void run(int exitCode, String... arguments) {
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(exitCode, terminal.run(arguments), terminal.err());
    }
}
