package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/**
 * Convolutions over N×C×…: torch/nn/modules/conv.py. The padding that is left out keeps the size of the image where the stride is 1,
 * so that a layer that is let into an edge fits; torch.nn's own default is 0.
 */
final class ConvolutionKinds {

    private static final HyperKind IN =
            HyperKind.size("in_channels", Follows.CHANNELS).mustFollow();
    private static final HyperKind OUT =
            HyperKind.size("out_channels", Follows.channelsGiven(Follows.sameAs("in_channels")));
    private static final HyperKind GROUPS =
            HyperKind.whole("groups", 1, 1, Integer.MAX_VALUE).following(ConvolutionKinds::groups);
    private static final HyperKind BIAS = HyperKind.flag("bias", true).following(LinearKinds.BIASED);

    static final List<LayerKind> ALL = List.of(
            plain("conv1d", "Conv1d", 1),
            plain("conv2d", "Conv2d", 2),
            plain("conv3d", "Conv3d", 3),
            transposed(),
            depthwise());

    private ConvolutionKinds() {}

    /**
     * How a kernel is moved over the image, one number for each dimension.
     *
     * @param in channels @param out channels
     */
    record Geometry(
            long in,
            long out,
            List<Long> kernel,
            List<Long> stride,
            List<Long> padding,
            List<Long> dilation,
            long groups) {

        static Geometry of(Settings s) {
            return new Geometry(
                    s.whole("in_channels"),
                    s.whole("out_channels"),
                    s.wholes("kernel_size"),
                    s.wholes("stride"),
                    s.wholes("padding"),
                    s.wholes("dilation"),
                    s.whole("groups"));
        }

        static Geometry ofDepthwise(Settings s) {
            long in = s.whole("in_channels");
            return new Geometry(
                    in,
                    in * s.whole("depth_multiplier"),
                    s.wholes("kernel_size"),
                    s.wholes("stride"),
                    s.wholes("padding"),
                    s.wholes("dilation"),
                    in);
        }

        static Geometry pointwise(long in, long out) {
            return new Geometry(in, out, List.of(1L, 1L), List.of(1L, 1L), List.of(0L, 0L), List.of(1L, 1L), 1);
        }

        int dimensions() {
            return kernel.size();
        }

        long field() {
            return kernel.stream().reduce(1L, Math::multiplyExact);
        }
    }

    private static LayerKind plain(String id, String label, int n) {
        return LayerKind.unary(
                        id,
                        label,
                        Group.CONVOLUTION,
                        List.of(IN, OUT, kernel(n), stride(n), padding(n), dilation(n), GROUPS, BIAS),
                        s -> convolution(Geometry.of(s), s.flag("bias")))
                .rules(ConvolutionKinds::grouping)
                .shape((s, input) -> convolved(Geometry.of(s), input))
                .flops((s, _, output) -> flops(Geometry.of(s), output, s.flag("bias")));
    }

    private static LayerKind depthwise() {
        return LayerKind.unary(
                        "depthwiseconv2d",
                        "DepthwiseConv2d",
                        Group.CONVOLUTION,
                        List.of(
                                IN,
                                HyperKind.whole("depth_multiplier", 1, 1, 1 << 10)
                                        .following(ConvolutionKinds::multiplier),
                                kernel(2),
                                stride(2),
                                padding(2),
                                dilation(2),
                                BIAS),
                        s -> convolution(Geometry.ofDepthwise(s), s.flag("bias")))
                .shape((s, input) -> convolved(Geometry.ofDepthwise(s), input))
                .flops((s, _, output) -> flops(Geometry.ofDepthwise(s), output, s.flag("bias")));
    }

    private static LayerKind transposed() {
        return LayerKind.unary(
                        "convtranspose2d",
                        "ConvTranspose2d",
                        Group.CONVOLUTION,
                        List.of(
                                IN,
                                OUT,
                                kernel(2),
                                stride(2),
                                padding(2),
                                HyperKind.each("output_padding", 2, 0, 0),
                                GROUPS,
                                BIAS,
                                dilation(2)),
                        s -> {
                            var g = Geometry.of(s);
                            // fan_in as torch/nn/init.py counts it: size 1 of the weight times the kernel.
                            var start = uniform(g.out / g.groups * g.field());
                            String call = "torch.conv_transpose2d(input, weight, " + (s.flag("bias") ? "bias" : "None")
                                    + ", " + g.stride + ", " + g.padding + ", " + s.wholes("output_padding") + ", "
                                    + g.groups + ", " + g.dilation + ")";
                            return Blueprint.of("ConvTranspose2d", "return " + call)
                                    .tensors(tensors(g.in, g.out / g.groups, g, s.flag("bias"), start));
                        })
                .rules(s -> {
                    var wrong = new ArrayList<>(grouping(s));
                    for (int i = 0; i < 2; i++) {
                        long added = s.wholes("output_padding").get(i);
                        if (added >= s.wholes("stride").get(i)
                                && added >= s.wholes("dilation").get(i)) {
                            wrong.add(Misfit.of("output_padding", "fit.outputPadding", s.wholes("output_padding")));
                        }
                    }
                    return wrong;
                })
                .shape((s, input) -> sized(
                        Geometry.of(s),
                        input,
                        (g, i, size) -> (size - 1) * g.stride.get(i)
                                - 2 * g.padding.get(i)
                                + g.dilation.get(i) * (g.kernel.get(i) - 1)
                                + s.wholes("output_padding").get(i)
                                + 1))
                .flops((s, input, output) -> {
                    var g = Geometry.of(s);
                    return input.elements() * 2 * (g.out / g.groups) * g.field()
                            + (s.flag("bias") ? output.elements() : 0);
                });
    }

