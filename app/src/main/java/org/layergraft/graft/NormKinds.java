package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/** Normalizations: torch/nn/modules/normalization.py, batchnorm.py. */
final class NormKinds {

    static final List<LayerKind> ALL = List.of(
            layerNorm(),
            rmsNorm(),
            groupNorm(),
            batchNorm("batchnorm1d", "BatchNorm1d", Set.of(2, 3), "N×C(×L)"),
            batchNorm("batchnorm2d", "BatchNorm2d", Set.of(4), "N×C×H×W"));

    private static final Initializer ONES = new Initializer.Constant(1);
    private static final Initializer ZEROS = new Initializer.Constant(0);
    private static final int MOST_GROUPS = 32;

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
                            boolean affine = s.flag("elementwise_affine");
                            return Blueprint.of(
                                            "LayerNorm",
                                            "return torch.layer_norm(input, " + s.wholes("normalized_shape") + ", "
                                                    + names(affine) + ", " + Literals.real(s.real("eps")) + ")")
                                    .tensors(affine(new Shape(s.wholes("normalized_shape")), affine))
                                    .constants("eps : Final[float] = " + Literals.real(s.real("eps")));
                        })
                .shape(NormKinds::normalized)
                .flops((_, _, output) -> 8 * output.elements());
    }

    private static LayerKind rmsNorm() {
        return LayerKind.unary(
                        "rmsnorm",
                        "RMSNorm",
                        Group.NORMALIZATION,
                        List.of(
                                HyperKind.sizes("normalized_shape", Follows.LAST_SIZES),
                                HyperKind.real("eps", 1e-6, 0, 1),
                                HyperKind.flag("elementwise_affine", true)),
                        s -> {
                            var shape = new Shape(s.wholes("normalized_shape"));
                            var dimensions = new ArrayList<Integer>();
                            for (int d = -shape.rank(); d < 0; d++) {
                                dimensions.add(d);
                            }
                            boolean affine = s.flag("elementwise_affine");
                            // torch.rms_norm exists since 2.4 only. Squares of half numbers overflow early, so they are
                            // taken in float32, as torch.rms_norm does; double stays double.
                            return Blueprint.of(
                                            "RMSNorm",
                                            "wide = torch.to(input, torch.result_type(input, torch.zeros([1],"
                                                    + " dtype=6)))",
                                            "square = torch.mean(torch.pow(wide, 2), " + dimensions + ", True)",
                                            "scaled = torch.mul(wide, torch.rsqrt(torch.add(square, "
                                                    + Literals.real(s.real("eps")) + ")))",
                                            affine
                                                    ? "return torch.mul(torch.to(scaled, ops.prim.dtype(input)),"
                                                            + " weight)"
                                                    : "return torch.to(scaled, ops.prim.dtype(input))")
                                    .tensors(affine ? List.of(new NewTensor("weight", shape, ONES)) : List.of())
                                    .constants("eps : Final[float] = " + Literals.real(s.real("eps")));
                        })
                .shape(NormKinds::normalized)
                .flops((_, _, output) -> 5 * output.elements());
    }

    private static LayerKind groupNorm() {
        return LayerKind.unary(
                        "groupnorm",
                        "GroupNorm",
                        Group.NORMALIZATION,
                        List.of(
                                HyperKind.size("num_groups", NormKinds::usualGroups),
                                HyperKind.size("num_channels", Follows.CHANNELS).mustFollow(),
                                HyperKind.real("eps", 1e-5, 0, 1),
                                HyperKind.flag("affine", true)),
                        s -> Blueprint.of(
                                        "GroupNorm",
                                        "return torch.group_norm(input, " + s.whole("num_groups") + ", "
                                                + names(s.flag("affine")) + ", " + Literals.real(s.real("eps"))
                                                + ", True)")
                                .tensors(affine(Shape.of(s.whole("num_channels")), s.flag("affine"))))
                .rules(s -> s.whole("num_channels") % s.whole("num_groups") == 0
                        ? List.of()
                        : List.of(Misfit.of(
                                "num_groups",
                                "fit.multiple",
                                "num_channels",
                                s.whole("num_channels"),
                                "num_groups",
                                s.whole("num_groups"))))
                .shape((_, input) ->
                        input.rank() < 2 ? Shaped.refused("", "fit.images", "N×C×…", input) : new Shaped.Fits(input))
                .flops((_, _, output) -> 8 * output.elements());
    }

    /** The most groups, up to 32 as in the paper, that divide the channels. */
    private static Optional<Hyper> usualGroups(Site site, Settings chosen) {
        var channels = chosen.values().get("num_channels") instanceof Hyper.Whole(long given)
                ? OptionalLong.of(given)
                : site.channels();
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hyper.Whole(Shapes.largestDivisor(channels.getAsLong(), MOST_GROUPS)));
    }

    private static LayerKind batchNorm(String id, String label, Set<Integer> ranks, String wanted) {
        return LayerKind.unary(
                        id,
                        label,
                        Group.NORMALIZATION,
                        List.of(
                                HyperKind.size("num_features", Follows.CHANNELS).mustFollow(),
                                HyperKind.real("eps", 1e-5, 0, 1),
                                HyperKind.real("momentum", 0.1, 0, 1)
                                        .onlyIf((_, s) -> !new Hyper.Flag(false)
                                                .equals(s.values().get("track_running_stats"))),
                                HyperKind.flag("affine", true),
                                HyperKind.flag("track_running_stats", true)),
                        s -> batchNorm(label, s))
                .shape((_, input) -> ranks.contains(input.rank())
                        ? new Shaped.Fits(input)
                        : Shaped.refused("", "fit.images", wanted, input))
                .flops((_, _, output) -> 8 * output.elements());
    }

    private static Blueprint batchNorm(String label, Settings s) {
        var shape = Shape.of(s.whole("num_features"));
        boolean tracks = s.flag("track_running_stats");
        var tensors = new ArrayList<>(affine(shape, s.flag("affine")));
        var body = new ArrayList<String>();
        if (tracks) {
            tensors.add(new NewTensor("running_mean", shape, ZEROS, NewTensor.Role.BUFFER));
            tensors.add(new NewTensor("running_var", shape, ONES, NewTensor.Role.BUFFER));
            tensors.add(new NewTensor("num_batches_tracked", Shape.of(), ZEROS, NewTensor.Role.COUNTER));
            Collections.addAll(
                    body,
                    "training = self.training",
                    "if training:",
                    "  _0 = torch.add_(num_batches_tracked, 1)",
                    "else:",
                    "  pass");
        }
        body.add("return torch.batch_norm(input, " + names(s.flag("affine")) + ", "
                + (tracks ? "running_mean, running_var, training" : "None, None, True") + ", "
                + Literals.real(s.real("momentum")) + ", " + Literals.real(s.real("eps")) + ", True)");
        return Blueprint.of(label, body.toArray(String[]::new)).tensors(tensors);
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

    private static String names(boolean affine) {
        return affine ? "weight, bias" : "None, None";
    }

    private static List<NewTensor> affine(Shape shape, boolean wanted) {
        return wanted ? List.of(new NewTensor("weight", shape, ONES), new NewTensor("bias", shape, ZEROS)) : List.of();
    }
}
