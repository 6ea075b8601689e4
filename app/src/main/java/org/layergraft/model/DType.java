package org.layergraft.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Element types, named as PyTorch prints them without {@code torch.}; see {@code c10/core/ScalarType.h}. */
public enum DType {
    FLOAT32(4),
    FLOAT64(8),
    FLOAT16(2),
    BFLOAT16(2),
    UINT8(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    BOOL(1),
    COMPLEX64(8),
    COMPLEX128(16),
    UINT16(2, true),
    UINT32(4, true),
    UINT64(8, true),
    FLOAT8_E4M3FN(1, true),
    FLOAT8_E5M2(1, true),
    FLOAT8_E4M3FNUZ(1, true),
    FLOAT8_E5M2FNUZ(1, true),
    FLOAT8_E8M0FNU(1, true);

    private final int bytes;
    private final boolean onlyStored;

    DType(int bytes) {
        this(bytes, false);
    }

    DType(int bytes, boolean onlyStored) {
        this.bytes = bytes;
        this.onlyStored = onlyStored;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** {@code float32}, {@code int64}, {@code bool} … */
    public String torchName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** PyTorch keeps tensors of such a type but computes little with them: models may hold them, inputs and new layers may not. */
    public boolean isOnlyStored() {
        return onlyStored;
    }

    public boolean isFloating() {
        return switch (this) {
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
            case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT8_E4M3FNUZ, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU -> true;
            case UINT8, INT8, INT16, INT32, INT64, BOOL, COMPLEX64, COMPLEX128, UINT16, UINT32, UINT64 -> false;
        };
    }

    /** The type to compute with that has this name. */
    public static Optional<DType> named(String torchName) {
        return Arrays.stream(values())
                .filter(d -> !d.onlyStored && d.torchName().equals(torchName))
                .findFirst();
    }
}
