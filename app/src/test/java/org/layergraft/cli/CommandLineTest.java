package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.diagnosis.Made;
import org.layergraft.step.Gradient;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport.End;

class CommandLineTest {

    private static final String MODEL = Terminal.SAMPLE.toString();
    private static final List<Gradient> GRADIENTS = List.of(Gradient.none("fc1.weight"));

    /** The names of {@code check --json} and their order, as other programs rely on them. */
    private static final String NAMES = """
        model model.file model.parameters model.elements
        run run.ranks run.devices run.backend run.steps
        switches switches.find_unused_parameters switches.static_graph
        switches.checkpoint switches.checkpoint.mode switches.checkpoint.modules
        switches.bucket_cap_mb switches.gradient_as_bucket_view switches.broadcast_buffers
        switches.accumulate switches.bf16
        single single.trains single.loss
        verdict verdict.outcome verdict.raised verdict.iteration verdict.phase verdict.ranks verdict.parameters
        verdict.message verdict.warnings verdict.explanation verdict.waiting verdict.fixes
        verdict.fixes.id verdict.fixes.text verdict.fixes.cost verdict.fixes.verified
        coverage coverage.parameter coverage.shape coverage.dtype coverage.bucket coverage.ready
        coverage.ranks coverage.ranks.state coverage.ranks.norm coverage.ranks.nonzero coverage.ranks.weight coverage.ranks.update
        coverage.ranks.idle_rows
        coverage.reason coverage.reason.id coverage.reason.text coverage.reason.module coverage.reason.line
        coverage.reason.node coverage.trainable
        cost cost.step_ms cost.forward_ms cost.backward_ms cost.communication_ms cost.peak_bytes
        timeline
        """;

    private static Terminal ending(End end) {
        return new Terminal(new FakeRunner(GRADIENTS, end));
    }

    private static Terminal unused() {
        return ending(new End.Raised(2, Phase.FORWARD, Made.T1, List.of("fc1.weight")));
    }

    @Test
    void checkJsonHasTheNamesAndTheOrderOfTheDesign() throws Exception {
        var terminal = unused();
        assertEquals(1, terminal.run("check", MODEL, "--json", "-"));
        JsonNode json = JsonMapper.builder().build().readTree(terminal.out());
        var names = new ArrayList<String>();
        collect(json, "", names);
        assertEquals(List.of(NAMES.strip().split("\\s+")), names);
        assertEquals("unused_parameters", json.at("/verdict/outcome").asText());
        assertEquals("forward", json.at("/verdict/phase").asText());
        assertEquals("none", json.at("/coverage/0/ranks/1/state").asText());
        assertTrue(json.at("/coverage/0/ready").isNull());
        assertEquals("off", json.at("/switches/checkpoint/mode").asText());
        assertEquals("gloo", json.at("/run/backend").asText());
    }

    private static void collect(JsonNode node, String path, List<String> names) {
        if (node.isArray() && !node.isEmpty()) {
            collect(node.get(0), path, names);
        }
        node.properties().forEach(field -> {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            names.add(name);
            collect(field.getValue(), name, names);
        });
    }

    @Test
    void matrixJsonHasOneRunPerCombination(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("m.json");
        var terminal = ending(new End.Finished());
        assertEquals(0, terminal.run("matrix", MODEL, "--json", file.toString()));
        JsonNode runs =
                JsonMapper.builder().build().readTree(Files.readString(file)).get("runs");
        assertEquals(4, runs.size());
        assertTrue(runs.get(2).at("/switches/find_unused_parameters").asBoolean());
        assertTrue(runs.get(2).at("/matrix/usual_advice").asBoolean());
        assertTrue(terminal.out().startsWith("The usual advice (find_unused_parameters=True"), terminal.out());
    }

    @Test
    void coverageAloneIsWrittenForATable(@TempDir Path folder) throws Exception {
        Path csv = folder.resolve("c.csv");
        var terminal = ending(new End.Finished());
        assertEquals(0, terminal.run("check", MODEL, "--coverage-out", csv.toString()), terminal.err());
        var lines = Files.readString(csv).split("\r\n");
        assertTrue(
                lines[0].startsWith("parameter,shape,dtype,trainable,bucket,ready,weight,idle_rows,rank0_state,"),
                lines[0]);
        Path json = folder.resolve("c.json");
        assertEquals(0, ending(new End.Finished()).run("check", MODEL, "--coverage-out", json.toString()));
        assertEquals(
                lines.length - 1,
                JsonMapper.builder().build().readTree(Files.readString(json)).size());
        assertEquals(
                2,
                ending(new End.Finished()).run("check", MODEL, "--coverage-out", MODEL),
                "the model is not written over");
    }

