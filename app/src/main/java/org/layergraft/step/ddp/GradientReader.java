package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;

/**
 * Reads what arrived at every parameter, in one native call. Norms are computed in float64; of a complex gradient the absolute
 * values count.
 */
final class GradientReader {

    /**
     * Per gradient: L2 norm, number of elements that are not 0, largest absolute element, 1 if all are finite. Type 7 is float64: names
     * such as torch.float64 are known to Python's TorchScript compiler only.
     */
    private static final String MEASURE = """
        def measure(gradients: List[Tensor]) -> Tensor:
            rows: List[Tensor] = []
            for g in gradients:
                if g.is_sparse:
                    g = g.coalesce().values()
                a = torch.abs(g).to(7).flatten().cpu()
                if a.numel() == 0:
                    rows.append(torch.tensor([0.0, 0.0, 0.0, 1.0], dtype=7))
                else:
                    rows.append(torch.stack([
                        torch.sqrt(torch.dot(a, a)),
                        torch.count_nonzero(a).to(7),
                        torch.max(a),
                        torch.isfinite(a).all().to(7)]))
            return torch.stack(rows)
        """;

    /** L2 norms. */
    private static final String LENGTHS = """
        def lengths(parameters: List[Tensor]) -> Tensor:
            rows: List[Tensor] = []
            for p in parameters:
                if p.is_complex():
                    p = torch.abs(p)
                a = p.detach().to(7).flatten().cpu()
                rows.append(torch.sqrt(torch.dot(a, a)))
            return torch.stack(rows)
        """;

    private final TorchText measure = new TorchText(MEASURE);
    private final TorchText lengths = new TorchText(LENGTHS);

    /** In the order of {@link LoadedModel#parameters()}. */
    List<Gradient> read(LoadedModel model) {
        List<Tensor> present = new ArrayList<>();
        for (Named parameter : model.parameters()) {
            if (hasGradient(parameter)) {
                present.add(parameter.tensor().grad());
            }
        }
        double[] numbers = new double[4 * present.size()];
        if (!present.isEmpty()) {
            measure.apply(LoadedModel.vector(present))
                    .toTensor()
                    .contiguous()
                    .data_ptr_double()
                    .get(numbers);
        }
        List<Gradient> gradients = new ArrayList<>();
        int row = 0;
        for (Named parameter : model.parameters()) {
            if (!parameter.trainable()) {
                gradients.add(Gradient.frozen(parameter.name()));
            } else if (!hasGradient(parameter)) {
                gradients.add(Gradient.none(parameter.name()));
            } else {
                gradients.add(gradient(parameter, numbers, 4 * row++));
            }
        }
        return withWeights(gradients, model.parameters());
    }

    private List<Gradient> withWeights(List<Gradient> gradients, List<Named> parameters) {
        if (parameters.isEmpty()) {
            return gradients;
        }
        double[] norms = new double[parameters.size()];
        lengths.apply(LoadedModel.vector(parameters.stream().map(Named::tensor).toList()))
                .toTensor()
                .contiguous()
                .data_ptr_double()
                .get(norms);
        return IntStream.range(0, norms.length)
                .mapToObj(i -> gradients.get(i).withWeight(norms[i]))
                .toList();
    }

    private static boolean hasGradient(Named parameter) {
        return parameter.trainable() && parameter.tensor().grad().defined();
    }

    private static Gradient gradient(Named parameter, double[] numbers, int at) {
        double nonzero = numbers[at + 1];
        double share = nonzero == 0 ? 0 : nonzero / parameter.tensor().numel();
        boolean finite = numbers[at + 3] != 0;
        Gradient gradient = finite
                ? new Gradient(
                        parameter.name(),
                        nonzero == 0 ? GradientState.ZERO : GradientState.NONZERO,
                        OptionalDouble.of(numbers[at]),
                        share,
                        OptionalDouble.of(numbers[at + 2]))
                : new Gradient(
                        parameter.name(),
                        GradientState.NONFINITE,
                        OptionalDouble.empty(),
                        share,
                        OptionalDouble.empty());
        return Sizes.of(parameter.tensor().grad()).map(gradient::with).orElse(gradient);
    }
}
