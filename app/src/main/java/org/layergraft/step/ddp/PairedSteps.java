package org.layergraft.step.ddp;

import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Batches;
import org.layergraft.step.Phase;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/** The steps of one of the two ways that a {@link PairedRun} compares. Nothing is looked at but the clock. */
final class PairedSteps implements AutoCloseable {

    private final StepPlan plan;
    private final int rank;
    private final Batches batches;
    private final LoadedModel model;
    private final DdpReducer ddp;
    private final Optional<TimelineRecorder> recorder;

    /** @throws RuntimeException libtorch's, when the model cannot be loaded or wrapped */
    PairedSteps(PairedRun.Way way, int rank, Set<String> sparse, ProcessGroup group) throws LayergraftException {
        this.plan = way.plan();
        this.rank = rank;
        this.batches = Batches.of(plan);
        this.model = LoadedModel.load(plan, rank);
        this.recorder = way.recorded() ? Optional.of(new TimelineRecorder(model)) : Optional.empty();
        this.ddp = new DdpReducer(model, sparse, group, plan.switches());
    }

    /**
     * @param number of the step, from 1
     * @param iteration whose batches are taken
     * @return nanoseconds of the whole step; reading the batches does not count
     */
    long step(int number, int iteration) throws LayergraftException {
        long took = 0;
        for (int micro = 1; micro <= plan.microSteps(); micro++) {
            took += microStep(number, iteration, micro);
        }
        try (PointerScope _ = new PointerScope()) {
            long start = System.nanoTime();
            enter(number, Phase.STEP);
            TrainingStep.descend(model);
            TrainingStep.settling(plan.devices().get(rank)).run();
            recorder.ifPresent(TimelineRecorder::stop);
            return took + System.nanoTime() - start;
        }
    }

    private long microStep(int number, int iteration, int micro) throws LayergraftException {
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

    @Override
    public void close() {
        recorder.ifPresent(TimelineRecorder::close);
        model.close();
    }
}
