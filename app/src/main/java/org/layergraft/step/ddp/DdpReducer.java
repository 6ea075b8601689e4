package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.Logger;
import org.bytedeco.pytorch.LoggerOptional;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SizeTStringMap;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Switches;

/**
 * PyTorch's Reducer, driven as the Python class {@code DistributedDataParallel} drives it (torch/nn/parallel/distributed.py,
 * {@code __init__}, {@code _pre_forward} and {@code _post_forward}; ddp-semantics section 12 lists what goes wrong when one of these
 * steps is left out). A forward that does not synchronise is one under {@code no_sync()}.
 */
final class DdpReducer {

    private static final long BROADCAST_BYTES = 250L << 20;

    private final ProcessGroup group;
    private final Switches switches;
    private final List<Named> parameters;
    private final TensorVector buffers;
    private final Sink sink = new Sink();
    private final Reducer reducer;
    private final Logger logger;
    private boolean flushed;
    /** Whether the buckets are others than {@link #describeBuckets} last told. */
    private boolean regrouped = true;

    /** Python's {@code require_forward_param_sync}. */
    private boolean buffersDue = true;

    /**
     * The wrapper's constructor, collectives included.
     *
     * @param sparse names of parameters that are known to get sparse gradients, besides those of scripted sparse embeddings
     * @throws RuntimeException with DDP's words when the model cannot be wrapped
     */
    DdpReducer(LoadedModel model, Set<String> sparse, ProcessGroup group, Switches switches) {
        this.group = group;
        this.switches = switches;
        this.parameters = model.trainable();
        if (parameters.isEmpty()) {
            throw new IllegalStateException("DistributedDataParallel is not needed when a module "
                    + "doesn't have any parameter that requires a gradient.");
        }
        TensorVector tensors =
                LoadedModel.vector(parameters.stream().map(Named::tensor).toList());
        buffers = LoadedModel.vector(model.buffers());
        torch.verify_params_across_processes(group, tensors, new LoggerOptional());
        broadcastInitialState(model);

        BoolVector sparseFlags = new BoolVector();
        SizeTStringMap names = new SizeTStringMap();
        for (int i = 0; i < parameters.size(); i++) {
            sparseFlags.push_back(parameters.get(i).sparse()
                    || sparse.contains(parameters.get(i).name()));
            names.put(i, parameters.get(i).ddpName());
        }
        BucketRule rule = BucketRule.of(switches.options());
        SizeTVectorVector buckets = rule.assign(tensors, sparseFlags, switches);
        reducer = new Reducer(
                tensors,
                buckets,
                group,
                sparseFlags,
                rule.cap(),
                switches.findUnusedParameters(),
                switches.options().gradientAsBucketView(),
                names,
                rule.first(),
                false,
                false);
        logger = new Logger(reducer);
        reducer.set_logger(logger);
        logger.set_construction_data_and_log(
                "TorchScript", new int[0], -1, switches.options().broadcastBuffers(), false, switches.staticGraph());
        if (switches.staticGraph()) {
            reducer.set_static_graph();
            logger.set_static_graph();
        }
    }

    /**
     * What happens before every training forward. {@code rebuild_buckets} is also the check that throws when the step before did not
     * finish, so it is called whether or not a regrouping is due.
     */
    boolean beforeForward(boolean synchronising) {
        if (synchronising) {
            logger.set_runtime_stats_and_log();
            reducer.prepare_for_forward();
        }
        boolean now = reducer.rebuild_buckets();
        regrouped |= now;
        if (buffersDue && switches.options().broadcastBuffers() && buffers.size() > 0) {
            torch.broadcast_coalesced(group, buffers, BROADCAST_BYTES, 0);
        }
        return now;
    }

    /**
     * Arms the hooks, if this step is to be synchronised. The outputs that come back are those the loss must use; they are led
     * through the sink under {@code no_sync()} as well.
     */
    OutputTree afterForward(OutputTree outputs, boolean synchronising) {
        boolean search = switches.findUnusedParameters() && !switches.staticGraph();
        if (synchronising) {
            reducer.prepare_for_backward(search ? LoadedModel.vector(outputs.tensors()) : new TensorVector());
        }
        buffersDue = synchronising;
        return search || (switches.staticGraph() && !flushed) ? sink.lead(outputs) : outputs;
    }

    /**
     * With static_graph nothing is reduced in the first backward; the sink's backward asks for one reduction at its end. A backward
     * that never came through the sink asks for none, and then libtorch never reduces anything (ddp-semantics R6.7).
     */
    void afterBackward() {
        if (switches.staticGraph() && !flushed && sink.ran()) {
            flushed = true;
            reducer.delay_all_reduce();
        }
    }

    /** @throws RuntimeException with the words of the next forward, when the last step did not finish */
    void checkFinished() {
        reducer.check_finalized();
    }

    /** Names per bucket as they are now, in the order of reduction. */
    List<List<String>> buckets() {
        List<List<String>> named = new ArrayList<>();
        for (List<Integer> bucket : BucketRule.indices(logger.get_per_bucket_variable_indices())) {
            named.add(bucket.stream().map(i -> parameters.get(i).name()).toList());
        }
        return named;
    }

    /** Tells which buckets the coming backward will reduce, and whether their parameters launch them. */
    void describeBuckets(TimelineRecorder times) {
        if (regrouped) {
            times.buckets(memories());
            regrouped = false;
        }
        times.armed(switches.staticGraph() && !flushed);
    }

    private List<TimelineRecorder.BucketMemory> memories() {
        List<TimelineRecorder.BucketMemory> memories = new ArrayList<>();
        List<List<Integer>> indices = BucketRule.indices(logger.get_per_bucket_variable_indices());
        List<Long> addresses = FlatBuckets.addresses(reducer, indices.size());
        for (List<Integer> bucket : indices) {
            long bytes = 0;
            for (int index : bucket) {
                bytes += parameters.get(index).tensor().nbytes();
            }
            memories.add(new TimelineRecorder.BucketMemory(bucket, bytes, addresses.get(memories.size())));
        }
        return memories;
    }

    /** The Reducer's own times of the latest step that is in the books. */
    TimelineRecorder.ReducerTimes times() {
        return new TimelineRecorder.ReducerTimes(
                counted("backward_comm_time_start"), counted("backward_compute_time_end"));
    }

    /** Takes the figures of the last step; before it, the logger only knows those of the step before. */
    void closeBooks() {
        logger.set_runtime_stats_and_log();
    }

    /** Whether the search of the latest step that is in the books met every parameter. Meaningless without find_unused_parameters. */
    boolean nothingUnused() {
        return counted("unused_parameter_size") == 0;
    }

    /**
     * How long the Reducer's collectives of the latest step that is in the books took, in milliseconds, overlapped with the backward
     * or not; absent where the logger measured none.
     */
    OptionalDouble communicationMillis() {
        long nanoseconds = counted("backward_comm_time");
        return nanoseconds > 0 ? OptionalDouble.of(nanoseconds / 1e6) : OptionalDouble.empty();
    }

    private long counted(String key) {
        return logger.get_ddp_logging_data().ints_map().get(new BytePointer(key));
    }

    private void broadcastInitialState(LoadedModel model) {
        List<Tensor> state = new ArrayList<>();
        model.parameters().forEach(parameter -> state.add(parameter.tensor().detach()));
        if (switches.options().broadcastBuffers()) {
            model.buffers().forEach(buffer -> state.add(buffer.detach()));
        }
        torch.broadcast_coalesced(group, LoadedModel.vector(state), BROADCAST_BYTES, 0);
    }
}
