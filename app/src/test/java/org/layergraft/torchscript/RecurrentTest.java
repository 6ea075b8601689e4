package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.Grafter;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.Parameter;
import org.layergraft.text.LayergraftException;

/** RNNs keep their weights in a list, too, and have more than one forward. */
class RecurrentTest {

    /** They were said to be read by no forward. */
    @ParameterizedTest
    @CsvSource({"lstm, SCRIPTED, lstm", "gru, SCRIPTED, gru", "lstm, TRACED, lstm", "gru, TRACED, gru"})
    void everyWeightGoesIntoTheOperator(String name, TestBed.How how, String operator) throws Exception {
        var graph = ModelGraphs.read(ScriptReader.read(TestBed.model(name, how).archive()));
        var wanted = graph.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
        var found = graph.root()
                .walk()
                .flatMap(m -> m.forward().edges().stream())
                .filter(e -> e.to().endsWith("/" + operator) && e.from().contains("/."))
                .map(FlowEdge::from)
                .map(id -> id.replaceFirst("^/\\.", "").replace("/.", "."))
                .collect(Collectors.toSet());
        assertEquals(wanted, found);
    }

    /** It was said to have no forward. */
    @Test
    void whyNothingCanBeWrappedAroundItIsItsResult() throws Exception {
        var model = ScriptReader.read(TestBed.model("gru", TestBed.How.SCRIPTED).archive());
        var wrap = EditScript.read(
                "{\"edits\": [{\"op\": \"wrap\", \"module\": \"\", \"layer\": {\"kind\": \"relu\", \"name\":"
                        + " \"a\"}}]}");
        var refused = assertThrows(LayergraftException.class, () -> Grafter.apply(model, wrap));
        assertEquals("wrap.result", refused.problem().key());
    }
}