    @Test
    void otherOptionsAreVariedToo() throws Exception {
        var terminal = ending(new End.Finished());
        terminal.run("matrix", MODEL, "--vary", "bucket_cap_mb=1,0.5", "--vary", "bf16", "--json", "-");
        JsonNode runs = JsonMapper.builder().build().readTree(terminal.out()).get("runs");
        assertEquals(16, runs.size());
        assertEquals(0.5, runs.get(15).at("/switches/bucket_cap_mb").asDouble());
        assertTrue(runs.get(15).at("/switches/bf16").asBoolean());
        assertFalse(runs.get(0).at("/switches/bf16").asBoolean(true));
    }

    @Test
    void everyOptionOfDdpGoesIntoTheRunAndOutAgain() throws Exception {
        String line = "check MODEL --bucket-cap-mb 0.5 --gradient-as-bucket-view --no-broadcast-buffers --accumulate 4"
                + " --bf16";
        var json = ending(new End.Finished());
        assertEquals(0, json.run((line.replace("MODEL", MODEL) + " --json -").split(" ")));
        JsonNode switches = JsonMapper.builder().build().readTree(json.out()).get("switches");
        assertEquals(0.5, switches.get("bucket_cap_mb").asDouble());
        assertTrue(switches.get("gradient_as_bucket_view").asBoolean());
        assertFalse(switches.get("broadcast_buffers").asBoolean(true));
        assertEquals(4, switches.get("accumulate").asInt());
        assertTrue(switches.get("bf16").asBoolean());
        var text = ending(new End.Finished());
        text.run(line.replace("MODEL", MODEL).split(" "));
        assertTrue(
                text.out()
                        .contains("bucket_cap_mb=0.5, gradient_as_bucket_view=True, broadcast_buffers=False,"
                                + " accumulate=4, bf16=True"),
                text.out());
    }

    @Test
    void switchesAsTheyAreByDefaultAreNotSpokenOf() throws Exception {
        var terminal = ending(new End.Finished());
        terminal.run("check", MODEL);
        assertFalse(terminal.out().contains("Switches"), terminal.out());
        var json = ending(new End.Finished());
        json.run("check", MODEL, "--json", "-");
        assertTrue(JsonMapper.builder()
                .build()
                .readTree(json.out())
                .at("/switches/bucket_cap_mb")
                .isNull());
    }

    @Test
    void exitCodesTellTrainingFromFailingFromAKilledProcess() {
        assertEquals(0, ending(new End.Finished()).run("check", MODEL));
        assertEquals(1, unused().run("check", MODEL));
        assertEquals(3, ending(new End.Died(2, Phase.BACKWARD, 137, "")).run("check", MODEL));
    }

