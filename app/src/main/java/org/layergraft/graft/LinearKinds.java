package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/** Matrices on the last size: torch/nn/modules/linear.py, sparse.py; MLP as timm/layers/mlp.py has it. */
final class LinearKinds {

    /** As a replaced Linear or convolution: what stands behind it may have a bias of its own. */
    static final Follows BIASED = new Follows.Built(r -> r.biased().map(Hyper.Flag::new));

    static final List<LayerKind> ALL = List.of(linear(), mlp(), embedding());

    private LinearKinds() {}

    private static LayerKind linear() {
        return LayerKind.unary(
                        "linear",
                        "Linear",
                        Group.LINEAR,
                        List.of(
                                HyperKind.size("in_features", Follows.LAST_SIZE).mustFollow(),
                                HyperKind.size("out_features", Follows.lastGiven(Follows.sameAs("in_features"))),
                                HyperKind.flag("bias", true).following(BIASED)),
                        s -> linear(s.whole("in_features"), s.whole("out_features"), s.flag("bias")))
                .shape((s, input) -> Shapes.withLast(input, s.whole("out_features")))
                .flops((s, _, output) -> flops(output, s.whole("in_features"), s.flag("bias")));
    }

    static Blueprint linear(long in, long out, boolean bias) {
        // kaiming_uniform with a = sqrt(5) has the bound 1/sqrt(fan_in), which is the bias's bound, too.
        return linear(in, out, bias, new Initializer.Uniform(1 / Math.sqrt(in)));
    }

    static Blueprint linear(long in, long out, boolean bias, Initializer start) {
        var tensors = new ArrayList<NewTensor>();
        tensors.add(new NewTensor("weight", Shape.of(out, in), start));
        if (bias) {
            tensors.add(new NewTensor("bias", Shape.of(out), start));
        }
        return Blueprint.of("Linear", "return torch.linear(input, weight, " + (bias ? "bias" : "None") + ")")
                .tensors(tensors)
                .constants("in_features : Final[int] = " + in, "out_features : Final[int] = " + out);
    }

    /** Of a matrix product that gives this output. */
    static long flops(Shape output, long in, boolean bias) {
        return output.elements() * (2 * in + (bias ? 1 : 0));
    }

    private static LayerKind mlp() {
        return LayerKind.unary(
                        "mlp",
                        "MLP",
                        Group.LINEAR,
                        List.of(
                                HyperKind.size("in_features", Follows.LAST_SIZE).mustFollow(),
                                HyperKind.size("hidden_features", Follows.scaled("in_features", in -> 4 * in)),
                                HyperKind.size("out_features", Follows.lastGiven(Follows.sameAs("in_features"))),
                                HyperKind.word("act", ActivationKinds.WORDS),
                                HyperKind.real("drop", 0, 0, 1),
                                HyperKind.flag("bias", true)),
                        s -> {
                            String drop = Literals.real(s.real("drop")) + ", self.training)";
                            return Blueprint.of(
                                            "MLP",
                                            "hidden = (self.fc1).forward(input, )",
                                            "active = " + ActivationKinds.call(s.word("act"), "hidden"),
                                            "dropped = torch.dropout(active, " + drop,
                                            "output = (self.fc2).forward(dropped, )",
                                            "return torch.dropout(output, " + drop)
                                    .child(
                                            "fc1",
                                            linear(s.whole("in_features"), s.whole("hidden_features"), s.flag("bias")))
                                    .child(
                                            "fc2",
                                            linear(
                                                    s.whole("hidden_features"),
                                                    s.whole("out_features"),
                                                    s.flag("bias")));
                        })
                .shape((s, input) -> Shapes.withLast(input, s.whole("out_features")))
                .flops((s, input, output) -> {
                    var hidden = Shapes.replaceLast(input, s.whole("hidden_features"));
                    return flops(hidden, s.whole("in_features"), s.flag("bias"))
                            + hidden.elements()
                            + flops(output, s.whole("hidden_features"), s.flag("bias"));
                });
    }

    private static LayerKind embedding() {
        return LayerKind.unary(
                        "embedding",
                        "Embedding",
                        Group.LINEAR,
                        List.of(
                                HyperKind.size("num_embeddings", new Follows.Built(r -> Follows.whole(r.entries()))),
                                HyperKind.size("embedding_dim", Follows.lastGiven(Follows.NOTHING))),
                        s -> Blueprint.of("Embedding", "return torch.embedding(weight, input, -1, False, False)")
                                .tensors(List.of(new NewTensor(
                                        "weight",
                                        Shape.of(s.whole("num_embeddings"), s.whole("embedding_dim")),
                                        new Initializer.Normal(1))))
                                .constants(
                                        "num_embeddings : Final[int] = " + s.whole("num_embeddings"),
                                        "embedding_dim : Final[int] = " + s.whole("embedding_dim")))
                .shape((s, input) -> new Shaped.Fits(Shapes.append(input, s.whole("embedding_dim"))))
                .flops(LayerKind.FlopsRule.NONE);
    }
}
