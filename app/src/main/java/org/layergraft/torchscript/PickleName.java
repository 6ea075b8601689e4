package org.layergraft.torchscript;

import java.util.Optional;
import java.util.Set;

/**
 * A global that a pickle names, sorted by what TorchScript makes of it. The list is the one of {@code Unpickler::readGlobal} in
 * torch/csrc/jit/serialization/unpickler.cpp; a name is only ever compared, never looked up, loaded or called.
 */
sealed interface PickleName {

    /** Functions TorchScript's own pickler writes. */
    enum Function implements PickleName {
        TENSOR("torch._utils._rebuild_tensor_v2"),
        ORDERED_DICT("collections.OrderedDict"),
        DEVICE("torch.device"),
        COMPLEX("builtins.complex"),
        INT_LIST("torch.jit._pickle.build_intlist"),
        TENSOR_LIST("torch.jit._pickle.build_tensorlist"),
        DOUBLE_LIST("torch.jit._pickle.build_doublelist"),
        BOOL_LIST("torch.jit._pickle.build_boollist"),
        TYPE_TAG("torch.jit._pickle.restore_type_tag"),
        TENSOR_FROM_ID("torch.jit._pickle.build_tensor_from_id");

        private final String qualified;

        Function(String qualified) {
            this.qualified = qualified;
        }

        String qualified() {
            return qualified;
        }

        /** The list type that a {@code build_…list} function stands for. */
        Optional<String> listType() {
            return switch (this) {
                case INT_LIST -> Optional.of("List[int]");
                case TENSOR_LIST -> Optional.of("List[Tensor]");
                case DOUBLE_LIST -> Optional.of("List[float]");
                case BOOL_LIST -> Optional.of("List[bool]");
                case TENSOR, ORDERED_DICT, DEVICE, COMPLEX, TYPE_TAG, TENSOR_FROM_ID -> Optional.empty();
            };
        }

        /** The {@code build_…list} function for a list type, if there is one. */
        static Optional<Function> forList(String type) {
            for (var function : values()) {
                if (function.listType().filter(type::equals).isPresent()) {
                    return Optional.of(function);
                }
            }
            return Optional.empty();
        }
    }

    record Storage(StorageType type) implements PickleName {}

    /** A class or enum that the archive's own code declares. */
    record Declared(String qualified) implements PickleName {}

    /** TorchScript writes it, but {@link Value} cannot carry it. */
    record Unsupported(String qualified) implements PickleName {}

    /** Nothing TorchScript writes. */
    record Foreign(String qualified) implements PickleName {}

    Set<String> BEYOND_US = Set.of(
            "torch._utils._rebuild_qtensor",
            "torch._utils._rebuild_sparse_tensor",
            "torch._utils._rebuild_meta_tensor_no_storage",
            "torch._utils._rebuild_tensor_v3",
            "torch._tensor._rebuild_from_type_v2",
            "torch.distributed.rpc.rref",
            "torch.per_tensor_affine",
            "torch.per_channel_affine",
            "torch.per_channel_affine_float_qparams",
            "torch.per_tensor_symmetric",
            "torch.per_channel_symmetric");

    static PickleName of(String module, String name) {
        String qualified = module + "." + name;
        for (var function : Function.values()) {
            if (function.qualified().equals(qualified)) {
                return function;
            }
        }
        if (qualified.startsWith("__torch__.") && qualified.chars().allMatch(PickleName::inIdentifier)) {
            return new Declared(qualified);
        }
        if (module.equals("torch") && name.endsWith("Storage")) {
            return StorageType.named(name).<PickleName>map(Storage::new).orElseGet(() -> new Unsupported(qualified));
        }
        return BEYOND_US.contains(qualified) ? new Unsupported(qualified) : new Foreign(qualified);
    }

    private static boolean inIdentifier(int c) {
        return c == '.' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
