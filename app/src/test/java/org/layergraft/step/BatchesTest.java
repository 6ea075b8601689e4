package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

class BatchesTest {

    private static final InputSpec FLOATS = input(DType.FLOAT32, Shape.of(50, 40));

    @Test
    void theSamePlanAlwaysDrawsTheSameBatch() throws Exception {
        var plan = plan(2, FLOATS, FLOATS);
        assertEquals(Batches.of(plan).at(1, 2), Batches.of(plan).at(1, 2));
    }

    @Test
    void argumentsRanksAndIterationsGetDifferentNumbers() throws Exception {
        var batches = Batches.of(plan(2, FLOATS, FLOATS));
        Set<HostTensor> all = new HashSet<>();
        for (int rank = 0; rank < 2; rank++) {
            for (int iteration = 1; iteration <= 3; iteration++) {
                all.addAll(batches.at(rank, iteration));
            }
        }
        assertEquals(12, all.size());
    }

    @Test
    void floatsAreStandardNormal() throws Exception {
        var data = Batches.of(plan(1, FLOATS)).at(0, 1).getFirst().data().asFloatBuffer();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 2000; i++) {
            sum += data.get(i);
            squares += data.get(i) * data.get(i);
        }
        assertEquals(0, sum / 2000, 0.1);
        assertEquals(1, squares / 2000, 0.15);
    }

    @Test
    void integersStayInTheirRangeAndReachBothEnds() throws Exception {
        var spec = new InputSpec("x", DType.INT64, Shape.of(500), OptionalLong.of(-2), OptionalLong.of(3));
        var data = Batches.of(plan(1, spec)).at(0, 1).getFirst().data().asLongBuffer();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            seen.add(data.get(i));
        }
        assertEquals(Set.of(-2L, -1L, 0L, 1L, 2L), seen);
    }

    @Test
    void ranksDifferEvenWhereTwoValuesAreAllThereIs() throws Exception {
        var coin = input(DType.BOOL, Shape.of());
        var batches = Batches.of(plan(2, coin));
        for (int iteration = 1; iteration <= 30; iteration++) {
            assertNotEquals(batches.at(0, iteration), batches.at(1, iteration));
        }
    }

    @Test
    void moreRanksThanFilesIsFoundBeforeAnythingStarts() {
        var one = new InputPlan.RankFiles(Path.of("r0.npz"), Map.of());
        var plan = plan(2, new InputPlan.Files(List.of(one)));
        var thrown = assertThrows(LayergraftException.class, () -> Batches.of(plan));
        assertEquals(LayergraftException.Fault.INPUT, thrown.fault());
        assertTrue(thrown.getMessage().contains("2 ranks"), thrown.getMessage());
    }

    @Test
    void aRangeWithoutValuesIsRefused() {
        var empty = new InputSpec("x", DType.INT64, Shape.of(2), OptionalLong.of(3), OptionalLong.of(3));
        var tooLarge = new InputSpec("x", DType.UINT8, Shape.of(2), OptionalLong.of(0), OptionalLong.of(300));
        for (InputSpec spec : List.of(empty, tooLarge)) {
            assertEquals(
                    "inputs.range",
                    assertThrows(LayergraftException.class, () -> Batches.of(plan(1, spec)))
                            .problem()
                            .key());
        }
    }

    @Test
    void accumulatedGradientsHaveABatchForEachMicroStep() throws Exception {
        var plain = plan(2, FLOATS);
        var accumulated = plain.with(Switches.DEFAULT.withOptions(DdpOptions.DEFAULT.withAccumulate(2)));
        assertEquals(List.of(1, 2, 3), List.of(plain.batch(1, 1), plain.batch(2, 1), plain.batch(3, 1)));
        assertEquals(
                List.of(1, 2, 3, 4),
                List.of(
                        accumulated.batch(1, 1),
                        accumulated.batch(1, 2),
                        accumulated.batch(2, 1),
                        accumulated.batch(2, 2)));
        assertEquals(Batches.of(plain).at(1, 2), Batches.of(accumulated).at(1, 2));
    }

    @Test
    void aFileForALaterMicroStepIsMissedBeforeAnythingStarts(@TempDir Path folder) throws Exception {
        var first = Files.createFile(folder.resolve("r0.npz"));
        var gone = folder.resolve("r0-6.npz");
        var plan = plan(1, new InputPlan.Files(List.of(new InputPlan.RankFiles(first, Map.of(6, gone)))));
        Batches.check(plan);
        var accumulated = plan.with(Switches.DEFAULT.withOptions(DdpOptions.DEFAULT.withAccumulate(2)));
        var thrown = assertThrows(LayergraftException.class, () -> Batches.check(accumulated));
        assertTrue(thrown.getMessage().contains(gone.toString()), thrown.getMessage());
    }

    private static InputSpec input(DType dtype, Shape shape) {
        return new InputSpec("x", dtype, shape, OptionalLong.empty(), OptionalLong.empty());
    }

    private static StepPlan plan(int ranks, InputSpec... inputs) {
        return plan(ranks, new InputPlan.Generated(List.of(inputs)));
    }

    private static StepPlan plan(int ranks, InputPlan inputs) {
        return new StepPlan(
                Path.of("model.pt"),
                inputs,
                new LossSpec.Sum(),
                Switches.DEFAULT,
                Collections.nCopies(ranks, Device.CPU),
                3,
                0,
                60,
                1);
    }
}
