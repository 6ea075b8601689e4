package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

class DiagnosisTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    private static Verdict judge(Switches switches, List<Gradient> single, List<RankReport> ranks) {
        return Diagnosis.judge(Made.graph(), Made.plan(switches), Optional.of(Made.single(single)), ranks)
                .verdict()
                .orElseThrow();
    }

    private static Verdict judge(List<RankReport> ranks) {
        return judge(Switches.DEFAULT, Made.unusedEmbed(), ranks);
    }

    @Test
    void theFamousErrorIsToldInOneSentence() {
        Verdict verdict = judge(Made.bothRaise(Made.T1, 2, Phase.FORWARD, List.of("class_embed")));
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals("unused_parameters", verdict.raised());
        assertEquals(OptionalInt.of(2), verdict.iteration());
        assertEquals(Optional.of(Phase.FORWARD), verdict.phase());
        assertEquals(List.of(0, 1), verdict.ranks());
        assertEquals(List.of("class_embed"), verdict.parameters());
        assertEquals(
                "Trains on 1 device. Fails on 2 ranks in the 2nd forward: class_embed gets no gradient.",
                ENGLISH.get(verdict.sentence()));
        assertEquals(
                "class_embed is declared in Head, but no forward reads it (derived from the model's graph).",
                ENGLISH.get(verdict.explanation()));
        assertEquals(
                List.of("connect", "remove", "freeze", "find_unused_parameters", "static_graph", "add_zero"),
                verdict.fixes().stream().map(Verdict.Fix::id).toList());
    }

    @Test
    void aDeviceThatTracingWroteIntoTheModelIsExplained() {
        String message = "RuntimeError: Expected all tensors to be on the same device, but found at least two devices,"
                + " cuda:0 and cpu!";
        Verdict verdict = judge(Made.bothRaise(message, 1, Phase.FORWARD, List.of()));
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(ENGLISH.get(verdict.explanation()).startsWith("The model makes a tensor on a device of its own"));
    }

    @Test
    void namesAreFoundByIndexWhereTheMessageHasNoNames() {
        String message =
                Made.T1 + "\nParameter indices which did not receive grad for rank 0: 1\n In addition, you can set";
        Verdict verdict = judge(Made.bothRaise(message, 2, Phase.FORWARD, List.of()));
        assertEquals(List.of("class_embed"), verdict.parameters());
    }

    @Test
    void threeHundredNamesStayReadable() {
        List<Parameter> parameters =
                IntStream.range(0, 300).mapToObj(i -> Made.parameter("p" + i)).toList();
        List<String> names = parameters.stream().map(Parameter::name).toList();
        var result = Diagnosis.judge(
                Made.graph(parameters, Made.readWeight()),
                Made.plan(Switches.DEFAULT),
                Optional.empty(),
                Made.bothRaise(Made.T1, 2, Phase.FORWARD, names.reversed()));
        assertEquals(
                "Fails on 2 ranks in the 2nd forward: p0, p1, p2 and 297 more get no gradient.",
                ENGLISH.get(result.verdict().orElseThrow().sentence()));
        assertEquals(names.reversed(), result.verdict().orElseThrow().parameters());
    }

    @Test
    void theChineseSentenceNamesTheSame() {
        Verdict verdict = judge(Made.bothRaise(Made.T1, 2, Phase.FORWARD, List.of("class_embed")));
        assertEquals(
                "单设备可以训练。在 2 个 rank 上第 2 次前向时失败：class_embed 没有得到梯度。",
                new Texts(Locale.SIMPLIFIED_CHINESE).get(verdict.sentence()));
    }

    @Test
    void staticGraphThatLosesAParameterIsRaisedAsUnusedAndMeansAChangedGraph() {
        var on = Switches.DEFAULT.withStaticGraph(true);
        Verdict verdict = judge(on, Made.allTrain(), Made.bothRaise(Made.T3, 3, Phase.FORWARD, List.of("weight")));
        assertEquals("unused_parameters", verdict.raised());
        assertEquals(Outcome.STATIC_GRAPH_CHANGED, verdict.outcome());
    }

    @Test
    void staticGraphThatGainsAParameterIsAChangedGraph() {
        var on = Switches.DEFAULT.withStaticGraph(true);
        Verdict verdict = judge(on, Made.allTrain(), Made.bothRaise(Made.T5, 2, Phase.BACKWARD, List.of()));
        assertEquals("static_graph_changed", verdict.raised());
        assertEquals(Outcome.STATIC_GRAPH_CHANGED, verdict.outcome());
        assertEquals(
                "Trains on 1 device. Fails on 2 ranks in the 2nd backward: static_graph is on, but the graph changed.",
                ENGLISH.get(verdict.sentence()));
    }

    @Test
    void aGradientReportedTwiceNamesItsParameter() {
        Verdict verdict = judge(
                Switches.DEFAULT.withFindUnusedParameters(true),
                Made.allTrain(),
                Made.bothRaise(Made.T4, 1, Phase.BACKWARD, List.of("weight")));
        assertEquals(Outcome.READY_TWICE, verdict.outcome());
        assertEquals("drop_find_unused", verdict.fixes().getFirst().id());
        assertEquals(
                "Trains on 1 device. Fails on 2 ranks in the 1st backward: weight reports its gradient twice.",
                ENGLISH.get(verdict.sentence()));
    }

    @Test
    void aRankThatWaitsForOneThatRaisedDidNotHang() {
        var waits = Made.rank(0, new End.Waiting(1, Phase.BACKWARD), Made.allTrain(), List.of());
        var raises = Made.rank(
                1, new End.Raised(2, Phase.FORWARD, Made.T1, List.of("class_embed")), Made.unusedEmbed(), List.of());
        Verdict verdict = judge(List.of(waits, raises));
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals(List.of(1), verdict.ranks());
        assertEquals(OptionalInt.of(2), verdict.iteration());
        assertEquals(
                "Trains on 1 device. Fails on rank 1 of 2 in the 2nd forward: class_embed gets no gradient.",
                ENGLISH.get(verdict.sentence()));
        assertTrue(ENGLISH.get(verdict.explanation())
                .startsWith("class_embed gets a gradient on rank 0, but not on rank 1"));
        assertEquals(
                List.of("Rank 0 waits in bucket 0 (of 1) for class_embed, which gets no gradient on rank 1: a bucket is"
                        + " exchanged only when every rank has filled it."),
                verdict.warnings().stream().map(ENGLISH::get).toList());
    }

    @Test
    void theFirstBucketThatHoldsAMissingParameterIsTheOneWaitedFor() {
        List<Parameter> parameters =
                Stream.of("a", "b", "c").map(Made::parameter).toList();
        var waits = Made.rank(0, new End.Waiting(1, Phase.BACKWARD), List.of(), List.of());
        var buckets = List.of(List.of("c"), List.of("b"), List.of("a"));
        var standing = new RankReport(
                0,
                waits.device(),
                waits.end(),
                Stream.of("a", "b", "c")
                        .map(n -> Made.gradient(n, GradientState.NONZERO))
                        .toList(),
                List.of(),
                buckets,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0);
        var one = Made.rank(
                1,
                new End.Finished(),
                List.of(Gradient.none("a"), Gradient.none("b"), Made.gradient("c", GradientState.NONZERO)),
                List.of());
        var two = Made.rank(
                2,
                new End.Finished(),
                List.of(
                        Gradient.none("a"),
                        Made.gradient("b", GradientState.NONZERO),
                        Made.gradient("c", GradientState.NONZERO)),
                List.of());
        var result = Diagnosis.judge(
                Made.graph(parameters, Made.readWeight()),
                Made.plan(Switches.DEFAULT),
                Optional.empty(),
                List.of(standing, one, two));
        assertEquals(List.of(new Wait(0, 1, 3, List.of("b"), List.of(1))), result.waits());
    }

    @Test
    void waitingWhileNobodyRaisedIsAHang() {
        var waits = Made.rank(0, new End.Waiting(3, Phase.BACKWARD), Made.allTrain(), List.of());
        var done = Made.rank(1, new End.Finished(), Made.unusedEmbed(), List.of());
        Verdict verdict = judge(List.of(waits, done));
        assertEquals(Outcome.HANG, verdict.outcome());
        assertEquals("hang", verdict.raised());
        assertEquals(List.of(0), verdict.ranks());
        assertEquals(List.of(), verdict.parameters());
        assertEquals(
                "Trains on 1 device. Hangs on 2 ranks in the 3rd backward: rank 0 waits for a gradient that never comes"
                        + " (class_embed).",
                ENGLISH.get(verdict.sentence()));
    }

    @Test
    void aLostPeerIsNotTheStory() {
        var lost =
                Made.rank(0, new End.Lost(1, Phase.BACKWARD, "Connection closed by peer"), Made.allTrain(), List.of());
        var killed = Made.rank(1, new End.Died(1, Phase.BACKWARD, 137, ""), Made.allTrain(), List.of());
        Verdict verdict = judge(List.of(lost, killed));
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("other", verdict.raised());
        assertEquals(List.of(1), verdict.ranks());
        assertEquals(
                "Trains on 1 device. The process of rank 1 was killed in the 1st backward (signal 9), so the run has no"
                        + " result.",
                ENGLISH.get(verdict.sentence()));
    }

    @Test
    void runningOutOfMemoryIsItsOwnOutcome() {
        Verdict verdict =
                judge(Made.bothRaise("DefaultCPUAllocator: can't allocate memory", 1, Phase.FORWARD, List.of()));
        assertEquals(Outcome.OUT_OF_MEMORY, verdict.outcome());
        assertEquals("other", verdict.raised());
    }

    @Test
    void ranksWithDifferentGradientsAreUnsynchronisedThoughNothingWasRaised() {
        var zero = Made.rank(0, new End.Finished(), Made.allTrain(), Made.sums(Made.allTrain(), ""));
        var one = Made.rank(1, new End.Finished(), Made.allTrain(), Made.sums(Made.allTrain(), "!"));
        Verdict verdict = judge(Switches.DEFAULT, Made.allTrain(), List.of(zero, one));
        assertEquals(Outcome.UNSYNCHRONISED, verdict.outcome());
        assertEquals("ok", verdict.raised());
        assertEquals(OptionalInt.empty(), verdict.iteration());
        assertEquals(List.of("weight", "class_embed"), verdict.parameters());
        assertEquals(
                "Trains on 1 device. Runs on 2 ranks without an error, but the ranks drift apart after iteration 1:"
                        + " weight, class_embed differ.",
                ENGLISH.get(verdict.sentence()));
    }

    @Test
    void aGradientThatOnlyOneDeviceHasIsMissedUnderDdp() {
        Verdict verdict = judge(Switches.DEFAULT, Made.allTrain(), Made.finished(Made.unusedEmbed()));
        assertEquals(Outcome.NO_GRADIENT, verdict.outcome());
        assertEquals(List.of("class_embed"), verdict.parameters());
        assertFalse(verdict.trains());
    }

    @Test
    void anIdleParameterIsAWarning() {
        Verdict verdict = judge(
                Switches.DEFAULT.withFindUnusedParameters(true), Made.unusedEmbed(), Made.finished(Made.unusedEmbed()));
        assertEquals(Outcome.OK, verdict.outcome());
        assertTrue(verdict.trains());
        assertEquals(List.of(), verdict.parameters());
        assertEquals(
                List.of("class_embed trains nowhere and stops nothing: no rank gets a gradient for it."),
                verdict.warnings().stream().map(ENGLISH::get).toList());
        assertEquals(
                "Trains on 1 device and on 2 ranks. class_embed gets no gradient anywhere, which stops nothing.",
                ENGLISH.get(verdict.sentence()));
    }

    /** Each rank takes another branch, and raises for what it lacks itself. */
    @Test
    void adviceCoversWhatEveryRankLacks() {
        for (boolean otherWaits : List.of(false, true)) {
            RunResult run = branches(otherWaits);
            Verdict verdict = run.verdict().orElseThrow();
            assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
            assertEquals(List.of("class_embed"), verdict.parameters());
            assertEquals(
                    List.of("class_embed", "weight"),
                    Concerned.of(run).stream().map(c -> c.parameter().name()).toList());
            assertEquals(
                    "class_embed, weight get a gradient on some ranks only: the ranks' inputs take different ways"
                            + " through the forward. Ranks, and what they lack: 0: class_embed; 1: weight (as the"
                            + " ranks' own first backward shows).",
                    ENGLISH.get(verdict.explanation()));
            assertEquals(
                    List.of(
                            "Use class_embed, weight on every rank in every step.",
                            "Add 0 * sum(p.sum()) of class_embed, weight to the loss."),
                    verdict.fixes().stream()
                            .limit(2)
                            .map(fix -> ENGLISH.get(fix.text()))
                            .toList());
            assertEquals(List.of(), SharedReasons.besides(verdict, run.coverage()));
        }
    }

    private static RunResult branches(boolean otherWaits) {
        List<Gradient> second = List.of(Gradient.none("weight"), Made.gradient("class_embed", GradientState.NONZERO));
        return Diagnosis.judge(
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Optional.of(Made.single(Made.unusedEmbed())),
                List.of(
                        Made.rank(
                                0,
                                new End.Raised(2, Phase.FORWARD, Made.T1, List.of("class_embed")),
                                Made.unusedEmbed(),
                                List.of()),
                        Made.rank(
                                1,
                                otherWaits
                                        ? new End.Waiting(2, Phase.FORWARD)
                                        : new End.Raised(2, Phase.FORWARD, Made.T1, List.of("weight")),
                                second,
                                List.of())));
    }

    @Test
    void aLossThatIsNotFiniteIsAWarningThoughEverythingTrains() {
        List<RankReport> ranks = Made.finished(Made.allTrain());
        Verdict verdict = judge(
                Switches.DEFAULT,
                Made.allTrain(),
                List.of(
                        Made.with(ranks.get(0), List.of(-0.59, -0.6, Double.NaN), List.of()),
                        Made.with(ranks.get(1), List.of(-0.5, Double.NaN, Double.POSITIVE_INFINITY), List.of())));
        assertEquals(Outcome.OK, verdict.outcome());
        assertEquals(
                List.of("The loss is NaN or infinity, for the first time in iteration 2 on rank 1 (of 2 in all):"
                        + " PyTorch trains on and says nothing."),
                verdict.warnings().stream().map(ENGLISH::get).toList());
    }

    @Test
    void aCheckpointThatNoRankMadeIsNotPassedOverInSilence() {
        List<RankReport> ranks = Made.finished(Made.allTrain());
        String never = RankReport.NEVER_CHECKPOINTED;
        Verdict verdict = judge(
                Switches.DEFAULT,
                Made.allTrain(),
                List.of(
                        Made.with(ranks.get(0), List.of(1.0), List.of(never + "neck", never + "head")),
                        Made.with(ranks.get(1), List.of(1.0), List.of(never + "head"))));
        assertEquals(
                List.of("head was to be checkpointed, but was not called in any step: this run says nothing about"
                        + " checkpointing it."),
                verdict.warnings().stream().map(ENGLISH::get).toList());
    }

    @Test
    void whatTrainsEverywhereIsSimplyOk() {
        Verdict verdict = judge(Switches.DEFAULT, Made.allTrain(), Made.finished(Made.allTrain()));
        assertEquals(Outcome.OK, verdict.outcome());
        assertEquals(List.of(), verdict.warnings());
        assertEquals("Trains on 1 device and on 2 ranks.", ENGLISH.get(verdict.sentence()));
    }

    @Test
    void aModelThatFailsAloneIsNotDdpsFault() {
        String words = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x8 and 9x2)";
        var result = Diagnosis.judge(
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Optional.of(Made.singleFails(words)),
                Made.bothRaise(words, 1, Phase.FORWARD, List.of()));
        Verdict verdict = result.verdict().orElseThrow();
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(ENGLISH.get(verdict.sentence())
                .startsWith("Fails on 1 device. Fails on 2 ranks in the 1st forward: Runtime"));
        assertTrue(ENGLISH.get(verdict.explanation()).contains("not about DDP"));
    }

    @Test
    void coverageHasARowForEveryParameterAndAColumnForEveryRank() {
        var result = Diagnosis.judge(
                Made.graph(), Made.plan(Switches.DEFAULT), Optional.empty(), Made.finished(Made.unusedEmbed()));
        assertEquals(
                List.of("weight", "class_embed"),
                result.coverage().stream().map(c -> c.parameter().name()).toList());
        Coverage embed = result.coverage().getLast();
        assertEquals(OptionalInt.of(0), embed.bucket());
        assertEquals(OptionalInt.empty(), embed.ready());
        assertEquals(
                List.of(GradientState.NONE, GradientState.NONE),
                embed.ranks().stream().map(Gradient::state).toList());
    }

    @Test
    void aPlainRunAloneHasCoverageAndNoVerdict() {
        var report = Made.single(Made.unusedEmbed());
        var result = Diagnosis.judge(Made.graph(), Made.plan(Switches.DEFAULT), Optional.of(report), List.of());
        assertEquals(Optional.empty(), result.verdict());
        assertEquals(1, result.coverage().getFirst().ranks().size());
        assertEquals(
                "Trains on 1 device (3 steps). class_embed gets no gradient.", ENGLISH.get(Diagnosis.sentence(report)));
    }
}
