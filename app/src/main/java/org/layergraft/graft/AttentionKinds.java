package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.graft.ConvolutionKinds.Geometry;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/**
 * Attention between tokens or channels: torch/nn/modules/activation.py (MultiheadAttention), torchvision/ops/misc.py
 * (SqueezeExcitation), torchvision/models/vision_transformer.py (pos_embedding).
 */
final class AttentionKinds {

    static final List<LayerKind> ALL = List.of(multiheadAttention(), squeezeExcitation(), positionalEmbedding());

    private static final long USUAL_HEADS = 8;
    private static final long USUAL_SQUEEZE = 16;

    private AttentionKinds() {}

    /** Of a sequence to itself. The batch comes first unless told otherwise; torch.nn's own default is the other way. */
    private static LayerKind multiheadAttention() {
        return LayerKind.unary(
                        "multiheadattention",
                        "MultiheadAttention",
                        Group.ATTENTION,
                        List.of(
                                HyperKind.size("embed_dim", Follows.LAST_SIZE).mustFollow(),
                                HyperKind.size(
                                        "num_heads",
                                        Follows.scaled("embed_dim", e -> Shapes.largestDivisor(e, USUAL_HEADS))),
                                HyperKind.real("dropout", 0, 0, 1),
                                HyperKind.flag("bias", true),
                                HyperKind.flag("batch_first", true)),
                        AttentionKinds::multiheadAttention)
                .rules(s -> s.whole("embed_dim") % s.whole("num_heads") == 0
                        ? List.of()
                        : List.of(Misfit.of(
                                "num_heads",
                                "fit.multiple",
                                "embed_dim",
                                s.whole("embed_dim"),
                                "num_heads",
                                s.whole("num_heads"))))
                .shape((_, input) ->
                        input.rank() == 3 ? new Shaped.Fits(input) : Shaped.refused("", "fit.images", "N×L×E", input))
                .flops((s, input, _) -> {
                    long embed = s.whole("embed_dim");
                    long length = input.sizes().get(s.flag("batch_first") ? 1 : 0);
                    long scores = input.elements() / embed * length;
                    return input.elements() * 8 * embed
                            + scores * (4 * embed + 3 * s.whole("num_heads"))
                            + (s.flag("bias") ? 4 * input.elements() : 0);
                });
    }

    private static Blueprint multiheadAttention(Settings s) {
        long embed = s.whole("embed_dim");
        long heads = s.whole("num_heads");
        boolean bias = s.flag("bias");
        boolean first = s.flag("batch_first");
        var tensors = new ArrayList<NewTensor>();
        // xavier_uniform: fan_in is embed, fan_out three times that.
        tensors.add(new NewTensor(
                "in_proj_weight", Shape.of(3 * embed, embed), new Initializer.Uniform(Math.sqrt(6.0 / (4 * embed)))));
        if (bias) {
            tensors.add(new NewTensor("in_proj_bias", Shape.of(3 * embed), new Initializer.Constant(0)));
        }
        var outside = LinearKinds.linear(embed, embed, bias);
        outside = outside.named("NonDynamicallyQuantizableLinear")
                .tensors(outside.tensors().stream()
                        .map(t -> t.name().equals("bias")
                                ? new NewTensor("bias", t.shape(), new Initializer.Constant(0))
                                : t)
                        .toList());
        return Blueprint.of(
                        "MultiheadAttention",
                        "x = " + (first ? "input" : "torch.transpose(input, 0, 1)"),
                        "batch = torch.size(x, 0)",
                        "length = torch.size(x, 1)",
                        "projected = torch.linear(x, in_proj_weight, " + (bias ? "in_proj_bias" : "None") + ")",
                        "heads = torch.reshape(projected, [batch, length, 3, " + heads + ", " + embed / heads + "])",
                        "split = torch.permute(heads, [2, 0, 3, 1, 4])",
                        "query = torch.mul(torch.select(split, 0, 0), " + Literals.real(Math.sqrt(1.0 * heads / embed))
                                + ")",
                        "key = torch.select(split, 0, 1)",
                        "value = torch.select(split, 0, 2)",
                        "scores = torch.softmax(torch.matmul(query, torch.transpose(key, -2, -1)), -1)",
                        "kept = torch.dropout(scores, " + Literals.real(s.real("dropout")) + ", self.training)",
                        "mixed = torch.transpose(torch.matmul(kept, value), 1, 2)",
                        "output = (self.out_proj).forward(torch.reshape(mixed, [batch, length, " + embed + "]), )",
                        "return " + (first ? "output" : "torch.transpose(output, 0, 1)"))
                .tensors(tensors)
                .child("out_proj", outside);
    }

    private static LayerKind squeezeExcitation() {
        return LayerKind.unary(
                        "seblock",
                        "SEBlock",
                        Group.ATTENTION,
                        List.of(
                                HyperKind.size("input_channels", Follows.CHANNELS)
                                        .mustFollow(),
                                HyperKind.size(
                                        "squeeze_channels",
                                        Follows.scaled("input_channels", c -> Math.max(1, c / USUAL_SQUEEZE)))),
                        s -> {
                            long all = s.whole("input_channels");
                            long few = s.whole("squeeze_channels");
                            return Blueprint.of(
                                            "SEBlock",
                                            "pooled = torch.adaptive_avg_pool2d(input, [1, 1])",
                                            "squeezed = torch.relu((self.fc1).forward(pooled, ))",
                                            "scale = torch.sigmoid((self.fc2).forward(squeezed, ))",
                                            "return torch.mul(scale, input)")
                                    .child("fc1", ConvolutionKinds.convolution(Geometry.pointwise(all, few), true))
                                    .child("fc2", ConvolutionKinds.convolution(Geometry.pointwise(few, all), true));
                        })
                .shape((_, input) ->
                        input.rank() == 4 ? new Shaped.Fits(input) : Shaped.refused("", "fit.images", "N×C×H×W", input))
                .flops((s, input, output) -> {
                    long all = s.whole("input_channels");
                    long few = s.whole("squeeze_channels");
                    return 2 * output.elements() + input.sizes().getFirst() * (4 * all * few + 2 * few + 2 * all);
                });
    }

    private static LayerKind positionalEmbedding() {
        return LayerKind.unary(
                        "positionalembedding",
                        "PositionalEmbedding",
                        Group.ATTENTION,
                        List.of(
                                HyperKind.sizes("shape", AttentionKinds::oneForTheBatch),
                                HyperKind.word("init", "normal", "zeros"),
                                HyperKind.real("std", 0.02, 0, 10)
                                        .onlyIf((_, s) -> !new Hyper.Word("zeros")
                                                .equals(s.values().get("init")))),
                        s -> {
                            Initializer start = s.word("init").equals("zeros")
                                    ? new Initializer.Constant(0)
                                    : new Initializer.Normal(s.real("std"));
                            return Blueprint.of("PositionalEmbedding", "return torch.add(input, pos_embedding)")
                                    .tensors(List.of(
                                            new NewTensor("pos_embedding", new Shape(s.wholes("shape")), start)));
                        })
                .shape((s, input) -> Shapes.broadcasts(s.wholes("shape"), input)
                        ? new Shaped.Fits(input)
                        : Shaped.refused("shape", "fit.broadcast", new Shape(s.wholes("shape")), input));
    }

    /** The shape there, with 1 for the batch. */
    private static Optional<Hyper> oneForTheBatch(Site site, Settings chosen) {
        return site.shape()
                .filter(shape -> shape.rank() > 1)
                .map(shape -> new Hyper.Wholes(Shapes.replace(shape, 0, 1).sizes()));
    }
}
