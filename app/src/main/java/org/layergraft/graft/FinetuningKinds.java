package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Role;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.graft.Site.Convolution;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

/**
 * Small layers for a trained model, which begin as (almost) nothing: adapters (arXiv:1902.00751), LoRA (arXiv:2106.09685 and
 * peft/tuners/lora/layer.py), LayerScale (arXiv:2103.17239).
 */
final class FinetuningKinds {

    /** A Linear has no kernel to move. */
    private static final Hyper LINEAR = new Hyper.Wholes(List.of());

    static final List<LayerKind> ALL = List.of(adapter(), lora(), layerScale());

    private static final Initializer ZEROS = new Initializer.Constant(0);

    private FinetuningKinds() {}

    /** Its last layer begins as zero, so that it begins as identity. */
    private static LayerKind adapter() {
        return LayerKind.unary(
                        "adapter",
                        "Adapter",
                        Group.FINETUNING,
                        List.of(
                                HyperKind.size("embed_dim", Follows.LAST_SIZE).mustFollow(),
                                HyperKind.size("bottleneck", Follows.scaled("embed_dim", e -> Math.max(1, e / 4))),
                                HyperKind.word("act", ActivationKinds.WORDS),
                                HyperKind.real("dropout", 0, 0, 1)),
                        s -> Blueprint.of(
                                        "Adapter",
                                        "low = (self.down).forward(input, )",
                                        "active = " + ActivationKinds.call(s.word("act"), "low"),
                                        "dropped = torch.dropout(active, " + Literals.real(s.real("dropout"))
                                                + ", self.training)",
                                        "return torch.add(input, (self.up).forward(dropped, ))")
                                .child("down", LinearKinds.linear(s.whole("embed_dim"), s.whole("bottleneck"), true))
                                .child(
                                        "up",
                                        LinearKinds.linear(s.whole("bottleneck"), s.whole("embed_dim"), true, ZEROS)))
                .shape((s, input) -> Shapes.withLast(input, s.whole("embed_dim")))
                .flops((s, input, output) -> {
                    var low = Shapes.replaceLast(input, s.whole("bottleneck"));
                    return LinearKinds.flops(low, s.whole("embed_dim"), true)
                            + low.elements()
                            + LinearKinds.flops(output, s.whole("bottleneck"), true)
                            + output.elements();
                });
    }

    /** lora_B begins as zero, so that the wrapped module begins as it was. */
    private static LayerKind lora() {
        return LayerKind.unary(
                        "lora",
                        "LoRA",
                        Group.FINETUNING,
                        List.of(
                                HyperKind.whole("r", 8, 1, 1 << 16),
                                HyperKind.real("lora_alpha", 16, 0, 1e6),
                                HyperKind.real("lora_dropout", 0, 0, 1),
                                HyperKind.size("in_features", (site, _) -> size(site, true))
                                        .mustFollow(),
                                HyperKind.size("out_features", (site, _) -> size(site, false))
                                        .mustFollow(),
                                HyperKind.sizes("kernel_size", (site, _) -> kernel(site))
                                        .mustFollow()
                                        .onlyIf((site, _) -> moves(site)),
                                moved("stride", 1),
                                moved("padding", 0),
                                moved("dilation", 1)),
                        FinetuningKinds::lora)
                .role(Role.BESIDE)
                .rules(s -> List.of("stride", "padding", "dilation").stream()
                        .filter(name ->
                                s.wholes(name).size() != s.wholes("kernel_size").size())
                        .map(name -> Misfit.of(
                                name,
                                "fit.count",
                                name,
                                s.wholes(name),
                                s.wholes("kernel_size").size()))
                        .toList())
                .flops((s, _, output) -> {
                    long field = s.wholes("kernel_size").stream().reduce(1L, Math::multiplyExact);
                    long places = output.elements() / s.whole("out_features");
                    return places * 2 * s.whole("r") * (s.whole("in_features") * field + s.whole("out_features"))
                            + 2 * output.elements();
                });
    }

    private static HyperKind moved(String name, long least) {
        return HyperKind.sizes(name, (site, _) -> numbers(site, name))
                .within(least, 1 << 20)
                .otherwise(LINEAR)
                .mustFollow()
                .onlyIf((site, _) -> moves(site));
    }

