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
    COMPLEX128(16);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** {@code float32}, {@code int64}, {@code bool} … */
    public String torchName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFloating() {
        return switch (this) {
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
            case UINT8, INT8, INT16, INT32, INT64, BOOL, COMPLEX64, COMPLEX128 -> false;
        };
    }

    public static Optional<DType> named(String torchName) {
        return Arrays.stream(values())
                .filter(d -> d.torchName().equals(torchName))
                .findFirst();
    }
}
