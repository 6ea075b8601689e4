package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.torchscript.PythonTorch;

/** A checkpointed model is the same model: gradients, losses and dropout masks do not change, only what is kept in between. */
class CheckpointTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void script() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                Path.of(CheckpointTest.class
                                .getResource("checkpoint/segments.py")
                                .toURI())
                        .toString(),
                folder);
    }

    /**
     * In "boxes" one segment has its tensors in lists and dictionaries only. PyTorch's reentrant checkpoint does not see those, so only
     * the other kind leaves everything as it was.
     */
    @ParameterizedTest
    @CsvSource({"tuples,REENTRANT", "tuples,NONREENTRANT", "boxes,NONREENTRANT"})
    void gradientsAndLossesStayWhatTheyWere(String model, Checkpoint.Mode mode) throws Exception {
        List<String> modules = List.of("pair", "block", "outer", "outer.inner", "boxes");
        List<RankReport> plain = run(model, Checkpoint.OFF, 2, 8, 16);
        List<RankReport> checkpointed = run(model, new Checkpoint(mode, modules), 2, 8, 16);
        for (int rank = 0; rank < 2; rank++) {
            RankReport with = checkpointed.get(rank);
            assertInstanceOf(
                    RankReport.End.Finished.class, with.end(), () -> with.end().toString());
            assertClose(plain.get(rank).losses(), with.losses());
            assertEquals(norms(plain.get(rank)).size(), norms(with).size());
            assertClose(norms(plain.get(rank)), norms(with));
        }
        List<RankReport.Segment> segments = checkpointed.getFirst().segments();
        assertEquals(new RankReport.Segment("pair", 2, 0), segments.get(0));
        assertEquals(new RankReport.Segment("block", 3, 0), segments.get(1));
    }

    /** nn.LSTM and nn.GRU are scripted without a forward, as {@code forward__0} and {@code forward__1}. */
    @ParameterizedTest
    @CsvSource({"REENTRANT", "NONREENTRANT"})
    void recurrentLayersAreCheckpointed(Checkpoint.Mode mode) throws Exception {
        var checkpoint = new Checkpoint(mode, List.of("lstm", "gru"));
        List<RankReport> plain = run("recurrent", Checkpoint.OFF, 2, 5, 3, 16);
        List<RankReport> with = run("recurrent", checkpoint, 2, 5, 3, 16);
        assertSame(plain, with);
        assertEquals(
                List.of(new RankReport.Segment("lstm", 1, 0), new RankReport.Segment("gru", 1, 0)),
                with.getFirst().segments());
    }

    /** The parameters of a reentrant checkpoint come twice where DDP searches for them: they are not found, and then they fire. */
    @Test
    void aRecurrentLayerThatIsCheckpointedIsReadyTwiceAsInPyTorch() throws Exception {
        Switches search = Switches.DEFAULT
                .withFindUnusedParameters(true)
                .withCheckpoint(new Checkpoint(Checkpoint.Mode.REENTRANT, List.of("lstm")));
        for (RankReport report : run("recurrent", search, new LossSpec.Square(), 2, 5, 3, 16)) {
            var raised = assertInstanceOf(RankReport.End.Raised.class, report.end());
            assertTrue(raised.message().contains("mark a variable ready only once"), raised::message);
            assertEquals(1, raised.iteration());
        }
    }

    @Test
    void aModuleThatNoStepCallsIsToldOf() throws Exception {
        var boxes = new Checkpoint(Checkpoint.Mode.NONREENTRANT, List.of("block", "boxes"));
        assertEquals(List.of("boxes"), run("tuples", boxes, 1, 8, 16).getFirst().neverCheckpointed());
    }

    /** {@code torch.jit.fork} runs on a thread of libtorch's, which counts autograd's nodes for itself. */
    @ParameterizedTest
    @CsvSource({"REENTRANT", "NONREENTRANT"})
    void whatIsForkedIsCheckpointedToo(Checkpoint.Mode mode) throws Exception {
        List<RankReport> plain = run("forked", Checkpoint.OFF, 2, 8, 16);
        for (List<String> modules : List.of(
                List.of("there"),
                List.of("here"),
                List.of("there.fc"),
                List.of("there", "here", "after", "forking"),
                List.of("after", "forking", "forking.left", "forking.right"))) {
            List<RankReport> with = run("forked", new Checkpoint(mode, modules), 2, 8, 16);
            assertSame(plain, with);
            assertTrue(with.getFirst().segments().stream().allMatch(segment -> segment.calls() == 1));
        }
    }

    private static void assertSame(List<RankReport> plain, List<RankReport> with) {
        for (int rank = 0; rank < plain.size(); rank++) {
            RankReport report = with.get(rank);
            assertInstanceOf(
                    RankReport.End.Finished.class,
                    report.end(),
                    () -> report.end().toString());
            assertClose(plain.get(rank).losses(), report.losses());
            assertClose(norms(plain.get(rank)), norms(report));
        }
    }

    /** Autocast keeps parameters it has cast: those cast for a recomputation are old when the next step begins. */
    @ParameterizedTest
    @CsvSource({"REENTRANT", "NONREENTRANT"})
    void underAutocastEveryStepComputesWithTheWeightsOfTheStepBefore(Checkpoint.Mode mode) throws Exception {
        Switches bf16 = Switches.DEFAULT.withOptions(DdpOptions.DEFAULT.withBf16(true));
        List<String> layers =
                IntStream.range(0, 12).mapToObj(i -> "layers." + i).toList();
        // A sum's gradients are large enough to move weights of 8 bits.
        LossSpec sum = new LossSpec.Sum();
        RankReport plain = run("deep", bf16, sum, 1, 64, 128).getFirst();
        RankReport with = run("deep", bf16.withCheckpoint(new Checkpoint(mode, layers)), sum, 1, 64, 128)
                .getFirst();
        assertInstanceOf(
                RankReport.End.Finished.class, with.end(), () -> with.end().toString());
        assertEquals(plain.losses(), with.losses());
    }

    /** On a GPU, autograd recomputes on a thread of its own, which has settings of its own. */
    @Test
    void aRecomputationNeverOptimisesWhateverItsThreadDoes() throws Exception {
        Process elsewhere =
                RankProcesses.java(RecomputationElsewhere.class, List.of()).start();
        elsewhere.outputWriter().close();
        assertEquals(
                List.of("true", "false", "true"),
                elsewhere.inputReader().lines().toList());
    }

    @ParameterizedTest
    @CsvSource({"REENTRANT", "NONREENTRANT"})
    void memoryReallyFalls(Checkpoint.Mode mode) throws Exception {
        List<String> layers =
                IntStream.range(0, 12).mapToObj(i -> "layers." + i).toList();
        long without = run("deep", Checkpoint.OFF, 1, 4096, 128).getFirst().peakBytes();
        long with = run("deep", new Checkpoint(mode, layers), 1, 4096, 128)
                .getFirst()
                .peakBytes();
        // 12 layers keep 18 to 20 MiB each. One at a time has to be there, and the process keeps some of what was
        // freed.
        assertTrue(without - with > 60L << 20, () -> without + " bytes without, " + with + " with");
    }

    private static void assertClose(List<Double> expected, List<Double> got) {
        assertEquals(expected.size(), got.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), got.get(i), 1e-5 * Math.abs(expected.get(i)) + 1e-9, "number " + i);
        }
    }

    private static List<Double> norms(RankReport report) {
        return report.local().stream()
                .map(Gradient::norm)
                .map(norm -> norm.orElse(-1))
                .toList();
    }

    /** static_graph, as a module is called three times and another not at all. */
    private static List<RankReport> run(String model, Checkpoint checkpoint, int ranks, long... shape)
            throws Exception {
        return run(
                model,
                Switches.DEFAULT.withStaticGraph(true).withCheckpoint(checkpoint),
                new LossSpec.Square(),
                ranks,
                shape);
    }

    private static List<RankReport> run(String model, Switches switches, LossSpec loss, int ranks, long... shape)
            throws Exception {
        return RankProcesses.run(new StepPlan(
                folder.resolve(model + ".pt"),
                new InputPlan.Generated(List.of(new InputSpec(
                        "x", DType.FLOAT32, Shape.of(shape), OptionalLong.empty(), OptionalLong.empty()))),
                loss,
                switches,
                Collections.nCopies(ranks, Device.CPU),
                3,
                0,
                30,
                1));
    }
}
