package org.layergraft.step.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Batches;
import org.layergraft.step.ChildChannel;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.step.Phase;
import org.layergraft.step.RowMarks;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * A plain training run on one device: forward, loss, backward and an SGD step, on the first batch that rank 0 has in each iteration,
 * in the model's own types.
 */
final class SingleRun {

    /** Rank of progress messages of a run without ranks. */
    static final int NO_RANK = -1;

    private final StepPlan plan;
    private final ChildChannel channel;
    private final NativeCalls calls;
    private final Stopwatch watch = new Stopwatch();
    private final List<Double> losses = new ArrayList<>();
    private final RowMarks rows = new RowMarks();
    private final Map<String, Double> updates = new HashMap<>();
    private List<Gradient> gradients = List.of();
    private int iteration;
    private Phase phase = Phase.CONSTRUCT;

    SingleRun(StepPlan plan, ChildChannel channel, NativeCalls calls) {
        this.plan = plan;
        this.channel = channel;
        this.calls = calls;
    }

    /** @throws LayergraftException fault INPUT when archive, inputs and loss do not fit together; CANCELLED */
    SingleReport run() throws LayergraftException {
        Batches batches = Batches.of(plan);
        Device device = plan.devices().getFirst();
        PeakMemory.reset();
        JniUtils.setNumThreads(plan.threads());
        Optional<SingleReport.Failure> failure = Optional.empty();
        try (LoadedModel model = LoadedModel.load(plan.model(), device)) {
            for (iteration = 1; iteration <= plan.steps(); iteration++) {
                iterate(model, batches);
            }
        } catch (EngineException thrown) {
            failure = Optional.of(failure(thrown, batches));
        }
        return new SingleReport(device, losses, withRows(), failure, watch.timing(), PeakMemory.bytes());
    }

    private List<Gradient> withRows() {
        return gradients.stream()
                .map(g -> g.with(rows.idle(g.parameter())).withUpdate(update(g.parameter())))
                .toList();
    }

    private OptionalDouble update(String parameter) {
        Double length = updates.get(parameter);
        return length == null || !Double.isFinite(length) ? OptionalDouble.empty() : OptionalDouble.of(length);
    }

    private void iterate(LoadedModel model, Batches batches) throws LayergraftException {
        int number = plan.batch(iteration, 1);
        List<InputTree<HostTensor>> batch = batches.arguments(0, number);
        try (PtNDManager scratch = (PtNDManager) model.manager().newSubManager()) {
            IValue[] arguments = arguments(batch, scratch);
            enter(Phase.FORWARD);
            JniUtils.setSeed(plan.seedFor(0, number));
            IValue result = calls.forward(model.module(), arguments);
            for (IValue argument : arguments) {
                argument.close();
            }
            enter(Phase.LOSS);
            PtNDArray loss = Loss.of(plan.loss(), OutputTree.of(result, scratch, calls));
            // Not reset to None, which DJL has no call for: to plain SGD a gradient of zeros is the same, and states
            // are read once.
            model.parameters().forEach(tensor -> JniUtils.zeroGrad(tensor.array()));
            enter(Phase.BACKWARD);
            PtNDArray one = (PtNDArray) scratch.ones(new Shape(), loss.getDataType());
            JniUtils.backward(loss, one, false, false);
            if (iteration == 1) {
                watch.pause();
                gradients = GradientReader.read(model);
            }
            enter(Phase.STEP);
            step(model, scratch);
            losses.add(scratch.from(JniUtils.to(loss, DataType.FLOAT64, loss.getDevice()))
                    .getDouble());
            watch.finish();
            GradientReader.look(model, rows);
        }
    }

    /** A batch as forward takes it. */
    static IValue[] arguments(List<InputTree<HostTensor>> batch, PtNDManager scratch) throws LayergraftException {
        IValue[] arguments = new IValue[batch.size()];
        for (int place = 0; place < arguments.length; place++) {
            arguments[place] = DjlTypes.argument(scratch, batch.get(place), place + 1);
        }
        return arguments;
    }

    private void step(LoadedModel model, PtNDManager scratch) {
        for (LoadedModel.Tensor tensor : model.parameters()) {
            if (tensor.parameter().trainable()) {
                Runnable move = () -> GradientReader.of(tensor.array(), scratch)
                        .ifPresent(gradient -> JniUtils.sgdUpdate(
                                tensor.array(), gradient, null, (float) StepPlan.LEARNING_RATE, 0, 1, -1, 0));
                // The first step warms up, so its time does not count where there are others.
                if (iteration == 1 && plan.steps() > 1 && GradientReader.measures(tensor)) {
                    updates.put(tensor.parameter().name(), GradientReader.moved(tensor, model.manager(), move));
                } else {
                    move.run();
                }
            }
        }
    }

    private void enter(Phase next) throws LayergraftException {
        if (channel.cancelled()) {
            throw new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("step.djl", "cancelled"));
        }
        phase = next;
        watch.enter(next);
        channel.send(new StepMessage.At(NO_RANK, iteration, next));
    }

    /**
     * A first forward that throws mostly means that the inputs do not fit the model, which is for the user to mend; what comes later
     * is a finding about the model.
     */
    private SingleReport.Failure failure(EngineException thrown, Batches batches) throws LayergraftException {
        String message = LibtorchMessage.of(thrown);
        if (phase == Phase.FORWARD) {
            String source = batches.source(0, plan.batch(iteration, 1));
            String key = LibtorchMessage.isAboutTheSignature(thrown) ? "forward.arguments" : "forward.failed";
            boolean ofMemory = message.contains("out of memory") || message.contains("not enough memory");
            if (key.equals("forward.arguments") || iteration == 1 && !ofMemory) {
                String firstLine = message.lines().findFirst().orElse("");
                String where = source.isEmpty() ? key + ".generated" : key;
                throw new LayergraftException(
                        LayergraftException.Fault.INPUT,
                        Problem.of("step.djl", where, plan.model(), firstLine, source),
                        thrown);
            }
        }
        return new SingleReport.Failure(iteration, phase, message);
    }
}
