package org.layergraft.graft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/**
 * What turns features into predictions: DETR's class_embed and bbox_embed (facebookresearch/detr, models/detr.py), torchvision's
 * FastRCNNPredictor (torchvision/models/detection/faster_rcnn.py).
 */
final class HeadKinds {

    static final List<LayerKind> ALL = List.of(classification(), boxes());

    private static final long USUAL_CLASSES = 80;

    private HeadKinds() {}

    private static LayerKind classification() {
        return LayerKind.unary(
                        "classificationhead",
                        "ClassificationHead",
                        Group.HEAD,
                        List.of(
                                HyperKind.size("in_features", HeadKinds::features)
                                        .mustFollow(),
                                HyperKind.whole("num_classes", USUAL_CLASSES, 1, 1 << 24)
                                        .following(Follows.lastGiven(Follows.NOTHING)),
                                HyperKind.word("pool", "none", "spatial", "tokens", "first")
                                        .following((site, _) ->
                                                Optional.of(new Hyper.Word(site.rank() == 4 ? "spatial" : "none"))),
                                // As for focal loss: the bias that gives every class this probability. 0: torch.nn's.
                                HyperKind.real("prior_prob", 0, 0, 0.999)),
                        s -> {
                            var linear = LinearKinds.linear(s.whole("in_features"), s.whole("num_classes"), true);
                            double prior = s.real("prior_prob");
                            var tensors = linear.tensors().stream()
                                    .map(t -> t.name().equals("bias") && prior > 0
                                            ? new NewTensor(
                                                    "bias",
                                                    t.shape(),
                                                    new Initializer.Constant(-Math.log((1 - prior) / prior)))
                                            : t)
                                    .toList();
                            String pooled =
                                    switch (s.word("pool")) {
                                        case "spatial" -> "torch.mean(input, [2, 3])";
                                        case "tokens" -> "torch.mean(input, [1])";
                                        case "first" -> "torch.select(input, 1, 0)";
                                        default -> "input";
                                    };
                            return Blueprint.of(
                                            "ClassificationHead",
                                            "pooled = " + pooled,
                                            "return torch.linear(pooled, weight, bias)")
                                    .tensors(tensors);
                        })
                .shape((s, input) -> {
                    long classes = s.whole("num_classes");
                    return switch (s.word("pool")) {
                        case "spatial" -> pooled(input, 4, "N×C×H×W", classes);
                        case "tokens", "first" -> pooled(input, 3, "N×L×E", classes);
                        default -> Shapes.withLast(input, classes);
                    };
                })
                .flops((s, input, output) -> (s.word("pool").equals("none") ? 0 : input.elements())
                        + LinearKinds.flops(output, s.whole("in_features"), true));
    }

    private static Shaped pooled(Shape input, int rank, String wanted, long classes) {
        return input.rank() == rank
                ? new Shaped.Fits(Shape.of(input.sizes().getFirst(), classes))
                : Shaped.refused("pool", "fit.images", wanted, input);
    }

    /** The channels of images that are pooled, the last size of everything else. */
    private static Optional<Hyper> features(Site site, Settings chosen) {
        boolean images = chosen.values().get("pool") instanceof Hyper.Word(String given)
                ? given.equals("spatial")
                : site.rank() == 4;
        return images ? Follows.CHANNELS.from(site, chosen) : Follows.LAST_SIZE.from(site, chosen);
    }

    /** DETR's: Linear layers with ReLU and four numbers in 0 to 1. Or FastRCNN's: one Linear with four numbers for each class. */
    private static LayerKind boxes() {
        return LayerKind.unary(
                        "boxhead",
                        "BoxHead",
                        Group.HEAD,
                        List.of(
                                HyperKind.size("in_features", Follows.LAST_SIZE).mustFollow(),
                                HyperKind.word("style", "mlp", "linear").following(HeadKinds::style),
                                HyperKind.size("hidden_dim", Follows.sameAs("in_features"))
                                        .onlyIf((_, s) -> !isLinear(s)),
                                HyperKind.whole("num_layers", 3, 1, 64).onlyIf((_, s) -> !isLinear(s)),
                                HyperKind.whole("num_classes", 1, 1, 1 << 22)
                                        .following(HeadKinds::boxes)
                                        .onlyIf((_, s) -> isLinear(s))),
                        s -> isLinear(s)
                                ? Blueprint.of("BoxHead", "return (self.bbox_pred).forward(input, )")
                                        .child(
                                                "bbox_pred",
                                                LinearKinds.linear(s.whole("in_features"), results(s), true))
                                : mlp(widths(s)))
                .shape((s, input) -> Shapes.withLast(input, results(s)))
                .flops((s, input, _) -> {
                    long flops = 0;
                    var widths = isLinear(s) ? List.of(s.whole("in_features"), results(s)) : widths(s);
                    for (int i = 1; i < widths.size(); i++) {
                        var output = Shapes.replaceLast(input, widths.get(i));
                        flops += LinearKinds.flops(output, widths.get(i - 1), true);
                        flops += isLinear(s) ? 0 : output.elements();
                    }
                    return flops;
                });
    }

    /** Where it takes the place of something that gave four numbers for each of several classes. */
    private static Optional<Hyper> style(Site site, Settings chosen) {
        return numbers(site).filter(n -> n != 4 && n % 4 == 0).map(_ -> new Hyper.Word("linear"));
    }

    private static Optional<Hyper> boxes(Site site, Settings chosen) {
        return numbers(site).filter(n -> isLinear(chosen) && n % 4 == 0).map(n -> new Hyper.Whole(n / 4));
    }

    private static boolean isLinear(Settings s) {
        return new Hyper.Word("linear").equals(s.values().get("style"));
    }

    private static Optional<Long> numbers(Site site) {
        return site.replaced()
                .map(Replaced::lastGiven)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong);
    }

    private static long results(Settings s) {
        return isLinear(s) ? 4 * s.whole("num_classes") : 4;
    }

    private static List<Long> widths(Settings s) {
        var widths = new ArrayList<Long>();
        widths.add(s.whole("in_features"));
        for (int i = 1; i < s.whole("num_layers"); i++) {
            widths.add(s.whole("hidden_dim"));
        }
        widths.add(4L);
        return widths;
    }

    private static Blueprint mlp(List<Long> widths) {
        var layers = new LinkedHashMap<String, Blueprint>();
        var body = new ArrayList<String>();
        body.add("layers = self.layers");
        String value = "input";
        for (int i = 0; i + 1 < widths.size(); i++) {
            layers.put(String.valueOf(i), LinearKinds.linear(widths.get(i), widths.get(i + 1), true));
            boolean last = i + 2 == widths.size();
            body.add("x" + i + " = torch." + (last ? "sigmoid" : "relu") + "((getattr(layers, \"" + i + "\")).forward("
                    + value + ", ))");
            value = "x" + i;
        }
        body.add("return " + value);
        return Blueprint.of("BoxHead", body.toArray(String[]::new)).child("layers", Blueprint.list(layers));
    }
}
