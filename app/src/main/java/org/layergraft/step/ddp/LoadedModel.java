package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.ClassType;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/**
 * A TorchScript archive in this process's libtorch, in training mode, with its parameters and buffers in the order of Python's
 * {@code named_parameters()} and {@code named_buffers()}: modules in pre-order, each module's own first, every tensor once.
 *
 * <p>libtorch's own {@code named_parameters} lists a shared tensor once per name, so the module tree is walked here.
 */
final class LoadedModel implements AutoCloseable {

    private final JitModule module;
    private final List<Named> parameters;
    private final List<Tensor> buffers;
    private final Optional<CheckpointedForwards> checkpointed;

    private LoadedModel(
            JitModule module,
            List<Named> parameters,
            List<Tensor> buffers,
            Optional<CheckpointedForwards> checkpointed) {
        this.module = module;
        this.parameters = List.copyOf(parameters);
        this.buffers = List.copyOf(buffers);
        this.checkpointed = checkpointed;
    }

    /**
     * Loads the plan's archive for one of its ranks, its modules checkpointed as the plan's switches say.
     *
     * @throws RuntimeException libtorch's, when it cannot read the archive or it has no such module
     */
    static LoadedModel load(StepPlan plan, int rank) {
        Device device = plan.devices().get(rank);
        JitModule module = torch.load(
                plan.model().toString(), new DeviceOptional(new org.bytedeco.pytorch.Device(device.torchName())), true);
        module.train(true);
        Walk walk = new Walk();
        walk.visit("", module);
        List<Named> parameters = List.copyOf(walk.parameters.values());
        Switches.Checkpoint checkpoint = plan.switches().checkpoint();
        return new LoadedModel(
                module,
                parameters,
                List.copyOf(walk.buffers.values()),
                checkpoint.on() ? Optional.of(checkpointed(module, parameters, checkpoint, device)) : Optional.empty());
    }

    private static CheckpointedForwards checkpointed(
            JitModule root, List<Named> parameters, Switches.Checkpoint checkpoint, Device device) {
        FirstThrown thrown = new FirstThrown();
        StandIn standIn = new StandIn(thrown);
        CheckpointedForwards forwards = new CheckpointedForwards(
                switch (checkpoint.mode()) {
                    case REENTRANT -> new ReentrantSegment(device, standIn);
                    case NONREENTRANT -> new VisibleSegment(device, standIn, Accumulators.of(parameters));
                    case OFF -> throw new IllegalArgumentException("nothing to checkpoint");
                },
                thrown);
        for (String path : checkpoint.modules()) {
            JitModule module = root;
            for (String name : path.split("\\.")) {
                module = new JitModule(module.attr(name).toObject());
            }
            forwards.choose(path, module);
        }
        return forwards;
    }

    /** How the checkpointed modules were called so far. */
    List<RankReport.Segment> segments() {
        return checkpointed.map(CheckpointedForwards::segments).orElse(List.of());
    }

    /** An exception as it was where it was thrown, before it came through a callback. */
    RuntimeException original(RuntimeException arrived) {
        return checkpointed.map(forwards -> forwards.original(arrived)).orElse(arrived);
    }

    @Override
    public void close() {
        checkpointed.ifPresent(CheckpointedForwards::close);
    }

    /** Every distinct parameter, frozen ones too. */
    List<Named> parameters() {
        return parameters;
    }

    List<Named> trainable() {
        return parameters.stream().filter(Named::trainable).toList();
    }

    List<Tensor> buffers() {
        return buffers;
    }

    IValue forward(IValueVector inputs) {
        return module.forward(inputs);
    }

    /** Leaves every parameter without a gradient: {@code zero_grad(set_to_none=True)}. */
    void clearGradients() {
        for (Named parameter : parameters) {
            parameter.tensor().mutable_grad().reset();
        }
    }

    /** A tensor of its own: {@code toTensor()} only points into the value, which may be freed. */
    static Tensor owned(IValue value) {
        return new Tensor(value.toTensor());
    }

    static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.toArray(Tensor[]::new));
    }

    /**
     * Python's named_modules: pre-order, each module object once. Tensors are told apart by their TensorImpl.
     *
     * <p>Scripting writes a module that is registered under two names as two modules with the same tensors. Two or more tensors, all
     * of them those of one module met before, are therefore taken for that module again; a single one for a tied weight.
     */
    private static final class Walk {
        final Map<Long, Named> parameters = new LinkedHashMap<>();
        final Map<Long, Tensor> buffers = new LinkedHashMap<>();
        private final Set<Long> modules = new HashSet<>();
        private final Set<List<Long>> families = new HashSet<>();

        void visit(String path, JitModule module) {
            if (!modules.add(module._ivalue().address())) {
                return;
            }
            ClassType type = module.type();
            boolean sparse = isSparseEmbedding(type);
            List<String> children = new ArrayList<>();
            Map<String, Tensor> own = new LinkedHashMap<>();
            for (long i = 0; i < type.numAttributes(); i++) {
                String name = type.getAttributeName(i).getString();
                IValue value = module.attr(name);
                if (value.isModule()) {
                    children.add(name);
                } else if (value.isTensor() && type.is_parameter(i)) {
                    Tensor tensor = owned(value);
                    if (own.values().stream().noneMatch(tensor::is_same)) {
                        own.put(name, tensor);
                    }
                } else if (value.isTensor() && type.is_buffer(i)) {
                    Tensor buffer = owned(value);
                    if (buffer.defined()) {
                        buffers.putIfAbsent(identity(buffer), buffer);
                    }
                }
            }
            List<Long> family = own.values().stream().map(Walk::identity).toList();
            if (families.add(family) || family.size() < 2) {
                own.forEach((name, tensor) -> parameter(path, name, tensor, sparse));
            }
            for (String child : children) {
                visit(
                        path.isEmpty() ? child : path + "." + child,
                        new JitModule(module.attr(child).toObject()));
            }
        }

        private static long identity(Tensor tensor) {
            return tensor.unsafeGetTensorImpl().address();
        }

        private void parameter(String path, String name, Tensor tensor, boolean sparse) {
            String ddpName = path + "." + name;
            parameters.compute(
                    identity(tensor),
                    (_, known) -> known == null
                            ? new Named(
                                    path.isEmpty() ? name : ddpName, ddpName, tensor, tensor.requires_grad(), sparse)
                            : known.alsoCalled(ddpName));
        }

        /** A scripted embedding keeps its constants; a traced one does not, there the gradient itself tells. */
        private static boolean isSparseEmbedding(ClassType type) {
            return type.hasConstant("sparse")
                    && type.getConstant("sparse").isBool()
                    && type.getConstant("sparse").toBool();
        }
    }
}
