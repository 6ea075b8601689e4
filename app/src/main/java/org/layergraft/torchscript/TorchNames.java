package org.layergraft.torchscript;

import java.util.Set;

/**
 * What is known about functions by their last name. Operators that are not here still are drawn; these lists only say what to
 * leave out. Names: aten/src/ATen/native/native_functions.yaml, torch/csrc/jit/runtime/register_prim_ops.cpp.
 */
final class TorchNames {

    private TorchNames() {}

    /** Statements about the program, not about tensors. */
    static final Set<String> SILENT = Set.of(
            "warn", "RaiseException", "Print", "print", "format", "percentFormat", "manual_seed", "Delete", "clear");

    /** They read a tensor's shape or kind: no value flows through. */
    static final Set<String> ABOUT_A_TENSOR = Set.of(
            "size",
            "len",
            "dim",
            "ndim",
            "ndimension",
            "numel",
            "stride",
            "storage_offset",
            "device",
            "dtype",
            "layout",
            "itemsize",
            "element_size",
            "get_device",
            "is_cuda",
            "is_cpu",
            "is_mps",
            "is_mkldnn",
            "is_quantized",
            "is_sparse",
            "is_floating_point",
            "is_complex",
            "is_contiguous",
            "is_leaf",
            "is_coalesced",
            "is_conj",
            "is_distributed",
            "is_inference",
            "is_ipu",
            "is_neg",
            "is_nested",
            "is_non_overlapping_and_dense",
            "is_ort",
            "is_pinned",
            "is_set_to",
            "is_signed",
            "is_sparse_csr",
            "is_strides_like_format",
            "is_vulkan",
            "is_xla",
            "is_xpu",
            "output_nr",
            "q_per_channel_axis",
            "q_scale",
            "q_zero_point",
            "result_type",
            "retains_grad",
            "sparse_dim",
            "sym_storage_offset",
            "sym_stride",
            "_nnz",
            "_version",
            "is_same_size",
            "is_meta",
            "requires_grad",
            "shape",
            "sym_size",
            "sym_numel",
            "__is__",
            "__isnot__",
            "isinstance",
            "hasattr",
            "type",
            "dense_dim",
            "is_scripting",
            "is_tracing",
            "is_grad_enabled",
            "is_autocast_enabled",
            "keys",
            "__contains__",
            "qscheme",
            "__range_length");

    /** The value in another wrapping: number or list instead of tensor, or nothing but a cast. */
    static final Set<String> TO_NUMBER = Set.of(
            "int",
            "float",
            "bool",
            "complex",
            "str",
            "NumToTensor",
            "item",
            "Int",
            "Float",
            "Bool",
            "IntImplicit",
            "FloatImplicit",
            "ComplexImplicit",
            "ScalarImplicit",
            "Scalar",
            "tolist",
            "is_nonzero",
            "range",
            "ord",
            "chr",
            "equal",
            "allclose",
            "__derive_index");

    /** They hand on their first argument as it is. */
    static final Set<String> PASS = Set.of(
            "list",
            "dict",
            "unchecked_unwrap_optional",
            "_unwrap_optional",
            "copy",
            "values",
            "items",
            "tuple",
            "unchecked_cast",
            "TupleUnpack",
            "ListUnpack",
            "fork",
            "awaitable",
            "wait",
            "awaitable_wait",
            "data");

    /** They read one entry of a list or dictionary. */
    static final Set<String> ENTRY = Set.of("pop", "popitem", "get", "setdefault", "__getitem__");

    /** They add to the list or dictionary that is their first argument. */
    static final Set<String> ADD_ENTRY = Set.of("append", "extend", "insert", "_set_item", "update");

