package org.layergraft.step.ddp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.model.DType;
import org.layergraft.step.Device;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.step.StepPlan;

/** The parts of a training step that are the same with and without DDP. */
final class TrainingStep {

    private TrainingStep() {}

    /** Around forward and loss, never around backward. */
    static Autocast autocast(StepPlan plan, int rank) {
        return Autocast.of(plan.switches().options().bf16(), plan.devices().get(rank));
    }

    /** Waits until the device has done what it was told. */
    static Runnable settling(Device device) {
        return switch (device.kind()) {
            case CPU -> () -> {};
            case CUDA -> () -> torch.cuda_synchronize(device.index());
        };
    }

    /** Copies a batch into libtorch, on the rank's device. */
    static IValueVector inputs(List<InputTree<HostTensor>> batch, Device device) {
        IValueVector inputs = new IValueVector();
        for (InputTree<HostTensor> argument : batch) {
            inputs.push_back(
                    argument instanceof InputTree.Leaf<HostTensor>(HostTensor host)
                            ? new IValue(tensor(host, device))
                            : nested(argument, device));
        }
        return inputs;
    }

    /** The binding cannot make dictionaries, so a function written for this very structure does. */
    private static IValue nested(InputTree<HostTensor> argument, Device device) {
        List<Tensor> tensors = new ArrayList<>();
        String literal = argument.fold(
                host -> {
                    tensors.add(tensor(host, device));
                    return "xs[" + (tensors.size() - 1) + "]";
                },
                items -> "[" + String.join(", ", items) + "]",
                entries -> entries.entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\": " + e.getValue())
                        .collect(Collectors.joining(", ", "{", "}")));
        return new TorchText("def build(xs: List[Tensor]):\n    return " + literal + "\n")
                .apply(LoadedModel.vector(tensors));
    }

    private static Tensor tensor(HostTensor host, Device device) {
        long[] sizes = host.shape().sizes().stream().mapToLong(Long::longValue).toArray();
        TensorOptions options = new TensorOptions(scalarType(host.dtype()));
        ByteBuffer data = host.data();
        // clone: the buffer belongs to Java and may go at any time.
        Tensor copy = data.hasRemaining()
                ? torch.from_blob(new BytePointer(data), sizes, options).clone()
                : torch.zeros(sizes, options);
        return device.kind() == Device.Kind.CPU
                ? copy
                : copy.to(new org.bytedeco.pytorch.Device(device.torchName()), copy.scalar_type());
    }

    private static torch.ScalarType scalarType(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> torch.ScalarType.Float;
            case FLOAT64 -> torch.ScalarType.Double;
            case FLOAT16 -> torch.ScalarType.Half;
            case BFLOAT16 -> torch.ScalarType.BFloat16;
            case UINT8 -> torch.ScalarType.Byte;
            case INT8 -> torch.ScalarType.Char;
            case INT16 -> torch.ScalarType.Short;
            case INT32 -> torch.ScalarType.Int;
            case INT64 -> torch.ScalarType.Long;
            case BOOL -> torch.ScalarType.Bool;
            case COMPLEX64 -> torch.ScalarType.ComplexFloat;
            case COMPLEX128 -> torch.ScalarType.ComplexDouble;
            case UINT16, UINT32, UINT64, FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT8_E4M3FNUZ, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU ->
                throw new IllegalArgumentException(dtype.torchName());
        };
    }

    /** Plain SGD on what has a gradient. */
    static void descend(LoadedModel model) {
        descend(model, (_, move) -> move.run());
    }

    /** @param around told of each parameter that has a gradient; moves it */
    static void descend(LoadedModel model, BiConsumer<Named, Runnable> around) {
        Scalar step = new Scalar(-StepPlan.LEARNING_RATE);
        GradMode.set_enabled(false);
        try {
            for (Named parameter : model.trainable()) {
                Tensor gradient = parameter.tensor().grad();
                if (gradient.defined()) {
                    around.accept(parameter, () -> parameter.tensor().add_(gradient, step));
                }
            }
        } finally {
            GradMode.set_enabled(true);
        }
    }
}
