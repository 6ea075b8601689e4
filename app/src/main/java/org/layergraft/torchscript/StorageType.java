package org.layergraft.torchscript;

import java.util.Arrays;
import java.util.Optional;
import org.layergraft.model.DType;

/** The names under which {@code data.pkl} knows element types: {@code torch.FloatStorage}, {@code torch.LongStorage} … */
public enum StorageType {
    FloatStorage(DType.FLOAT32),
    DoubleStorage(DType.FLOAT64),
    HalfStorage(DType.FLOAT16),
    BFloat16Storage(DType.BFLOAT16),
    ByteStorage(DType.UINT8),
    CharStorage(DType.INT8),
    ShortStorage(DType.INT16),
    IntStorage(DType.INT32),
    LongStorage(DType.INT64),
    BoolStorage(DType.BOOL),
    ComplexFloatStorage(DType.COMPLEX64),
    ComplexDoubleStorage(DType.COMPLEX128),
    UInt16Storage(DType.UINT16),
    UInt32Storage(DType.UINT32),
    UInt64Storage(DType.UINT64),
    Float8_e4m3fnStorage(DType.FLOAT8_E4M3FN),
    Float8_e5m2Storage(DType.FLOAT8_E5M2),
    Float8_e4m3fnuzStorage(DType.FLOAT8_E4M3FNUZ),
    Float8_e5m2fnuzStorage(DType.FLOAT8_E5M2FNUZ),
    Float8_e8m0fnuStorage(DType.FLOAT8_E8M0FNU);

    private final DType dtype;

    StorageType(DType dtype) {
        this.dtype = dtype;
    }

    public DType dtype() {
        return dtype;
    }

    public static StorageType of(DType dtype) {
        return Arrays.stream(values()).filter(t -> t.dtype == dtype).findFirst().orElseThrow();
    }

    public static Optional<StorageType> named(String name) {
        return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
    }
}
