package org.layergraft.step.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;

/** Reads what a backward left at each parameter. Statistics are computed in float64, as the reference cases do. */
final class GradientReader {

    private GradientReader() {}

    static List<Gradient> read(LoadedModel model) {
        List<Gradient> gradients = new ArrayList<>();
        for (LoadedModel.Tensor tensor : model.parameters()) {
            try (PtNDManager scratch = (PtNDManager) model.manager().newSubManager()) {
                gradients.add(read(tensor, scratch));
            }
        }
        return gradients;
    }

    /** The gradient itself, dense; empty where {@code .grad} is None. {@code NDArray.getGradient()} would invent zeros there. */
    static Optional<PtNDArray> of(PtNDArray parameter, PtNDManager scratch) {
        PtNDArray gradient = JniUtils.getGradient(parameter);
        if (gradient == null) {
            return Optional.empty();
        }
        gradient.attach(scratch);
        if (JniUtils.getSparseFormat(gradient) == SparseFormat.DENSE) {
            return Optional.of(gradient);
        }
        PtNDArray dense = JniUtils.toDense(gradient);
        dense.attach(scratch);
        return Optional.of(dense);
    }

    private static Gradient read(LoadedModel.Tensor tensor, PtNDManager scratch) {
        String name = tensor.parameter().name();
        if (!tensor.parameter().trainable()) {
            return Gradient.frozen(name);
        }
        return of(tensor.array(), scratch)
                .map(gradient -> measured(name, gradient, scratch))
                .orElseGet(() -> Gradient.none(name));
    }

    private static Gradient measured(String name, PtNDArray gradient, PtNDManager scratch) {
        if (gradient.size() == 0) {
            return new Gradient(name, GradientState.ZERO, OptionalDouble.of(0), 0, OptionalDouble.of(0));
        }
        PtNDArray real = gradient.getDataType() == DataType.COMPLEX64 ? JniUtils.real(gradient) : gradient;
        real.attach(scratch);
        PtNDArray values = JniUtils.to(real, DataType.FLOAT64, real.getDevice());
        values.attach(scratch);
        PtNDArray absolute = JniUtils.abs(values);
        double max = JniUtils.max(absolute).getDouble();
        double nonzero = (double) absolute.neq(0).sum().getLong() / absolute.size();
        if (!Double.isFinite(max)) {
            return new Gradient(name, GradientState.NONFINITE, OptionalDouble.empty(), nonzero, OptionalDouble.empty());
        }
        double norm = Math.sqrt(JniUtils.sum(JniUtils.mul(values, values)).getDouble());
        GradientState state = nonzero > 0 ? GradientState.NONZERO : GradientState.ZERO;
        return new Gradient(name, state, OptionalDouble.of(norm), nonzero, OptionalDouble.of(max));
    }
}
