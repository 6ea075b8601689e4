package org.layergraft.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** What is predicted from several recorded iterations that are not alike, and what one alone cannot tell. */
class SeveralIterationsTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final Switches STATIC = Switches.DEFAULT.withStaticGraph(true);

    @TempDir
    private Path folder;

    private CapturedModel captured(boolean... uses) throws Exception {
        return CapturedModel.open(Files.writeString(folder.resolve("head.capture.json"), SmallCapture.of(uses)));
    }

    private static List<String> fixes(RunResult run) {
        return run.verdict().orElseThrow().fixes().stream().map(Verdict.Fix::id).toList();
    }

    @Test
    void everyRecordedIterationCounts() throws Exception {
        CapturedModel model = captured(true, true, true, false);
        assertEquals(4, model.steps());
        assertEquals(3, captured(true).steps());
        Verdict verdict = model.predict(Switches.DEFAULT, 2, 5).verdict().orElseThrow();
        assertEquals(OptionalInt.of(5), verdict.iteration());
        assertEquals("unused_parameters", verdict.raised());
    }

    @Test
    void theLastRecordedIterationMayLeaveItsReductionUnfinished() throws Exception {
        RunResult run = captured(true, true, true, false).predict(Switches.DEFAULT, 2, 4);
        Verdict verdict = run.verdict().orElseThrow();
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals("ok", verdict.raised());
        assertEquals(List.of("embed"), verdict.parameters());
        assertEquals(
                "embed gets a gradient in iteration 1, but not in iteration 4 (as recorded): the forward or the loss"
                        + " does not use it every time.",
                ENGLISH.get(verdict.explanation()));
    }

    @Test
    void aGraphThatChangesInTheLastIterationIsToldToo() throws Exception {
        RunResult run = captured(true, true, true, false).predict(STATIC, 2, 4);
        assertEquals(Outcome.STATIC_GRAPH_CHANGED, run.verdict().orElseThrow().outcome());
        assertEquals(List.of("embed"), run.verdict().orElseThrow().parameters());
        assertEquals(List.of("find_unused_instead"), fixes(run));
    }

    @Test
    void whatAnotherIterationTrainsIsNotFrozen() throws Exception {
        RunResult run = captured(false, true, true).predict(Switches.DEFAULT, 2, 3);
        Verdict verdict = run.verdict().orElseThrow();
        assertEquals(OptionalInt.of(2), verdict.iteration());
        assertEquals(List.of("connect_all_ranks", "find_unused_parameters", "add_zero"), fixes(run));
        assertTrue(ENGLISH.get(verdict.explanation()).startsWith("embed gets a gradient in iteration 2, but not in"));
    }

    @Test
    void whatOneIterationCannotTellComesLastAndSaysSo() throws Exception {
        RunResult run = captured(false).predict(Switches.DEFAULT, 2, 3);
        assertEquals(
                List.of("connect", "find_unused_parameters", "add_zero", "remove", "freeze", "static_graph"),
                fixes(run));
        run.verdict().orElseThrow().fixes().stream()
                .skip(3)
                .forEach(f -> assertTrue(ENGLISH.get(f.cost()).contains("nly one"), f.id()));
        // Two that are alike say more.
        assertEquals(
                List.of("connect", "remove", "freeze", "find_unused_parameters", "static_graph", "add_zero"),
                fixes(captured(false, false).predict(Switches.DEFAULT, 2, 3)));
    }

    @Test
    void staticGraphIsNotTheBestOfWhatIsOnlyPredicted() throws Exception {
        MatrixTable table = MatrixTable.of(captured(false).matrix(Switches.DEFAULT, 2, 3));
        MatrixTable.Row best =
                table.rows().stream().filter(MatrixTable.Row::best).findFirst().orElseThrow();
        assertTrue(best.switches().findUnusedParameters() && !best.switches().staticGraph());
        String advice = ENGLISH.get(table.sentence());
        assertTrue(
                advice.endsWith("static_graph=True holds only if every later iteration uses the same parameters as the"
                        + " recorded ones."),
                advice);
    }

    @Test
    void whetherAForwardReadsWhatGetsNoGradientIsNotKnown() throws Exception {
        Verdict verdict =
                captured(false).predict(Switches.DEFAULT, 2, 3).verdict().orElseThrow();
        assertEquals(
                "embed in Head: no way of the gradient leads from the recorded loss to it; whether a forward reads it"
                        + " without a gradient, as after detach(), a capture cannot know.",
                ENGLISH.get(verdict.explanation()));
    }
}