    static Blueprint convolution(Geometry g, boolean bias) {
        String name = "conv" + g.dimensions() + "d";
        String call = "torch." + name + "(input, weight, " + (bias ? "bias" : "None") + ", " + g.stride + ", "
                + g.padding + ", " + g.dilation + ", " + g.groups + ")";
        return Blueprint.of("C" + name.substring(1), "return " + call)
                .tensors(tensors(g.out, g.in / g.groups, g, bias, uniform(g.in / g.groups * g.field())));
    }

    private static List<NewTensor> tensors(long first, long second, Geometry g, boolean bias, Initializer start) {
        var sizes = new ArrayList<>(List.of(first, second));
        sizes.addAll(g.kernel);
        var weight = new NewTensor("weight", new Shape(sizes), start);
        return bias ? List.of(weight, new NewTensor("bias", Shape.of(g.out), start)) : List.of(weight);
    }

    /** kaiming_uniform with a = sqrt(5), which is the bias's bound, too. */
    static Initializer uniform(long fanIn) {
        return new Initializer.Uniform(1 / Math.sqrt(fanIn));
    }

    static Shaped convolved(Geometry geometry, Shape input) {
        return sized(
                geometry,
                input,
                (g, i, size) -> Math.floorDiv(
                                size + 2 * g.padding.get(i) - g.dilation.get(i) * (g.kernel.get(i) - 1) - 1,
                                g.stride.get(i))
                        + 1);
    }

    static long flops(Geometry g, Shape output, boolean bias) {
        return output.elements() * (2 * (g.in / g.groups) * g.field() + (bias ? 1 : 0));
    }

    private interface Size {
        long of(Geometry g, int dimension, long size);
    }

    private static Shaped sized(Geometry g, Shape input, Size rule) {
        if (input.rank() != g.dimensions() + 2) {
            return Shaped.refused("", "fit.images", "N×C" + dimensions(g), input);
        }
        var sizes = new ArrayList<>(List.of(input.sizes().getFirst(), g.out));
        for (int i = 0; i < g.dimensions(); i++) {
            sizes.add(rule.of(g, i, input.sizes().get(i + 2)));
        }
        return sizes.stream().skip(2).allMatch(size -> size > 0)
                ? new Shaped.Fits(new Shape(sizes))
                : Shaped.refused("kernel_size", "fit.kernel", g.kernel, input);
    }

    private static String dimensions(Geometry g) {
        return switch (g.dimensions()) {
            case 1 -> "×L";
            case 2 -> "×H×W";
            default -> "×D×H×W";
        };
    }

    private static List<Misfit> grouping(Settings s) {
        var wrong = new ArrayList<Misfit>();
        for (String channels : List.of("in_channels", "out_channels")) {
            if (s.whole(channels) % s.whole("groups") != 0) {
                wrong.add(
                        Misfit.of("groups", "fit.multiple", channels, s.whole(channels), "groups", s.whole("groups")));
            }
        }
        return wrong;
    }

    private static HyperKind kernel(int n) {
        return HyperKind.each("kernel_size", n, 3, 1).following(as(n, Geometry::kernel));
    }

    private static HyperKind stride(int n) {
        return HyperKind.each("stride", n, 1, 1).following(as(n, Geometry::stride));
    }

    private static HyperKind dilation(int n) {
        return HyperKind.each("dilation", n, 1, 1).following(as(n, Geometry::dilation));
    }

    /** As the convolution that is replaced, if it moves over as many dimensions. */
    private static Follows as(int n, Function<Geometry, List<Long>> numbers) {
        return new Follows.Built(
                r -> r.geometry().filter(g -> g.dimensions() == n).map(numbers).map(Hyper.Wholes::new));
    }

    private static Optional<Hyper> groups(Site site, Settings chosen) {
        return site.replaced()
                .flatMap(Replaced::geometry)
                .map(Geometry::groups)
                .filter(groups -> Stream.of("in_channels", "out_channels")
                        .allMatch(name -> chosen.values().get(name) instanceof Hyper.Whole(long channels)
                                && channels % groups == 0))
                .map(Hyper.Whole::new);
    }

    private static Optional<Hyper> multiplier(Site site, Settings chosen) {
        long in = chosen.values().get("in_channels") instanceof Hyper.Whole(long channels) ? channels : 0;
        return site.replaced()
                .flatMap(r -> Follows.whole(r.channelsGiven()))
                .filter(given -> in > 0 && given instanceof Hyper.Whole(long out) && out % in == 0)
                .map(given -> new Hyper.Whole(((Hyper.Whole) given).value() / in));
    }

    /** Such that as much comes out as from the convolution that is replaced, or, at stride 1, as goes in. */
    private static HyperKind padding(int n) {
        return HyperKind.each("padding", n, 0, 0).following((site, chosen) -> {
            if (!(chosen.values().get("kernel_size") instanceof Hyper.Wholes(List<Long> kernel))) {
                return Optional.empty();
            }
            var before = site.replaced().flatMap(Replaced::geometry).filter(g -> g.dimensions() == n);
            var padding = new ArrayList<Long>();
            for (int i = 0; i < kernel.size(); i++) {
                int at = i;
                long dilation = chosen.values().get("dilation") instanceof Hyper.Wholes(List<Long> d)
                        ? d.get(i)
                        : before.map(g -> g.dilation.get(at)).orElse(1L);
                long spread = dilation * (kernel.get(i) - 1);
                long lost = before.map(g -> g.dilation.get(at) * (g.kernel.get(at) - 1) - 2 * g.padding.get(at))
                        .orElse(0L);
                padding.add(Math.max(0, (spread - lost) / 2));
            }
            return Optional.of(new Hyper.Wholes(padding));
        });
    }
}
