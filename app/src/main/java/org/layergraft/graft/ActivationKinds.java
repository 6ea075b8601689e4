package org.layergraft.graft;

import java.util.List;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;

/** Functions of each element: torch/nn/modules/activation.py, dropout.py. */
final class ActivationKinds {

    /** What other kinds offer as {@code act}, the first by default. */
    static final String[] WORDS = {"gelu", "relu", "silu", "tanh", "sigmoid"};

    static final List<LayerKind> ALL =
            List.of(relu(), gelu(), silu(), plain("tanh", "Tanh"), plain("sigmoid", "Sigmoid"), softmax(), dropout());

    private ActivationKinds() {}

    static String call(String function, String value) {
        return "torch." + function + "(" + value + ")";
    }

    private static LayerKind relu() {
        return inplace("relu", "ReLU");
    }

    private static LayerKind silu() {
        return inplace("silu", "SiLU");
    }

    private static LayerKind inplace(String id, String label) {
        return LayerKind.unary(
                id,
                label,
                Group.ACTIVATION,
                List.of(HyperKind.flag("inplace", false)),
                s -> Blueprint.of(label, "return torch." + id + (s.flag("inplace") ? "_" : "") + "(input)"));
    }

    private static LayerKind gelu() {
        return LayerKind.unary(
                "gelu",
                "GELU",
                Group.ACTIVATION,
                List.of(HyperKind.word("approximate", "none", "tanh")),
                s -> s.word("approximate").equals("none")
                        ? Blueprint.of("GELU", "return " + call("gelu", "input"))
                        // Written out: archives of an older version number have no torch.gelu that approximates.
                        : Blueprint.of(
                                "GELU",
                                "cubic = torch.add(input, torch.mul(torch.pow(input, 3), 0.044715))",
                                "gate = torch.add(torch.tanh(torch.mul(cubic, " + Math.sqrt(2 / Math.PI) + ")), 1)",
                                "return torch.mul(torch.mul(input, 0.5), gate)"));
    }

    private static LayerKind plain(String id, String label) {
        return LayerKind.unary(
                id, label, Group.ACTIVATION, List.of(), _ -> Blueprint.of(label, "return " + call(id, "input")));
    }

    private static LayerKind softmax() {
        return LayerKind.unary(
                        "softmax",
                        "Softmax",
                        Group.ACTIVATION,
                        List.of(HyperKind.whole("dim", -1, -8, 7)),
                        s -> Blueprint.of("Softmax", "return torch.softmax(input, " + s.whole("dim") + ")"))
                .shape((s, input) -> {
                    long dim = s.whole("dim");
                    boolean there = dim < input.rank() && dim >= -input.rank();
                    return there ? new Shaped.Fits(input) : Shaped.refused("dim", "fit.dim", dim, input.rank(), input);
                })
                // exp, sum, division
                .flops((_, _, output) -> 3 * output.elements());
    }

    private static LayerKind dropout() {
        return LayerKind.unary(
                "dropout",
                "Dropout",
                Group.ACTIVATION,
                List.of(HyperKind.real("p", 0.5, 0, 1), HyperKind.flag("inplace", false)),
                s -> Blueprint.of(
                        "Dropout",
                        "return torch.dropout" + (s.flag("inplace") ? "_" : "") + "(input, "
                                + Literals.real(s.real("p")) + ", self.training)"));
    }
}
