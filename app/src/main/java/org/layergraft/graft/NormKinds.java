package org.layergraft.graft;

import java.util.List;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/** Normalisations: torch/nn/modules/normalization.py, batchnorm.py. */
final class NormKinds {

    static final List<LayerKind> ALL = List.of(layerNorm());

    private NormKinds() {}

    private static LayerKind layerNorm() {
        return LayerKind.unary(
                        "layernorm",
                        "LayerNorm",
                        Group.NORMALIZATION,
                        List.of(
                                HyperKind.sizes("normalized_shape", Follows.LAST_SIZES),
                                HyperKind.real("eps", 1e-5, 0, 1),
                                HyperKind.flag("elementwise_affine", true)),
                        s -> {
                            String affine = s.flag("elementwise_affine") ? "weight, bias" : "None, None";
                            return Blueprint.of(
                                            "LayerNorm",
                                            "return torch.layer_norm(input, " + s.wholes("normalized_shape") + ", "
                                                    + affine + ", " + Literals.real(s.real("eps")) + ")")
                                    .tensors(affine(
                                            new Shape(s.wholes("normalized_shape")), s.flag("elementwise_affine")))
                                    .constants("eps : Final[float] = " + Literals.real(s.real("eps")));
                        })
                .shape(NormKinds::normalized)
                .flops((_, _, output) -> 8 * output.elements());
    }

    private static Shaped normalized(Settings s, Shape input) {
        return Shapes.endsWith(input, s.wholes("normalized_shape"))
                ? new Shaped.Fits(input)
                : Shaped.refused(
                        "normalized_shape",
                        "fit.tail",
                        "normalized_shape",
                        new Shape(s.wholes("normalized_shape")),
                        input);
    }

    private static List<NewTensor> affine(Shape shape, boolean wanted) {
        return wanted
                ? List.of(
                        new NewTensor("weight", shape, new Initializer.Constant(1)),
                        new NewTensor("bias", shape, new Initializer.Constant(0)))
                : List.of();
    }
}