    /** On numbers and lists of numbers these are shape arithmetic; on tensors they are operators. */
    static final Set<String> ARITHMETIC = Set.of(
            "add",
            "sub",
            "mul",
            "div",
            "floordiv",
            "floor_divide",
            "remainder",
            "fmod",
            "mod",
            "pow",
            "neg",
            "abs",
            "min",
            "max",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "__and__",
            "__or__",
            "__not__",
            "__xor__",
            "__lshift__",
            "__rshift__",
            "__interpolate",
            "floor",
            "ceil",
            "round",
            "trunc",
            "sqrt",
            "exp",
            "log",
            "log2",
            "log10",
            "sin",
            "cos",
            "tan",
            "slice",
            "select",
            "sum",
            "prod",
            "sort",
            "sorted",
            "reverse",
            "index",
            "count",
            "rsub",
            "true_divide",
            "divmod",
            "all",
            "any",
            "to",
            "type_as",
            "lower",
            "upper",
            "split",
            "strip",
            "join",
            "startswith",
            "endswith",
            "replace",
            "find",
            "isdigit",
            "gcd",
            "radians",
            "degrees",
            "isinf",
            "isnan",
            "unsqueeze",
            "squeeze",
            "reshape",
            "view",
            "detach",
            "expand",
            "clone",
            "contiguous",
            "_shape_as_tensor",
            "scalar_tensor",
            "lift_fresh");

    /** On a list or tuple with told-apart entries these give a list again. */
    static final Set<String> ON_LISTS = Set.of("add", "mul", "slice", "sort", "sorted", "reverse", "select");

    /** The result shares memory with the first argument: writing into it writes into that. */
    static final Set<String> VIEWS = Set.of(
            "select",
            "slice",
            "view",
            "view_as",
            "narrow",
            "unsqueeze",
            "squeeze",
            "transpose",
            "permute",
            "t",
            "expand",
            "expand_as",
            "detach",
            "diagonal",
            "unfold",
            "as_strided",
            "movedim",
            "unflatten",
            "numpy_T",
            "real",
            "imag",
            "alias",
            "chunk",
            "split",
            "split_with_sizes",
            "unbind");

    private static final Set<String> GIVE_LISTS = Set.of(
            "chunk",
            "split",
            "split_with_sizes",
            "tensor_split",
            "hsplit",
            "vsplit",
            "dsplit",
            "unbind",
            "meshgrid",
            "broadcast_tensors",
            "unsafe_chunk",
            "unsafe_split",
            "nonzero_numpy",
            "atleast_1d",
            "align_tensors");

    private static final Set<String> TYPES_WITHOUT_TENSOR = Set.of(
            "int",
            "float",
            "bool",
            "str",
            "complex",
            "NoneType",
            "None",
            "number",
            "Scalar",
            "Device",
            "Layout",
            "List",
            "Optional",
            "Tuple",
            "Dict",
            "Final",
            "Stream",
            "Generator",
            "QScheme",
            "dtype");

    static boolean writesInto(String name) {
        return name.endsWith("_") && !name.endsWith("__") && name.length() > 1;
    }

    static String resultType(String name) {
        return GIVE_LISTS.contains(name) ? "List[Tensor]" : "Tensor";
    }

    /** False only for types made of numbers, flags and strings alone. */
    static boolean mayHoldTensor(String type) {
        if (type.isEmpty()) {
            return true;
        }
        var word = new StringBuilder();
        for (var i = 0; i <= type.length(); i++) {
            var c = i < type.length() ? type.charAt(i) : ' ';
            if (Character.isJavaIdentifierPart(c) || c == '.') {
                word.append(c);
            } else if (!word.isEmpty()) {
                if (!TYPES_WITHOUT_TENSOR.contains(word.toString())) {
                    return true;
                }
                word.setLength(0);
            }
        }
        return false;
    }

    /** {@code T} of {@code List[T]}, {@code Tensor} where it cannot be told. */
    static String elementType(String type) {
        if (type.startsWith("List[") || type.startsWith("Optional[")) {
            return type.substring(type.indexOf('[') + 1, type.length() - 1);
        }
        return mayHoldTensor(type) ? "Tensor" : "";
    }
}
