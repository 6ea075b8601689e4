package org.layergraft.graft;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.layergraft.model.DType;

/** Fresh values of a parameter as a storage's bytes, little-endian. The same seed text gives the same bytes on every machine. */
final class TensorBytes {

    private TensorBytes() {}

    static byte[] of(NewTensor tensor, DType dtype, String seed) {
        int elements = Math.toIntExact(tensor.shape().elements());
        var bytes =
                ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        // java.util.Random is specified to the bit.
        var random = new Random(hash(seed));
        for (int i = 0; i < elements; i++) {
            double value =
                    switch (tensor.initializer()) {
                        case NewTensor.Initializer.Constant(double constant) -> constant;
                        case NewTensor.Initializer.Normal(double deviation) -> deviation * random.nextGaussian();
                        case NewTensor.Initializer.Uniform(double bound) -> (2 * random.nextDouble() - 1) * bound;
                    };
            put(bytes, dtype, value);
        }
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, DType dtype, double value) {
        switch (dtype) {
            case FLOAT64 -> bytes.putDouble(value);
            case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) value));
            case BFLOAT16 -> bytes.putShort(bfloat16((float) value));
            case FLOAT32 -> bytes.putFloat((float) value);
            case INT64 -> bytes.putLong((long) value);
            case UINT8,
                    INT8,
                    INT16,
                    INT32,
                    BOOL,
                    COMPLEX64,
                    COMPLEX128,
                    UINT16,
                    UINT32,
                    UINT64,
                    FLOAT8_E4M3FN,
                    FLOAT8_E5M2,
                    FLOAT8_E4M3FNUZ,
                    FLOAT8_E5M2FNUZ,
                    FLOAT8_E8M0FNU -> throw new IllegalArgumentException(dtype.torchName());
        }
    }

    /** To the nearest, ties to even, as c10/util/BFloat16.h rounds; the values here are finite. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** FNV-1a, 64 bit. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