    private static boolean moves(Site site) {
        return site.wrapped().filter(Site.Wrapped::isLinear).isEmpty();
    }

    private static Blueprint lora(Settings s) {
        long r = s.whole("r");
        var kernel = s.wholes("kernel_size");
        var first = new ArrayList<>(List.of(r, s.whole("in_features")));
        first.addAll(kernel);
        var second = new ArrayList<>(List.of(s.whole("out_features"), r));
        kernel.forEach(_ -> second.add(1L));
        long field = kernel.stream().reduce(1L, Math::multiplyExact);
        String low = "torch.linear(dropped, lora_A, None)";
        String high = "torch.linear(low, lora_B, None)";
        if (!kernel.isEmpty()) {
            String call = "torch.conv" + kernel.size() + "d(";
            low = call + "dropped, lora_A, None, " + s.wholes("stride") + ", " + s.wholes("padding") + ", "
                    + s.wholes("dilation") + ", 1)";
            high = call + "low, lora_B)";
        }
        return Blueprint.of(
                        "LoRA",
                        "dropped = torch.dropout(input, " + Literals.real(s.real("lora_dropout")) + ", self.training)",
                        "low = " + low,
                        "high = " + high,
                        "return torch.add(output, torch.mul(high, " + Literals.real(s.real("lora_alpha") / r) + "))")
                .arguments("output", "input")
                .tensors(List.of(
                        new NewTensor(
                                "lora_A", new Shape(first), ConvolutionKinds.uniform(s.whole("in_features") * field)),
                        new NewTensor("lora_B", new Shape(second), ZEROS)));
    }

    private static Optional<Shape> weight(Site site) {
        return site.wrapped()
                .flatMap(w -> w.module().parameters().stream()
                        .filter(p -> p.localName().equals("weight"))
                        .map(Parameter::shape)
                        .findFirst()
                        .filter(shape -> shape.rank() == 2
                                ? w.isLinear()
                                : w.convolution().isPresent()));
    }

    private static Optional<Hyper> size(Site site, boolean in) {
        long groups = site.wrapped()
                .flatMap(Site.Wrapped::convolution)
                .map(Convolution::groups)
                .orElse(1L);
        return weight(site)
                .map(w -> new Hyper.Whole(
                        in ? w.sizes().get(1) * groups : w.sizes().get(0)));
    }

    private static Optional<Hyper> kernel(Site site) {
        return weight(site).map(w -> new Hyper.Wholes(w.sizes().subList(2, w.rank())));
    }

    private static Optional<Hyper> numbers(Site site, String name) {
        return weight(site)
                .map(_ -> new Hyper.Wholes(site.wrapped()
                        .flatMap(Site.Wrapped::convolution)
                        .map(c -> switch (name) {
                            case "stride" -> c.stride();
                            case "padding" -> c.padding();
                            default -> c.dilation();
                        })
                        .orElse(List.of())));
    }

    private static LayerKind layerScale() {
        return LayerKind.unary(
                        "layerscale",
                        "LayerScale",
                        Group.FINETUNING,
                        List.of(
                                HyperKind.size("dim", FinetuningKinds::scaled).mustFollow(),
                                HyperKind.real("init_values", 1e-5, -1e3, 1e3),
                                HyperKind.flag("channels_first", false)
                                        .following((site, _) -> Optional.of(new Hyper.Flag(site.rank() == 4)))),
                        s -> {
                            long dim = s.whole("dim");
                            var shape = s.flag("channels_first") ? Shape.of(dim, 1, 1) : Shape.of(dim);
                            return Blueprint.of("LayerScale", "return torch.mul(input, gamma)")
                                    .tensors(List.of(new NewTensor(
                                            "gamma", shape, new Initializer.Constant(s.real("init_values")))));
                        })
                .shape((s, input) -> !s.flag("channels_first") || input.rank() >= 3
                        ? new Shaped.Fits(input)
                        : Shaped.refused("channels_first", "fit.images", "N×C×H×W", input));
    }

    /** The channels of images, the last size of everything else. */
    private static Optional<Hyper> scaled(Site site, Settings chosen) {
        boolean channels =
                chosen.values().get("channels_first") instanceof Hyper.Flag(boolean given) ? given : site.rank() == 4;
        return channels ? Follows.CHANNELS.from(site, chosen) : Follows.LAST_SIZE.from(site, chosen);
    }
}
