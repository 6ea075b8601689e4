package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.capture.SmallCapture;
import org.layergraft.experiment.FileHash;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;

/** Reports of captures: what was measured where the model trains beside what is predicted, and no process is ever started. */
class CapturedReportTest {

    private static final Engine.Source NO_ENGINE = () -> {
        throw LayergraftException.engine("cli", "bug", "an engine was started");
    };

    @TempDir
    Path folder;

    private Path small() throws Exception {
        return Files.writeString(folder.resolve("head.capture.json"), SmallCapture.TEXT);
    }

    private Path report(int exitCode, String name, String... more) {
        Path out = folder.resolve(name);
        var arguments = new java.util.ArrayList<>(List.of("report"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--out", out.toString()));
        var terminal = new Terminal(NO_ENGINE, Window.NONE, false);
        assertEquals(exitCode, terminal.run(arguments.toArray(String[]::new)), terminal.err());
        return out;
    }

    /** What a report says is what Python itself saw in the same run. */
    @Test
    void tellsWhatTwoRealRanksMeasuredAndWhatTheyWouldDo() throws Exception {
        PythonTorch.assumePresent();
        Path script = Path.of(getClass().getResource("reported_capture.py").toURI());
        PythonTorch.run(script.toString(), Path.of("samples").toAbsolutePath(), folder);
        JsonNode facts =
                new ObjectMapper().readTree(folder.resolve("facts.json").toFile());
        Path capture = folder.resolve("model.r0.capture.json");
        String notes = Files.readString(report(0, "r.md", capture.toString()));

        assertTrue(notes.startsWith("# model.r0.capture.json: what DistributedDataParallel is predicted to do"), notes);
        for (String rank : List.of("model.r0.capture.json", "model.r1.capture.json")) {
            assertTrue(notes.contains(FileHash.of(folder.resolve(rank))), rank);
        }
        assertTrue(notes.contains("- torch: `" + facts.get("torch").asText() + "`"), notes);
        assertTrue(notes.contains("- python: `" + facts.get("python").asText() + "`"), notes);
        assertTrue(notes.contains("0, 1 of a world size of 2"), notes);
        assertTrue(
                notes.contains("`find_unused_parameters=True, static_graph=False, broadcast_buffers=True,"
                        + " gradient_as_bucket_view=True; backend gloo`"),
                notes);
        assertTrue(
                notes.contains(String.format(
                        Locale.ROOT,
                        "%.6g, %.6g",
                        facts.at("/losses/0").asDouble(),
                        facts.at("/losses/1").asDouble())),
                "two of the losses were captured: " + notes);

        assertTrue(
                notes.contains(
                        "| parameter | shape | bucket | rank 0, measured | rank 1, measured | rank 0, predicted | rank"
                                + " 1, predicted |"),
                notes);
        facts.get("local")
                .properties()
                .forEach(local -> assertTrue(
                        notes.lines()
                                .anyMatch(l -> l.startsWith("| " + local.getKey() + " |")
                                        && l.contains(String.format(
                                                Locale.ROOT,
                                                "| ✓ %.3g · ",
                                                local.getValue().asDouble()))
                                        && l.endsWith(" | ✓ gradient | ✓ gradient |")),
                        () -> local + " in " + notes));
        assertEquals(6, facts.get("local").size());
        assertTrue(notes.lines().anyMatch(l -> l.startsWith("| class\\_embed |") && l.contains("✗ none")), notes);

        assertTrue(facts.get("trains").asBoolean());
        assertTrue(notes.contains("Predicted: "), notes);
        assertTrue(
                notes.lines()
                        .anyMatch(l -> l.startsWith("| find\\_unused\\_parameters=True, gradient") && l.contains("ok")),
                notes);
        assertTrue(facts.get("plain").asText().contains("Expected to have finished reduction"), facts::toString);
        assertTrue(
                notes.lines()
                        .anyMatch(l -> l.startsWith("| gradient\\_as\\_bucket\\_view=True |")
                                && l.contains("unused\\_parameters")),
                notes);
        assertTrue(
                notes.contains("layergraft check " + folder.resolve("model.r0.capture.json") + ","
                        + folder.resolve("model.r1.capture.json") + " --ranks 2 --steps 3"),
                notes);
        assertFalse(notes.contains("really run") || notes.contains("What ran"), notes);
    }

    @Test
    void everyResultIsMarkedAsPredicted() throws Exception {
        String notes = Files.readString(report(1, "r.md", small().toString()));
        for (String heading : List.of(
                "What was captured",
                "What was predicted",
                "PyTorch's own message, as it would come (predicted)",
                "Gradient coverage, measured and predicted",
                "What is predicted to help",
                "Every combination of the switches, predicted",
                "How to repeat it")) {
            assertTrue(notes.contains("\n## " + heading + "\n"), heading + " in " + notes);
        }
        assertTrue(notes.contains("Predicted: Trains on 1 device. Fails on 2 ranks in the 2nd forward"), notes);
        assertTrue(notes.contains("not used where it was captured"), notes);
        assertTrue(notes.contains("Of 2 ranks only 0 was captured"), "what it takes for granted");
        assertTrue(notes.contains("| embed | 3 | 0 | ✗ none | ✗ none | ✗ none |"), notes);
        String helps =
                notes.substring(notes.indexOf("## What is predicted to help"), notes.indexOf("## Every combination"));
        int others = helps.indexOf("Not predicted, because");
        assertTrue(helps.indexOf("find\\_unused\\_parameters=True") < others, helps);
        assertTrue(helps.indexOf("Remove embed") > others, helps);
        assertFalse(notes.contains("step, ms"), "nothing was timed");
        assertTrue(notes.contains("ok (changes least)"), notes);
    }

    @Test
    void whatIsRepeatedIsWhatWasAsked() throws Exception {
        String file = small().toString();
        String notes = Files.readString(report(
                1, "r.md", file, "--no-matrix", "--checkpoint", "reentrant:fc", "--static-graph", "--ranks", "4"));
        String command = notes.lines()
                .filter(l -> l.startsWith("layergraft check"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "layergraft check " + file + " --ranks 4 --static-graph=true --checkpoint reentrant:fc --steps 3",
                command);
        assertFalse(notes.contains("Every combination"), notes);
        var words = new java.util.ArrayList<>(List.of(command.split(" ")).subList(1, 10));
        words.addAll(List.of("--json", "-"));
        var terminal = new Terminal(NO_ENGINE, Window.NONE, false);
        assertEquals(1, terminal.run(words.toArray(String[]::new)), terminal.err());
        JsonNode again = new ObjectMapper().readTree(terminal.out());
        assertTrue(again.at("/switches/static_graph").asBoolean());
        assertEquals("reentrant", again.at("/switches/checkpoint/mode").asText());
        assertEquals(4, again.at("/run/ranks").asInt());
    }

    @Test
    void saysWhatToChangeInTheConfigByWhatIsPredicted() throws Exception {
        Path config = Files.writeString(folder.resolve("train.py"), "optim_wrapper = dict(type='OptimWrapper')\n");
        String notes = Files.readString(report(1, "r.md", small().toString(), "--config", config.toString()));
        assertTrue(notes.contains("## What to change in the training configuration, by what is predicted"), notes);
        assertTrue(notes.contains("\n+find_unused_parameters = True"), notes);
    }

    @Test
    void isAPageInChromiumAndOnPaperInBothLanguages() throws Exception {
        String file = small().toString();
        Path english = report(1, "r.html", file);
        Path chinese = report(1, "zh.html", file, "--lang", "zh");
        Path paper = report(1, "r.pdf", file);
        assertTrue(Files.readString(chinese).contains("预测：单设备可以训练"));
        try (var document = Loader.loadPDF(paper.toFile())) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
            assertTrue(text.contains("Gradient coverage, measured and predicted"), text);
            assertTrue(text.contains("Every combination of the switches, predicted"), text);
        }
        String chromium = Chromium.find();
        Path picture = Path.of("target", "snapshots", "report-captured.png");
        Chromium.photograph(chromium, english, picture, folder);
        Chromium.photograph(chromium, chinese, Path.of("target", "snapshots", "report-captured-zh.png"), folder);
        var image = ImageIO.read(picture.toFile());
        assertTrue(Chromium.colours(image).contains(0xFFF1E5), "the verdict has the colour of what does not train");
    }

    @Test
    void whatOnlyARunCanHeedIsRefused() throws Exception {
        String out = folder.resolve("r.md").toString();
        var terminal = new Terminal(NO_ENGINE, Window.NONE, false);
        assertEquals(2, terminal.run("report", small().toString(), "--loss", "sum", "--out", out));
        assertTrue(terminal.err().contains("--loss needs a run"), terminal.err());
        assertFalse(Files.exists(Path.of(out)));
    }
}
