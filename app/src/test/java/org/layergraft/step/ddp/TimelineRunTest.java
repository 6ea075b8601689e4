package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Timeline;

/** Timelines of real ranks, against the Reducer's rules. */
class TimelineRunTest {

    private static final Path HEAD = Path.of(System.getProperty("layergraft.samples", "samples"), "co_dino_head.pt");

    @Test
    void eventsComeInTheReducersOrder() throws Exception {
        for (RankReport rank : RankProcesses.run(plan(Switches.DEFAULT))) {
            assertInstanceOf(RankReport.End.Finished.class, rank.end());
            Timeline times = rank.timeline().orElseThrow();
            assertEquals(3, times.iteration());
            assertEquals(
                    rank.ready(),
                    times.ready().stream().map(Timeline.Ready::parameter).toList());
            assertTrue(rank.buckets().size() > 2, rank.buckets().toString());
            assertEquals(
                    rank.buckets(),
                    times.buckets().stream().map(Timeline.Bucket::parameters).toList());
            assertPhasesFillTheStep(times);
            assertLaunchesFollowReadiness(times);
            assertTrue(times.computed().isPresent() && !times.computed().get().derived());
            double hidden = times.hidden().orElseThrow();
            assertTrue(hidden >= 0 && hidden <= 1, "" + hidden);
        }
    }

    @Test
    void everyAllReduceIsHeardOnLinux() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64"));
        for (RankReport rank : RankProcesses.run(plan(Switches.DEFAULT.withFindUnusedParameters(true)))) {
            Timeline times = rank.timeline().orElseThrow();
            for (Timeline.Bucket bucket : times.buckets()) {
                assertFalse(bucket.started().orElseThrow().derived());
                assertFalse(bucket.finished().orElseThrow().derived());
            }
            // Which parameters were used is reduced, too, after the last bucket was launched.
            Timeline.Exchange used = times.others().stream()
                    .filter(other -> other.operation().equals("all_reduce"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(used.started()
                    >= times.buckets().getLast().launched().orElseThrow().at());
            assertTrue(used.finished().isPresent());
        }
    }

    @Test
    void underStaticGraphTheFirstReductionIsHiddenByNothing() throws Exception {
        for (RankReport rank : RankProcesses.run(plan(Switches.DEFAULT.withStaticGraph(true), 1))) {
            Timeline times = rank.timeline().orElseThrow();
            double last = times.ready().getLast().at();
            for (Timeline.Bucket bucket : times.buckets()) {
                assertTrue(bucket.launched().orElseThrow().at() >= last);
            }
            assertEquals(0, times.hidden().orElseThrow(), 0.05);
        }
    }

    @Test
    void ofTheMicroStepsOnlyTheLastIsReduced() throws Exception {
        StepPlan plan = plan(Switches.DEFAULT, 2);
        plan = plan.with(plan.switches().withOptions(new DdpOptions(OptionalDouble.of(0.02), false, true, 3, false)));
        for (RankReport rank : RankProcesses.run(plan)) {
            Timeline times = rank.timeline().orElseThrow();
            assertEquals(
                    3,
                    times.phases().stream()
                            .filter(span -> span.phase() == Phase.BACKWARD)
                            .count());
            double last = times.phases().get(times.phases().size() - 2).from();
            assertEquals(
                    rank.ready(),
                    times.ready().stream().map(Timeline.Ready::parameter).toList());
            assertTrue(times.ready().getFirst().at() >= last);
            assertLaunchesFollowReadiness(times);
        }
    }

    @Test
    void aRankThatGaveUpWaitingNamesTheBucket() throws Exception {
        Path folder = Path.of("..", "shared", "ddp-cases", "branch-rank0-only");
        assumeTrue(Files.isDirectory(folder), "no reference cases beside this project");
        StepPlan plan = ReferenceCase.in(folder.getParent()).stream()
                .filter(reference -> reference.folder().equals(folder))
                .findFirst()
                .orElseThrow()
                .plan(Switches.DEFAULT);
        RankReport rank = RankProcesses.run(plan).getFirst();
        assertInstanceOf(RankReport.End.Waiting.class, rank.end());
        Timeline times = rank.timeline().orElseThrow();
        assertEquals(1, times.iteration());
        Timeline.Bucket waiting = times.waitsIn().orElseThrow();
        assertTrue(waiting.parameters().contains("extra.weight"));
        assertEquals(OptionalDouble.empty(), times.hidden());
    }

    private static void assertPhasesFillTheStep(Timeline times) {
        double reached = 0;
        for (Timeline.Span span : times.phases()) {
            assertEquals(reached, span.from(), 1e-6);
            reached = span.to().orElseThrow();
        }
        assertEquals(times.until(), reached, 1e-6);
        assertEquals(
                List.of(Phase.FORWARD, Phase.LOSS, Phase.BACKWARD, Phase.STEP),
                times.phases().stream().map(Timeline.Span::phase).toList());
    }

    private static void assertLaunchesFollowReadiness(Timeline times) {
        Map<String, Double> ready = new HashMap<>();
        times.ready().forEach(arrival -> ready.put(arrival.parameter(), arrival.at()));
        double before = 0;
        for (Timeline.Bucket bucket : times.buckets()) {
            double launched = bucket.launched().orElseThrow().at();
            for (String parameter : bucket.parameters()) {
                assertTrue(
                        ready.get(parameter) <= launched,
                        parameter + " was ready at " + ready.get(parameter) + ", after its bucket was launched: "
                                + bucket);
            }
            assertTrue(launched >= before, "launched before the bucket before it");
            assertTrue(bucket.started().orElseThrow().at() >= launched);
            assertTrue(bucket.finished().orElseThrow().at()
                    > bucket.started().get().at());
            before = launched;
        }
        assertTrue(before > 0);
    }

    static StepPlan plan(Switches switches) {
        return plan(switches, 3);
    }

    /** Small buckets, so that there are several. */
    private static StepPlan plan(Switches switches, int steps) {
        return new StepPlan(
                HEAD,
                new InputPlan.Generated(List.of(
                        input("feat0", DType.FLOAT32, 2, 32, 8, 8),
                        input("feat1", DType.FLOAT32, 2, 32, 4, 4),
                        input("feat2", DType.FLOAT32, 2, 32, 4, 4),
                        input("gt_labels", DType.INT64, 2, 3),
                        input("gt_boxes", DType.FLOAT32, 2, 3, 4))),
                new LossSpec.Keys("loss"),
                switches.withOptions(new DdpOptions(OptionalDouble.of(0.02), false, true, 1, false)),
                List.of(Device.CPU, Device.CPU),
                steps,
                0,
                20,
                1);
    }

    private static InputSpec input(String name, DType dtype, long... sizes) {
        return new InputSpec(name, dtype, Shape.of(sizes), OptionalLong.empty(), OptionalLong.empty());
    }
}
