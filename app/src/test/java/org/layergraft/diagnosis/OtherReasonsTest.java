package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** Parameters without a gradient for several reasons: each reason is told. */
class OtherReasonsTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final List<String> NAMES = List.of("unread", "lost");

    /** weight trains, unread is read by nothing, and what is made of lost goes nowhere. */
    private static ModelGraph graph() {
        Flow plain = Made.readWeight();
        var nodes = new ArrayList<>(plain.nodes());
        nodes.add(Made.node("/.lost", FlowNode.Kind.PARAMETER, "lost"));
        nodes.add(Made.node("/add", FlowNode.Kind.OPERATOR, "add"));
        var edges = new ArrayList<>(plain.edges());
        edges.add(Made.edge("/.lost", "/add"));
        return Made.graph(
                List.of(Made.parameter("weight"), Made.parameter("unread"), Made.parameter("lost")),
                new Flow(nodes, edges));
    }

    private static RunResult judged(End end) {
        List<Gradient> local =
                List.of(Made.gradient("weight", GradientState.NONZERO), Gradient.none("unread"), Gradient.none("lost"));
        List<RankReport> ranks =
                List.of(Made.rank(0, end, local, Made.sums(local, "")), Made.rank(1, end, local, Made.sums(local, "")));
        return Diagnosis.judge(graph(), Made.plan(Switches.DEFAULT), Optional.of(Made.single(local)), ranks);
    }

    private static List<String> besides(RunResult run) {
        return SharedReasons.besides(run.verdict().orElseThrow(), run.coverage()).stream()
                .map(ENGLISH::get)
                .toList();
    }

    @Test
    void whatTheExplanationOnlyCountsIsTold() {
        RunResult run = judged(new End.Raised(2, Phase.FORWARD, Made.T1, NAMES));
        assertEquals(
                "unread is declared in Head, but no forward reads it (derived from the model's graph). 1 more have"
                        + " other reasons.",
                ENGLISH.get(run.verdict().orElseThrow().explanation()));
        assertEquals(
                List.of("lost is read, but what is made of it ends at add in Head (line 12 of __torch__.py) and reaches"
                        + " no output (derived from the model's graph)."),
                besides(run));
    }

    @Test
    void alsoWhereItTrainsAllTheSame() {
        RunResult run = judged(new End.Finished());
        assertEquals(Outcome.OK, run.verdict().orElseThrow().outcome());
        assertEquals(1, besides(run).size());
    }

    @Test
    void nothingIsAddedWhereOneReasonIsAll() {
        RunResult run = judged(new End.Raised(2, Phase.FORWARD, Made.T1, List.of("lost")));
        assertEquals(List.of(), besides(run));
    }
}
