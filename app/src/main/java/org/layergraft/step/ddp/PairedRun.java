package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Batches;
import org.layergraft.step.PairReport;
import org.layergraft.step.Phase;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/**
 * Two ways to train one model, step by step in turns: two copies of it, each with a Reducer of its own in the same process group,
 * see the same batches. What disturbs a machine for longer than a step disturbs both, so the ratio within a pair tells more than
 * two runs one after the other. The order within a pair alternates (AB, BA, AB, …): whoever goes first has no advantage.
 */
final class PairedRun {

    /** Buckets are regrouped and static graphs learnt in the first two steps; caches fill. */
    static final int WARM_UP = 3;

    private final List<Side> sides;
    private final ProcessGroup group;
    private final int steps;

    /**
     * @param first and {@code second}: the same but for their switches
     * @throws RuntimeException libtorch's, when the model cannot be wrapped
     */
    PairedRun(Side first, Side second, ProcessGroup group, int batches) {
        this.sides = List.of(first, second);
        this.group = group;
        this.steps = batches;
    }

    /** Steps of one way to train. */
    static final class Side {
        private final StepPlan plan;
        private final int rank;
        private final Batches batches;
        private final LoadedModel model;
        private final DdpReducer ddp;
        private final Optional<TimelineRecorder> recorder;

        /** @param recorded whether a timeline is recorded as in a run, for measuring what that costs */
        Side(StepPlan plan, int rank, LoadedModel model, Set<String> sparse, ProcessGroup group, boolean recorded)
                throws LayergraftException {
            this.plan = plan;
            this.rank = rank;
            this.batches = Batches.of(plan);
            this.model = model;
            this.recorder = recorded ? Optional.of(new TimelineRecorder(model)) : Optional.empty();
            this.ddp = new DdpReducer(model, sparse, group, plan.switches());
        }

        /** @return nanoseconds of the whole step, inputs not counted */
        long step(int number, int iteration) throws LayergraftException {
            long took = 0;
            for (int micro = 1; micro <= plan.microSteps(); micro++) {
                took += micro(number, iteration, micro);
            }
            long start = System.nanoTime();
            enter(number, Phase.STEP);
            TrainingStep.descend(model);
            recorder.ifPresent(TimelineRecorder::stop);
            return took + System.nanoTime() - start;
        }

        private long micro(int number, int iteration, int micro) throws LayergraftException {
            try (PointerScope _ = new PointerScope()) {
                int batch = plan.batch(iteration, micro);
                boolean last = micro == plan.microSteps();
                IValueVector inputs = TrainingStep.inputs(
                        batches.arguments(rank, batch), plan.devices().get(rank));
                long start = System.nanoTime();
                enter(number, Phase.FORWARD);
                ddp.beforeForward(last);
                if (last) {
                    recorder.ifPresent(ddp::describeBuckets);
                }
                torch.manual_seed(plan.seedFor(rank, batch));
                Tensor loss;
                try (Autocast _ = TrainingStep.autocast(plan, rank)) {
                    OutputTree outputs = ddp.afterForward(OutputTree.of(model.forward(inputs)), last);
                    enter(number, Phase.LOSS);
                    loss = Loss.of(plan.loss(), outputs);
                }
                Tensor share = plan.microSteps() == 1 ? loss : loss.div(new Scalar(plan.microSteps()));
                enter(number, Phase.BACKWARD);
                if (micro == 1) {
                    model.clearGradients();
                }
                share.backward();
                ddp.afterBackward();
                // Also waits for a GPU.
                share.item_double();
                return System.nanoTime() - start;
            }
        }

        private void enter(int number, Phase phase) {
            recorder.ifPresent(times -> times.enter(number, phase));
        }

        void close() {
            recorder.ifPresent(TimelineRecorder::close);
        }
    }

    /**
     * @param progress told the number of each pair, from 1
     * @throws LayergraftException when a batch cannot be read
     */
    PairReport run(int rank, int pairs, IntConsumer progress) throws LayergraftException {
        List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
        try {
            for (int pair = 1 - WARM_UP; pair <= pairs; pair++) {
                progress.accept(Math.max(1, pair));
                int iteration = Math.floorMod(pair - 1, steps) + 1;
                for (int turn = 0; turn < 2; turn++) {
                    int side = Math.floorMod(pair + turn, 2);
                    // Begun together, so that a rank does not pay for what another still did of the step before.
                    group.barrier()._wait();
                    double millis = sides.get(side).step(pair + WARM_UP, iteration) / 1e6;
                    if (pair > 0) {
                        times.get(side).add(millis);
                    }
                }
            }
            return report(rank, times, Optional.empty());
        } catch (RuntimeException thrown) {
            return report(rank, times, Optional.of(TorchMessage.of(thrown).text()));
        } finally {
            sides.forEach(Side::close);
        }
    }

    private static PairReport report(int rank, List<List<Double>> times, Optional<String> failure) {
        return new PairReport(rank, times.getFirst(), times.getLast(), failure);
    }
}