    @Test
    void theTableShowsTheUncoveredFirst() {
        var terminal = unused();
        terminal.run("check", MODEL);
        List<String> lines = terminal.out().lines().toList();
        int head = lines.indexOf(lines.stream()
                .filter(l -> l.startsWith("parameter "))
                .findFirst()
                .orElseThrow());
        assertTrue(lines.get(head + 1).startsWith("fc1.weight"), lines.get(head + 1));
        assertTrue(lines.get(head + 1).contains("none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "check MODEL --bogus",
                "check nowhere.pt",
                "check MODEL --ranks two",
                "check MODEL --ranks 0",
                "check MODEL --steps 0",
                "check MODEL --loss median",
                "check MODEL --loss outputs:a",
                "check MODEL --input x:float32",
                "check MODEL --input x:float33[4,16]",
                "check MODEL --input x:float32[4,,]",
                "check MODEL --input x:float32[4,16] --input y:float32[4,16]",
                "check MODEL --input x:float32[4,16] --inputs r0.npz",
                "check MODEL --inputs nowhere.npz,nowhere.npz",
                "check MODEL --device cuda",
                "check MODEL --device tpu",
                "check MODEL --checkpoint reentrant:nowhere",
                "check MODEL --checkpoint reentrant",
                "check MODEL --checkpoint nonreentrant:,",
                "check MODEL --checkpoint sometimes:fc1",
                "check MODEL --checkpoint fc1",
                "check MODEL --bucket-cap-mb 0",
                "check MODEL --bucket-cap-mb -1",
                "check MODEL --bucket-cap-mb NaN",
                "check MODEL --bucket-cap-mb many",
                "check MODEL --accumulate 0",
                "check MODEL --accumulate 1.5",
                "check MODEL --accumulate 2000000000",
                "matrix MODEL --checkpoint ,",
                "matrix MODEL --vary buckets=1",
                "matrix MODEL --vary bucket_cap_mb=0",
                "matrix MODEL --vary bucket_cap_mb",
                "matrix MODEL --vary accumulate=1.5",
                "matrix MODEL --vary bf16=maybe",
                "graph MODEL --json /nowhere/at/all.json",
                "graft MODEL --out x.pt",
                "graft MODEL --edits nowhere.json --out x.pt",
                "snapshot MODEL --out x.png --size big",
                "snapshot MODEL --out x.png --lang fr",
                "config x.py --set a=b --write",
                "dance"
            })
    void badInputIsOneLineAndExitCodeTwo(String line) {
        var terminal = unused();
        int code = terminal.run(line.replace("MODEL", MODEL).split(" "));
        assertEquals(2, code, terminal.err());
        assertEquals(1, terminal.err().strip().lines().count(), terminal.err());
        assertTrue(terminal.err().startsWith("layergraft: "), terminal.err());
        assertEquals("", terminal.out());
    }

    @Test
    void aMissingInputIsNamedWithItsRemedy(@TempDir Path folder) throws Exception {
        // An empty archive extra file: the model says nothing about its inputs.
        Path bare = folder.resolve("bare.pt");
        Bare.withoutSettings(Terminal.SAMPLE, bare);
        var terminal = unused();
        assertEquals(2, terminal.run("check", bare.toString()));
        assertTrue(terminal.err().contains("needs an input for x"), terminal.err());
        assertTrue(terminal.err().contains("--input x:float32["), terminal.err());
    }

    @Test
    void withADisplayTheWindowOpensOnTheFile() {
        var opened = new ArrayList<String>();
        var window = new Window() {
            @Override
            public void open(List<String> arguments) {
                opened.addAll(arguments);
            }

            @Override
            public void paint(Picture picture) {
                throw new AssertionError("not asked for");
            }
        };
        var terminal = new Terminal(
                () -> {
                    throw new AssertionError("no run was asked for");
                },
                window,
                true);
        assertEquals(0, terminal.run(MODEL));
        assertEquals(List.of(MODEL), opened);
        assertEquals(0, terminal.run());
        assertEquals(0, terminal.run("folder/model"));
        assertEquals(List.of(MODEL, "folder/model"), opened, "a name without a dot, too");
        for (String[] wrong : new String[][] {{MODEL, MODEL}, {"--files.pt"}, {MODEL, "--dark"}}) {
            assertEquals(2, terminal.run(wrong));
            assertTrue(terminal.err().contains("See layergraft --help"), terminal.err());
        }
        assertEquals(2, opened.size());
        assertEquals(0, terminal.run("--version"));
        assertEquals(0, terminal.run("graph", MODEL));
    }

    /** Whoever opens a window waits for no command to be parsed, nor for a stack trace. */
    @Test
    void whatStopsAFileIsOneLine() {
        var terminal = new Terminal(
                () -> {
                    throw new IllegalStateException("broken");
                },
                Window.NONE,
                false);
        assertEquals(ExitCode.ENGINE_FAILED, terminal.run("some.pt"));
        assertEquals(1, terminal.err().lines().count(), terminal.err());
        assertTrue(terminal.err().contains("broken"), terminal.err());
    }

    @Test
    void helpIsNoError() {
        var terminal = unused();
        assertEquals(0, terminal.run("check", "--help"));
        assertTrue(terminal.out().contains("--find-unused-parameters"));
    }
}
