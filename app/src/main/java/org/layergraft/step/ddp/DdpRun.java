package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Batches;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** The training loop of one rank under DDP, and what it saw. Not thread-safe; used once. */
final class DdpRun {

    private final StepPlan plan;
    private final int rank;
    private final Batches batches;
    private final Consumer<StepMessage> parent;

    private final List<Double> losses = new ArrayList<>();
    private final List<RankReport.Sums> sums = new ArrayList<>();
    private final RowWatch rows = new RowWatch();
    private final Updates updates = new Updates();
    private final Warnings warnings = new Warnings();
    private final Stopwatch stopwatch;
    private List<List<String>> buckets = List.of();
    private Optional<TimelineRecorder> recorder = Optional.empty();
    private int iteration;
    private Phase phase = Phase.CONSTRUCT;

    /** @param parent told when the rank enters a phase, iteration 0 being the construction, and how parameters are grouped */
    DdpRun(StepPlan plan, int rank, Batches batches, Consumer<StepMessage> parent) {
        this.plan = plan;
        this.rank = rank;
        this.batches = batches;
        this.parent = parent;
        this.stopwatch = new Stopwatch(TrainingStep.settling(plan.devices().get(rank)));
    }

    /**
     * Wraps the model and trains it for {@code plan.steps()} iterations.
     *
     * @param model fresh: nothing has run on it
     * @param plain what the rank saw without DDP
     * @throws LayergraftException when a batch cannot be read
     */
    End run(LoadedModel model, PlainStep plain, ProcessGroup group) throws LayergraftException {
        rows.startFrom(plain.rows());
        List<String> byIndex = model.trainable().stream().map(Named::ddpName).toList();
        try (TimelineRecorder times = new TimelineRecorder(model);
                StillWatch _ = new StillWatch(times, still -> parent.accept(new StepMessage.Still(rank, still)))) {
            recorder = Optional.of(times);
            enter(0, Phase.CONSTRUCT);
            DdpReducer ddp = new DdpReducer(model, plain.sparse(), group, plan.switches());
            tellBuckets(ddp);
            warnings.switches(plan.switches());
            try {
                for (int i = 1; i <= plan.steps(); i++) {
                    step(model, ddp, i);
                }
                finish(ddp);
            } finally {
                closeBooks(ddp);
            }
        } catch (RuntimeException thrown) {
            return end(TorchMessage.of(model.original(thrown)), byIndex);
        }
        warnings.checkpoints(model.segments());
        return new End.Finished();
    }

    private void step(LoadedModel model, DdpReducer ddp, int i) throws LayergraftException {
        double loss = 0;
        for (int micro = 1; micro <= plan.microSteps(); micro++) {
            loss += accumulate(model, ddp, i, micro);
        }
        try (PointerScope _ = new PointerScope()) {
            enter(i, Phase.STEP);
            if (i == 1 && plan.steps() > 1) {
                // Warms up, so its time does not count; later than that many runs do not come.
                updates.descend(model);
            } else {
                TrainingStep.descend(model);
            }
            stopwatch.stop();
            recorder.ifPresent(TimelineRecorder::stop);
            losses.add(loss);
            sums.add(Fingerprints.of(i, model));
            rows.look(model);
        }
    }

    /**
     * Forward and backward on one batch. All but the last of a step run under {@code no_sync()}, and each loss counts by its share,
     * as loops that accumulate gradients have it.
     *
     * @return the share of the loss
     */
    private double accumulate(LoadedModel model, DdpReducer ddp, int i, int micro) throws LayergraftException {
        try (PointerScope _ = new PointerScope()) {
            int batch = plan.batch(i, micro);
            boolean last = micro == plan.microSteps();
            IValueVector inputs = TrainingStep.inputs(
                    batches.arguments(rank, batch), plan.devices().get(rank));
            enter(i, Phase.FORWARD);
            if (ddp.beforeForward(last)) {
                tellBuckets(ddp);
            }
            if (last) {
                recorder.ifPresent(ddp::describeBuckets);
                readBooks(ddp, i - 1);
            }
            torch.manual_seed(plan.seedFor(rank, batch));
            Tensor loss;
            try (Autocast _ = TrainingStep.autocast(plan, rank)) {
                OutputTree outputs = ddp.afterForward(OutputTree.of(model.forward(inputs)), last);
                enter(i, Phase.LOSS);
                loss = Loss.of(plan.loss(), outputs);
            }
            Tensor share = plan.microSteps() == 1 ? loss : loss.div(new Scalar(plan.microSteps()));
            enter(i, Phase.BACKWARD);
            if (micro == 1) {
                model.clearGradients();
            }
            share.backward();
            ddp.afterBackward();
            stopwatch.pause();
            return share.item_double();
        }
    }

    private void tellBuckets(DdpReducer ddp) {
        buckets = ddp.buckets();
        parent.accept(new StepMessage.Grouped(rank, buckets));
    }

    /** The figures of the last step, which may have failed after its search for unused parameters. */
    private void closeBooks(DdpReducer ddp) {
        try {
            ddp.closeBooks();
            readBooks(ddp, phase == Phase.FORWARD ? iteration - 1 : iteration);
        } catch (RuntimeException nothingToClose) {
            System.err.println("logger: " + TorchMessage.of(nothingToClose).text());
        }
    }

    private void finish(DdpReducer ddp) {
        try {
            ddp.checkFinished();
        } catch (RuntimeException unfinished) {
            warnings.unfinished(TorchMessage.of(unfinished).text());
        }
    }

    /** @param latest the step whose figures were last taken */
    private void readBooks(DdpReducer ddp, int latest) {
        if (latest > 0) {
            stopwatch.communicated(ddp.communicationMillis());
            recorder.ifPresent(times -> times.reducer(latest, ddp.times()));
        }
        Switches switches = plan.switches();
        if (latest > 0 && switches.findUnusedParameters() && !switches.staticGraph() && ddp.nothingUnused()) {
            warnings.nothingUnused();
        }
    }

    private End end(TorchMessage message, List<String> byIndex) {
        if (message.kind() != TorchMessage.Kind.OWN) {
            recorder.ifPresent(TimelineRecorder::brokeOff);
        }
        return switch (message.kind()) {
            case OWN -> new End.Raised(iteration, phase, message.text(), message.parameters(byIndex));
            case WAITED -> new End.Waiting(iteration, phase);
            case LOST -> new End.Lost(iteration, phase, message.text());
        };
    }

    private void enter(int newIteration, Phase newPhase) {
        iteration = newIteration;
        phase = newPhase;
        stopwatch.enter(newPhase);
        recorder.ifPresent(times -> times.enter(newIteration, newPhase));
        parent.accept(new StepMessage.At(rank, newIteration, newPhase));
    }

    /** The report of this run, whatever its end. */
    RankReport report(End end, PlainStep plain) {
        return new RankReport(
                rank,
                plan.devices().get(rank),
                end,
                plain.gradients().stream()
                        .map(g -> g.with(rows.idle(g.parameter())).withUpdate(updates.of(g.parameter())))
                        .toList(),
                plain.ready(),
                buckets,
                losses,
                sums,
                plain.segments(),
                warnings.texts(),
                stopwatch.timing(),
                recorder.flatMap(TimelineRecorder::timeline),
                PeakMemory.bytes(plan.devices().get(rank)));
    }
}
