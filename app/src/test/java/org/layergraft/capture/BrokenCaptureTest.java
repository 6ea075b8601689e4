package org.layergraft.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** Files that are no captures, or were ones: a sentence, never anything else. */
class BrokenCaptureTest {

    private static final String WHOLE = SmallCapture.TEXT;

    @TempDir
    private Path folder;

    private int files;

    private LayergraftException refused(String content) throws IOException {
        Path file = write(content);
        return assertThrows(LayergraftException.class, () -> CapturedModel.open(file), content);
    }

    private Path write(String content) throws IOException {
        Path file = folder.resolve(files++ + ".capture.json");
        Files.writeString(file, content);
        return file;
    }

    @Test
    void theWholeOneOpens() throws IOException, LayergraftException {
        CapturedModel model = CapturedModel.open(write(WHOLE));
        ModelGraph graph = model.graph();
        assertEquals(2, graph.parameters().size());
        assertTrue(graph.node("fc").isPresent(), graph.root().forward().toString());
        assertTrue(graph.node("fc/mm").isPresent());
        assertTrue(graph.node("fc/.weight").isPresent());
        var verdict = model.predict(Switches.DEFAULT, 2, 3).verdict().orElseThrow();
        assertEquals("unused_parameters", verdict.raised());
        assertEquals("embed", String.join(",", verdict.parameters()));
        assertTrue(verdict.message().orElseThrow().contains("for rank 0: 0"), verdict.message()::toString);
    }

    @Test
    void whatIsNoCaptureIsRefusedInWords() throws IOException {
        assertEquals("not_a_capture", refused("").problem().key());
        assertEquals("not_json", refused("{").problem().key());
        assertEquals("not_a_capture", refused("[".repeat(100_000)).problem().key());
        assertEquals(
                "not_json", refused("{\"x\":" + "[".repeat(100_000)).problem().key());
        assertEquals(
                "not_json",
                refused(WHOLE.substring(0, WHOLE.length() / 2)).problem().key());
        assertEquals("not_a_capture", refused("null").problem().key());
        assertEquals("not_a_capture", refused("[]").problem().key());
        assertEquals(
                "format",
                refused(WHOLE.replace("\"format\":1", "\"format\":2")).problem().key());
        assertEquals(
                "not_a_capture",
                refused(WHOLE.replace("layergraft-capture", "other")).problem().key());
        Path none = folder.resolve("none.capture.json");
        assertEquals(
                "no_file",
                assertThrows(LayergraftException.class, () -> CapturedModel.open(none))
                        .problem()
                        .key());
    }

    @Test
    void whatPointsNowhereIsRefused() throws IOException {
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"next\":[[1],[],[0]]", "\"next\":[[9],[],[0]]"))
                        .problem()
                        .key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("[1,\"parameter\",1]", "[1,\"parameter\",2]"))
                        .problem()
                        .key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"ready\":[1]", "\"ready\":[-1]"))
                        .problem()
                        .key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"parent\":0", "\"parent\":1")).problem().key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"path\":\"fc\"", "\"path\":\"a.b\""))
                        .problem()
                        .key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"shape\":[4,4]", "\"shape\":[9223372036854775807,2]"))
                        .problem()
                        .key());
        assertEquals(
                "broken",
                refused(WHOLE.replace("\"iterations\":[{", "\"iterations\":[],\"x\":[{"))
                        .problem()
                        .key());
        assertEquals(
                "dtype",
                refused(WHOLE.replace("\"dtype\":\"float32\",\"device\"", "\"dtype\":\"odd\",\"device\""))
                        .problem()
                        .key());
    }

    /** A circle in the graph is no graph of autograd, but must not keep anyone busy for ever. */
    @Test
    void aCircleEnds() throws IOException, LayergraftException {
        var model = CapturedModel.open(write(WHOLE.replace("\"next\":[[1],[],[0]]", "\"next\":[[1,2],[],[0]]")));
        assertEquals(
                "unused_parameters",
                model.predict(Switches.DEFAULT, 2, 3).verdict().orElseThrow().raised());
    }

    @Test
    void damageNeverGivesMoreThanASentence() throws IOException {
        var random = new Random(11);
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        int opened = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                int at = random.nextInt(damaged.length);
                damaged[at] = switch (random.nextInt(3)) {
                    case 0 -> (byte) random.nextInt(256);
                    case 1 -> (byte) ('0' + random.nextInt(10));
                    default -> whole[random.nextInt(whole.length)];
                };
            }
            Path file = folder.resolve("damaged.capture.json");
            Files.write(file, damaged);
            try {
                CapturedModel model = CapturedModel.open(file);
                model.matrix(model.switches(), 2, 3);
                opened++;
            } catch (LayergraftException refused) {
                assertFalse(refused.getMessage().contains("Exception"), refused.getMessage());
            }
        }
        assertTrue(opened > 100, "some damage must be harmless: " + opened);
    }
}
