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
import org.layergraft.step.Magnitudes;
import org.layergraft.step.RowMarks;

/** Reads what a backward left at each parameter. Statistics are computed in float64, as the reference cases do. */
final class GradientReader {

    private static final long PIECE = 1 << 20;

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
        Gradient gradient =
                of(tensor.array(), scratch).map(g -> measured(name, g, scratch)).orElseGet(() -> Gradient.none(name));
        return measures(tensor) ? gradient.withWeight(length(tensor.array(), scratch)) : gradient;
    }

    /** Norms of complex numbers are not taken here: DJL has no absolute value of them. */
    static boolean measures(LoadedModel.Tensor tensor) {
        return tensor.array().getDataType() != DataType.COMPLEX64;
    }

    /** How far it moves a parameter: the L2 norm of what it is afterwards minus what it was before. */
    static double moved(LoadedModel.Tensor tensor, PtNDManager manager, Runnable move) {
        try (PtNDManager scratch = (PtNDManager) manager.newSubManager()) {
            PtNDArray now = JniUtils.detachGradient(tensor.array());
            now.attach(scratch);
            PtNDArray difference = JniUtils.clone(now);
            difference.attach(scratch);
            move.run();
            JniUtils.subi(difference, now);
            return length(difference, scratch);
        }
    }

    private static double length(PtNDArray array, PtNDManager scratch) {
        if (array.size() == 0) {
            return 0;
        }
        PtNDArray values = JniUtils.to(array, DataType.FLOAT64, array.getDevice());
        values.attach(scratch);
        return Math.sqrt(JniUtils.sum(JniUtils.mul(values, values)).getDouble());
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
        var read = new Gradient(name, state, OptionalDouble.of(norm), nonzero, OptionalDouble.of(max));
        return magnitudes(absolute).map(read::with).orElse(read);
    }

    /** Read in pieces: a whole gradient need not fit into the heap. */
    private static Optional<Magnitudes> magnitudes(PtNDArray absolute) {
        PtNDArray flat = JniUtils.reshape(absolute, new long[] {-1});
        flat.attach(absolute.getManager());
        var bins = new long[Magnitudes.BINS];
        for (long from = 0; from < flat.size(); from += PIECE) {
            PtNDArray piece = JniUtils.slice(flat, 0, from, Math.min(from + PIECE, flat.size()), 1);
            piece.attach(absolute.getManager());
            for (double number : piece.toDoubleArray()) {
                if (number > 0 && number < Double.POSITIVE_INFINITY) {
                    int exponent = Math.clamp(Math.getExponent(number), Magnitudes.LOWEST, Magnitudes.HIGHEST);
                    bins[exponent - Magnitudes.LOWEST]++;
                }
            }
            piece.close();
        }
        return Magnitudes.of(bins);
    }

    /** Marks slices that have a gradient now. */
    static void look(LoadedModel model, RowMarks marks) {
        for (LoadedModel.Tensor tensor : model.parameters()) {
            String name = tensor.parameter().name();
            if (tensor.parameter().trainable() && marks.isOpen(name)) {
                try (PtNDManager scratch = (PtNDManager) model.manager().newSubManager()) {
                    of(tensor.array(), scratch)
                            .filter(g -> g.getShape().dimension() > 0 && g.size() > 0)
                            .ifPresent(g -> look(name, g, scratch, marks));
                }
            }
        }
    }

    private static void look(String name, PtNDArray gradient, PtNDManager scratch, RowMarks marks) {
        int rows = Math.toIntExact(gradient.getShape().get(0));
        PtNDArray hit = gradient.neq(0);
        hit.attach(scratch);
        PtNDArray numbers = JniUtils.to(JniUtils.reshape(hit, new long[] {rows, -1}), DataType.UINT8, hit.getDevice());
        numbers.attach(scratch);
        PtNDArray any = JniUtils.max(numbers, 1, false);
        any.attach(scratch);
        int[] hits = any.toUint8Array();
        marks.add(name, rows, row -> hits[row] != 0);
    }
}
