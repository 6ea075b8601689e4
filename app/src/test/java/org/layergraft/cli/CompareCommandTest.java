package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Made;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;

class CompareCommandTest {

    private static final String MODEL = Terminal.SAMPLE.toString();

    private static Terminal ending(End end) {
        return new Terminal(new FakeRunner(
                List.of(new Gradient(
                        "fc1.weight", GradientState.NONZERO, OptionalDouble.of(1), 1, OptionalDouble.of(1))),
                end));
    }

    @Test
    void aDifferenceIsToldWithItsSpreadAndTheNumberOfPairs() {
        var terminal = ending(new End.Finished());
        assertEquals(0, terminal.run("compare", MODEL, "--with", "find_unused_parameters=true", "--pairs", "8"));
        assertEquals(
                "find_unused_parameters=True: a step takes 1.10× as long (1.10 to 1.10), +1.00 ms (+1.00 to +1.00); 8"
                        + " pairs, slower in 8.",
                terminal.out().strip());
    }

    @Test
    void jsonHasEveryPair() throws Exception {
        var terminal = ending(new End.Finished());
        assertEquals(
                0,
                terminal.run(
                        "compare",
                        MODEL,
                        "--static-graph",
                        "--with",
                        "static_graph=false",
                        "--pairs",
                        "4",
                        "--json",
                        "-"));
        JsonNode json = JsonMapper.builder().build().readTree(terminal.out());
        assertTrue(json.at("/first/static_graph").asBoolean());
        assertFalse(json.at("/second/static_graph").asBoolean());
        assertEquals("static_graph=False", json.get("difference").asText());
        assertEquals(4, json.at("/times/second_ms").size());
        assertEquals(1.1, json.at("/times/ratio/median").asDouble(), 1e-12);
        assertEquals("none", json.at("/times/effect").asText(), "four pairs are too few to tell");
        assertTrue(json.get("failed").isNull());
    }

    @Test
    void whatDoesNotTrainIsNotTimed() throws Exception {
        var terminal = ending(new End.Raised(2, Phase.FORWARD, Made.T1, List.of("fc1.weight")));
        assertEquals(1, terminal.run("compare", MODEL, "--with", "bf16", "--json", "-"));
        JsonNode json = JsonMapper.builder().build().readTree(terminal.out());
        assertEquals("unused_parameters", json.at("/failed/outcome").asText());
        assertTrue(json.get("times").isNull());
        assertTrue(json.get("sentence").asText().startsWith("Without any switch it does not train"));
    }

    @Test
    void mistakesAreToldWithTheRemedy() {
        for (String mistake : List.of("find_unused=true", "static_graph=maybe", "bucket_cap_mb=much")) {
            var terminal = ending(new End.Finished());
            assertEquals(2, terminal.run("compare", MODEL, "--with", mistake));
            assertTrue(terminal.err().contains("--with \"" + mistake + "\""), terminal.err());
        }
        var same = ending(new End.Finished());
        assertEquals(2, same.run("compare", MODEL, "--with", "static_graph=false"));
        assertTrue(same.err().contains("are the same"), same.err());
        assertEquals(2, ending(new End.Finished()).run("compare", MODEL, "--with", "bf16", "--pairs", "0"));
        assertEquals(2, ending(new End.Finished()).run("compare", MODEL));
    }

    @Test
    void everySwitchAndOptionCanBeTheDifference() throws Exception {
        Switches all = Switches.DEFAULT;
        for (String change : List.of(
                "find_unused_parameters=True",
                "static-graph",
                "checkpoint=nonreentrant:a.b,c",
                "bucket_cap_mb=0.5",
                "gradient_as_bucket_view=true",
                "broadcast_buffers=false",
                "accumulate=2",
                "bf16=true")) {
            all = WithOption.apply(all, change);
        }
        assertEquals(
                new Switches(
                        true,
                        true,
                        new Checkpoint(Checkpoint.Mode.NONREENTRANT, List.of("a.b", "c")),
                        new DdpOptions(OptionalDouble.of(0.5), true, false, 2, true)),
                all);
        assertThrows(LayergraftException.class, () -> WithOption.apply(Switches.DEFAULT, "checkpoint=sometimes:a"));
    }
}
