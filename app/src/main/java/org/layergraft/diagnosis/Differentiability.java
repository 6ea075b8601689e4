package org.layergraft.diagnosis;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.FlowEdge.Part;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;

/**
 * Which operators pass a gradient, from which of their arguments and into which of their results. Names and rules:
 * tools/autograd/derivatives.yaml ({@code output_differentiability}, {@code non_differentiable}).
 */
final class Differentiability {

    /** Why no gradient passes. */
    enum Cut {
        /** Only a choice is made of the value: {@code argmax}, the indices of {@code topk}, the index of {@code gather}. */
        INDEX,
        DETACH,
        NO_GRAD,
        /** Another operator without a derivative, or the value read as a plain number. */
        OPERATOR
    }

    private static final Set<String> CHOICES = Set.of(
            "argmax",
            "argmin",
            "argsort",
            "nonzero",
            "nonzero_numpy",
            "one_hot",
            "multinomial",
            "bernoulli",
            "bucketize",
            "searchsorted",
            "unique",
            "_unique2",
            "nms",
            "batched_nms");

    private static final Set<String> WITHOUT_DERIVATIVE = Set.of(
            "gt",
            "lt",
            "ge",
            "le",
            "eq",
            "ne",
            "logical_and",
            "logical_or",
            "logical_not",
            "logical_xor",
            "bitwise_and",
            "bitwise_or",
            "bitwise_not",
            "isnan",
            "isfinite",
            "isinf",
            "size",
            "item",
            "Int",
            "Bool",
            "int",
            "bool",
            "len",
            "zeros_like",
            "ones_like",
            "empty_like",
            "full_like",
            "rand_like",
            "randn_like",
            "randint_like",
            "new_zeros",
            "new_ones",
            "new_full",
            "new_empty",
            "floor_divide",
            "count_nonzero",
            "any",
            "all");

    /** Operators that give values and then indices. */
    private static final Set<String> VALUES_AND_INDICES =
            Set.of("topk", "sort", "max", "min", "median", "nanmedian", "mode", "kthvalue", "cummax", "cummin");

    /** Arguments that choose and are not themselves differentiated, by position and by name. */
    private static final Map<String, Set<String>> CHOOSERS = Map.ofEntries(
            Map.entry("gather", Set.of("2", "index")),
            Map.entry("index_select", Set.of("2", "index")),
            Map.entry("index", Set.of("1", "indices")),
            Map.entry("index_put", Set.of("1", "indices")),
            Map.entry("index_put_", Set.of("1", "indices")),
            Map.entry("index_add", Set.of("2", "index")),
            Map.entry("index_add_", Set.of("2", "index")),
            Map.entry("index_copy", Set.of("2", "index")),
            Map.entry("embedding", Set.of("1", "input", "indices")),
            Map.entry("embedding_bag", Set.of("1", "2", "input", "indices", "offsets")),
            Map.entry("take_along_dim", Set.of("1", "indices")),
            Map.entry("take", Set.of("1", "index")),
            Map.entry("scatter", Set.of("2", "index")),
            Map.entry("scatter_", Set.of("2", "index")),
            Map.entry("scatter_add", Set.of("2", "index")),
            Map.entry("scatter_add_", Set.of("2", "index")),
            Map.entry("masked_select", Set.of("1", "mask")),
            Map.entry("masked_fill", Set.of("1", "mask")),
            Map.entry("masked_fill_", Set.of("1", "mask")),
            Map.entry("where", Set.of("0", "condition")),
            Map.entry("nll_loss", Set.of("1", "target")),
            Map.entry("nll_loss_nd", Set.of("1", "target")),
            Map.entry("repeat_interleave", Set.of("1", "repeats")));

    private static final Set<String> RELUS =
            Set.of("relu", "relu_", "relu6", "hardtanh", "hardtanh_", "clamp", "clamp_", "clamp_min", "threshold");

    /** They only arrange what they are given: a value behind them is zero where it was before. */
    private static final Set<String> ARRANGE = Set.of(
            "flatten",
            "view",
            "reshape",
            "dropout",
            "permute",
            "transpose",
            "squeeze",
            "unsqueeze",
            "contiguous",
            "max_pool2d",
            "avg_pool2d",
            "adaptive_avg_pool2d",
            "t",
            "to");

    private Differentiability() {}

    /** What the value is taken as, where it leaves {@code from}. */
    static boolean isChoice(FlowNode from, Part part) {
        return isOperator(from)
                && VALUES_AND_INDICES.contains(from.label())
                && part.taken().equals("1");
    }

    static boolean isNumber(Part part) {
        return part.taken().equals(Part.AS_NUMBER);
    }

    /**
     * Whether a gradient passes into {@code to} through the argument that {@code part} names. A parameter is never the argument that
     * chooses: {@code embedding} takes table and index in one order in torch and in the other in torch.nn.functional.
     */
    static Optional<Cut> into(FlowNode from, FlowNode to, Part part) {
        if (!isOperator(to)) {
            return Optional.empty();
        }
        String name = to.label();
        if (name.equals("detach") || name.equals("detach_")) {
            return Optional.of(Cut.DETACH);
        }
        boolean chooses = from.kind() != Kind.PARAMETER
                && CHOOSERS.getOrDefault(name, Set.of()).contains(part.given());
        if (chooses || CHOICES.contains(name)) {
            return Optional.of(Cut.INDEX);
        }
        return WITHOUT_DERIVATIVE.contains(name) ? Optional.of(Cut.OPERATOR) : Optional.empty();
    }

    /** A product with the number 0. */
    static boolean timesZero(FlowNode node) {
        return isOperator(node)
                && Set.of("mul", "mul_", "multiply").contains(node.label())
                && node.numbers().stream().anyMatch(Differentiability::isZero);
    }

    private static boolean isZero(String number) {
        try {
            return Double.parseDouble(number) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    static boolean isRelu(FlowNode node) {
        return isOperator(node) && RELUS.contains(node.label());
    }

    static boolean arranges(FlowNode node) {
        return isOperator(node) && ARRANGE.contains(node.label());
    }

    /** Operators that give NaN or infinity at the edge of what they accept. */
    static boolean isDelicate(FlowNode node) {
        return isOperator(node)
                && Set.of(
                                "log",
                                "log2",
                                "log10",
                                "log1p",
                                "sqrt",
                                "rsqrt",
                                "div",
                                "div_",
                                "reciprocal",
                                "pow",
                                "exp",
                                "acos",
                                "asin")
                        .contains(node.label());
    }

    private static boolean isOperator(FlowNode node) {
        return node.kind() == Kind.OPERATOR;
    }
}
