package org.layergraft.step.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.layergraft.step.Batches;
import org.layergraft.step.ChildChannel;
import org.layergraft.step.Device;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.step.Measurement;
import org.layergraft.step.Phase;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * One forward of an archive that takes notes, exactly as the first one of a plain run: in training mode, with autograd on, with the same
 * batch and the same random numbers. What it gives is thrown away.
 */
final class ShapeRun {

    /** So long may forwards be repeated for their time's sake, and so often. */
    private static final double LAPS_MS = 1000;

    private static final int MOST_LAPS = 5;

    private final StepPlan plan;
    private final String method;
    private final ChildChannel channel;
    private final NativeCalls calls;

    /** @param method of the archive's root that gives the notes */
    ShapeRun(StepPlan plan, String method, ChildChannel channel, NativeCalls calls) {
        this.plan = plan;
        this.method = method;
        this.channel = channel;
        this.calls = calls;
    }

    /** @throws LayergraftException fault INPUT when archive and inputs do not fit together; CANCELLED */
    Measurement run() throws LayergraftException {
        Batches batches = Batches.of(plan);
        Device device = plan.devices().getFirst();
        JniUtils.setNumThreads(plan.threads());
        LoadedModel loaded;
        try {
            loaded = LoadedModel.load(plan.model(), device);
        } catch (LayergraftException refused) {
            if (refused.getCause() instanceof EngineException compiler) {
                String words = String.valueOf(compiler.getMessage());
                return new Measurement(device, List.of(), Optional.of(words), Optional.empty(), 0, List.of());
            }
            throw refused;
        }
        try (loaded) {
            return measured(loaded, device, batches);
        }
    }

    private Measurement measured(LoadedModel model, Device device, Batches batches) throws LayergraftException {
        List<InputTree<HostTensor>> batch = batches.arguments(0, 1);
        checkCancelled();
        channel.send(new StepMessage.At(SingleRun.NO_RANK, 1, Phase.FORWARD));
        try (PtNDManager scratch = (PtNDManager) model.manager().newSubManager()) {
            IValue[] arguments = SingleRun.arguments(batch, scratch);
            JniUtils.setSeed(plan.seedFor(0, 1));
            long start = System.nanoTime();
            Optional<String> failure = Optional.empty();
            try {
                calls.forward(model.module(), arguments).close();
            } catch (EngineException thrown) {
                refuseWrongArguments(thrown, batches.source(0, 1));
                failure = Optional.of(LibtorchMessage.of(thrown));
            }
            double milliseconds = (System.nanoTime() - start) / 1e6;
            checkCancelled();
            List<Long> log = log(model, scratch);
            int laps = failure.isPresent() || device.kind() == Device.Kind.CUDA
                    ? 0
                    : Math.clamp((long) (LAPS_MS / Math.max(1, milliseconds)), 1, MOST_LAPS);
            var timed = laps(model, arguments, laps, scratch);
            for (IValue argument : arguments) {
                argument.close();
            }
            return new Measurement(device, log, Optional.empty(), failure, milliseconds, timed);
        }
    }

    /** The first forward compiled; only the next ones tell what a step costs. */
    private List<List<Long>> laps(LoadedModel model, IValue[] arguments, int count, PtNDManager scratch)
            throws LayergraftException {
        var timed = new ArrayList<List<Long>>();
        for (int i = 0; i < count; i++) {
            try {
                calls.forward(model.module(), arguments).close();
            } catch (EngineException _) {
                // A forward that works only once is still measured once.
                return timed;
            }
            checkCancelled();
            timed.add(log(model, scratch));
        }
        return timed;
    }

    /** Other failures stop the forward on its way, and what it did until then is worth knowing. */
    private void refuseWrongArguments(EngineException thrown, String source) throws LayergraftException {
        if (LibtorchMessage.isAboutTheSignature(thrown)) {
            String key = source.isEmpty() ? "forward.arguments.generated" : "forward.arguments";
            String line = LibtorchMessage.of(thrown).lines().findFirst().orElse("");
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, Problem.of("step.djl", key, plan.model(), line, source), thrown);
        }
    }

    private List<Long> log(LoadedModel model, PtNDManager scratch) {
        try (IValue notes = calls.call(model.module(), method)) {
            PtNDArray numbers = notes.toTensor(scratch);
            return Arrays.stream(numbers.toLongArray()).boxed().toList();
        }
    }

    private void checkCancelled() throws LayergraftException {
        if (channel.cancelled()) {
            throw new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("step.djl", "cancelled"));
        }
    }
}
