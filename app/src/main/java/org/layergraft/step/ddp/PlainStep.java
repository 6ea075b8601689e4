package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Gradient;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;

/**
 * One forward, loss and backward without DDP, on this rank's first batch: what arrives at each parameter before anything is averaged.
 *
 * @param ready names in the order of arrival
 * @param sparse names of parameters whose gradient is sparse
 * @param segments how the checkpointed modules were called
 * @param rows slices that got a gradient
 */
record PlainStep(
        List<Gradient> gradients,
        List<String> ready,
        Set<String> sparse,
        List<RankReport.Segment> segments,
        RowWatch rows) {

    /**
     * Uses a module of its own, which is gone afterwards: BatchNorm statistics and gradients must not leak into the DDP run. A step
     * that throws is reported as far as it got; the DDP run meets the same obstacle and reports it.
     */
    static PlainStep run(StepPlan plan, int rank, List<InputTree<HostTensor>> batch) throws Unreadable {
        try (PointerScope _ = new PointerScope();
                LoadedModel model = load(plan, rank)) {
            ReadyOrder ready = new ReadyOrder(model);
            List<RankReport.Segment> segments = new ArrayList<>();
            torch.manual_seed(plan.seedFor(rank, 1));
            try {
                Tensor loss = loss(plan, rank, model, batch);
                segments.addAll(model.segments());
                loss.backward();
            } catch (RuntimeException told) {
                System.err.println("plain step: " + TorchMessage.of(told).text());
            }
            Set<String> sparse = new HashSet<>();
            for (Named parameter : model.trainable()) {
                Tensor gradient = parameter.tensor().grad();
                if (gradient.defined() && gradient.is_sparse()) {
                    sparse.add(parameter.name());
                }
            }
            RowWatch rows = new RowWatch();
            rows.look(model);
            List<Gradient> gradients = new GradientReader()
                    .read(model).stream()
                            .map(g -> g.with(rows.idle(g.parameter())))
                            .toList();
            return new PlainStep(gradients, ready.names(), Set.copyOf(sparse), segments, rows);
        }
    }

    private static Tensor loss(StepPlan plan, int rank, LoadedModel model, List<InputTree<HostTensor>> batch) {
        IValueVector inputs = TrainingStep.inputs(batch, plan.devices().get(rank));
        try (Autocast _ = TrainingStep.autocast(plan, rank)) {
            return Loss.of(plan.loss(), OutputTree.of(model.forward(inputs)));
        }
    }

    private static LoadedModel load(StepPlan plan, int rank) throws Unreadable {
        try {
            return LoadedModel.load(plan, rank);
        } catch (RuntimeException refused) {
            throw new Unreadable(refused);
        }
    }

    /** libtorch cannot load the archive; its words are the cause's. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(RuntimeException cause) {
            super(cause);
        }
    }
}
