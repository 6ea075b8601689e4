package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** Ranks that differ only because their last step did not finish, and ranks that really drift. */
class UnfinishedTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final String WORDS =
            Made.T1 + "\nParameter indices which did not receive grad for rank %d: 1\n In addition, you can set";

    /** class_embed is not used in the third step, after which each rank has a weight of its own. */
    private static RankReport rank(int rank, int apartFrom, List<String> warnings) {
        var sums = new ArrayList<Sums>();
        for (int step = 1; step <= 3; step++) {
            var gradients = new LinkedHashMap<String, String>();
            gradients.put("weight", "g" + step + (step >= apartFrom ? "r" + rank : ""));
            gradients.put("class_embed", step == 3 ? "none" : "g" + step);
            sums.add(new Sums(step, gradients, gradients));
        }
        RankReport made = Made.rank(rank, new End.Finished(), Made.allTrain(), sums);
        return Made.with(made, made.losses(), warnings);
    }

    private static Verdict judge(int apartFrom, boolean unfinished) {
        List<RankReport> ranks = IntStream.range(0, 2)
                .mapToObj(r -> rank(
                        r,
                        apartFrom,
                        unfinished ? List.of(RankReport.UNFINISHED + String.format(Locale.ROOT, WORDS, r)) : List.of()))
                .toList();
        return Diagnosis.judge(
                        Made.graph(), Made.plan(Switches.DEFAULT), Optional.of(Made.single(Made.allTrain())), ranks)
                .verdict()
                .orElseThrow();
    }

    @Test
    void anUnfinishedReductionIsNoDrift() {
        Verdict verdict = judge(3, true);
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals(List.of("class_embed"), verdict.parameters());
        assertEquals(List.of(), verdict.warnings());
        assertFalse(verdict.trains());
    }

    @Test
    void realDriftIsSaidBesideIt() {
        Verdict verdict = judge(2, true);
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals(
                List.of("The ranks already hold different gradients or values for weight after iteration 2; PyTorch"
                        + " prints nothing about that."),
                verdict.warnings().stream().map(ENGLISH::get).toList());
    }

    @Test
    void driftAloneIsStillUnsynchronised() {
        Verdict verdict = judge(2, false);
        assertEquals(Outcome.UNSYNCHRONISED, verdict.outcome());
        assertEquals(List.of("weight"), verdict.parameters());
        assertTrue(verdict.warnings().isEmpty(), verdict.warnings()::toString);
        assertEquals(
                List.of("same_on_all_ranks"),
                verdict.fixes().stream().map(Verdict.Fix::id).toList());
    }

    /** The table is of the first step: the sentence must not say more than it shows, nor less than the run did. */
    @Test
    void gradientsThatComeAndGoAreNotCalledComplete() {
        Verdict verdict = judge(4, false);
        assertEquals(Outcome.OK, verdict.outcome());
        assertEquals(
                "Every trainable parameter got a gradient, though not each on every rank in every step, and all ranks"
                        + " hold the same values after every step.",
                ENGLISH.get(verdict.explanation()));
    }

    @Test
    void whatStaticGraphDoesIsNotAskedOfTheModel() {
        List<String> offered = Fixes.of(
                        Outcome.UNSYNCHRONISED,
                        new Reason.Unknown(),
                        Switches.DEFAULT.withStaticGraph(true),
                        Named.of(List.of("class_embed")),
                        false)
                .stream()
                .map(Verdict.Fix::id)
                .toList();
        assertEquals(List.of("drop_static_graph", "find_unused_instead"), offered);
    }

    @Test
    void whatWasMeasuredDoesNotHideWhatItCosts() {
        var fix = Fixes.of(
                        Outcome.UNUSED_PARAMETERS,
                        new Reason.NeverRead(""),
                        Switches.DEFAULT,
                        Named.of(List.of("class_embed")),
                        false)
                .stream()
                .filter(f -> f.id().equals("freeze"))
                .findFirst()
                .orElseThrow()
                .with(new Verdict.Measured(3.14, 300 << 20));
        assertEquals(
                "3.1 ms a step and 300 MiB at most in a process, measured here; it will not learn.",
                ENGLISH.get(fix.cost()));
    }
}
