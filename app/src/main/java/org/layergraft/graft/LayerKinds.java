package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.layergraft.graft.HyperKind.Follows;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/**
 * Every kind of layer there is. A new kind is one method here and its line in {@link #ALL}.
 *
 * <p>Shapes, defaults and initial values are torch.nn's: torch/nn/modules/linear.py, normalization.py, sparse.py, torch/nn/init.py.
 */
public final class LayerKinds {

    private static final List<LayerKind> ALL =
            List.of(parameter(), linear(), layerNorm(), relu(), gelu(), dropout(), embedding());

    private LayerKinds() {}

    public static List<LayerKind> all() {
        return ALL;
    }

    public static Optional<LayerKind> find(String id) {
        return ALL.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    private static LayerKind parameter() {
        return new LayerKind(
                "parameter",
                "Parameter",
                List.of(
                        HyperKind.sizes("shape", Follows.NOTHING),
                        HyperKind.word("init", "normal", "xavier_uniform", "uniform", "zeros", "ones")),
                s -> {
                    var shape = new Shape(s.wholes("shape"));
                    return List.of(new NewTensor(
                            "",
                            shape,
                            switch (s.word("init")) {
                                case "xavier_uniform" -> new Initializer.Uniform(Math.sqrt(6.0 / fans(shape)));
                                case "uniform" -> new Initializer.Uniform(1);
                                case "zeros" -> new Initializer.Constant(0);
                                case "ones" -> new Initializer.Constant(1);
                                default -> new Initializer.Normal();
                            }));
                },
                Optional.empty());
    }

    /** fan_in + fan_out as torch/nn/init.py counts them; a vector counts its length once each way. */
    private static double fans(Shape shape) {
        if (shape.rank() < 2) {
            return Math.max(1, 2.0 * shape.elements());
        }
        double field = shape.sizes().stream().skip(2).reduce(1L, Math::multiplyExact);
        return (shape.sizes().get(0) + shape.sizes().get(1)) * field;
    }

    private static LayerKind linear() {
        return new LayerKind(
                "linear",
                "Linear",
                List.of(
                        HyperKind.size("in_features", Follows.LAST_SIZE),
                        HyperKind.size("out_features", Follows.LAST_SIZE),
                        HyperKind.flag("bias", true)),
                s -> {
                    // kaiming_uniform with a = sqrt(5) has the bound 1/sqrt(fan_in), which is the bias's bound, too.
                    var uniform = new Initializer.Uniform(1 / Math.sqrt(s.whole("in_features")));
                    var tensors = new ArrayList<NewTensor>();
                    tensors.add(new NewTensor(
                            "weight", Shape.of(s.whole("out_features"), s.whole("in_features")), uniform));
                    if (s.flag("bias")) {
                        tensors.add(new NewTensor("bias", Shape.of(s.whole("out_features")), uniform));
                    }
                    return tensors;
                },
                code(
                        s -> List.of(
                                "out_features : Final[int] = " + s.whole("out_features"),
                                "in_features : Final[int] = " + s.whole("in_features")),
                        s -> List.of(
                                "return torch.linear(input, weight, " + (s.flag("bias") ? "bias" : "None") + ")")));
    }

    private static LayerKind layerNorm() {
        return new LayerKind(
                "layernorm",
                "LayerNorm",
                List.of(
                        HyperKind.sizes("normalized_shape", Follows.LAST_SIZE),
                        HyperKind.real("eps", 1e-5, 0, 1),
                        HyperKind.flag("elementwise_affine", true)),
                s -> {
                    var shape = new Shape(s.wholes("normalized_shape"));
                    return s.flag("elementwise_affine")
                            ? List.of(
                                    new NewTensor("weight", shape, new Initializer.Constant(1)),
                                    new NewTensor("bias", shape, new Initializer.Constant(0)))
                            : List.of();
                },
                code(s -> List.of("eps : Final[float] = " + Literals.real(s.real("eps"))), s -> {
                    String sizes = s.wholes("normalized_shape").stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
                    String affine = s.flag("elementwise_affine") ? "weight, bias" : "None, None";
                    return List.of("return torch.layer_norm(input, [" + sizes + "], " + affine + ", "
                            + Literals.real(s.real("eps")) + ")");
                }));
    }

    private static LayerKind relu() {
        return plain(
                "relu",
                "ReLU",
                List.of(HyperKind.flag("inplace", false)),
                s -> s.flag("inplace") ? "torch.relu_(input)" : "torch.relu(input)");
    }

    private static LayerKind gelu() {
        return plain("gelu", "GELU", List.of(), s -> "torch.gelu(input)");
    }

    private static LayerKind dropout() {
        return plain(
                "dropout",
                "Dropout",
                List.of(HyperKind.real("p", 0.5, 0, 1)),
                s -> "torch.dropout(input, " + Literals.real(s.real("p")) + ", self.training)");
    }

    private static LayerKind embedding() {
        return new LayerKind(
                "embedding",
                "Embedding",
                List.of(
                        HyperKind.size("num_embeddings", Follows.NOTHING),
                        HyperKind.size("embedding_dim", Follows.NOTHING)),
                s -> List.of(new NewTensor(
                        "weight",
                        Shape.of(s.whole("num_embeddings"), s.whole("embedding_dim")),
                        new Initializer.Normal())),
                code(
                        s -> List.of(
                                "num_embeddings : Final[int] = " + s.whole("num_embeddings"),
                                "embedding_dim : Final[int] = " + s.whole("embedding_dim")),
                        s -> List.of("return torch.embedding(weight, input, -1, False, False)")));
    }

    private static LayerKind plain(String id, String label, List<HyperKind> hypers, Function<Settings, String> result) {
        return new LayerKind(
                id, label, hypers, s -> List.of(), code(s -> List.of(), s -> List.of("return " + result.apply(s))));
    }

    private static Optional<LayerKind.Code> code(
            Function<Settings, List<String>> constants, Function<Settings, List<String>> body) {
        return Optional.of(new LayerKind.Code(constants, body));
    }
}
