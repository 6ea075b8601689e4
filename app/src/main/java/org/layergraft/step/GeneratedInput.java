package org.layergraft.step;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.layergraft.model.DType;
import org.layergraft.text.LayergraftException;

/** Draws the values of one {@link InputSpec}. The same seed, place and attempt always give the same values. */
final class GeneratedInput {

    private GeneratedInput() {}

    static void check(InputSpec input) throws LayergraftException {
        if (input.values() == InputSpec.Values.BOXES) {
            checkBoxes(input);
        }
        long low = input.low().orElse(0);
        long high = input.high().orElse(2);
        long most =
                switch (input.dtype()) {
                    case UINT8 -> 255;
                    case INT8, INT16, INT32, INT64 ->
                        Long.MAX_VALUE >> (64 - 8 * input.dtype().bytes());
                    case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, BOOL, COMPLEX64, COMPLEX128 -> Long.MAX_VALUE;
                    case UINT16,
                            UINT32,
                            UINT64,
                            FLOAT8_E4M3FN,
                            FLOAT8_E5M2,
                            FLOAT8_E4M3FNUZ,
                            FLOAT8_E5M2FNUZ,
                            FLOAT8_E8M0FNU ->
                        throw new IllegalArgumentException(input.dtype().torchName());
                };
        long least = input.dtype() == DType.UINT8 ? 0 : -most - 1;
        if (low >= high || low < least || high - 1 > most) {
            throw LayergraftException.input(
                    "step",
                    "inputs.range",
                    input.name(),
                    low,
                    high,
                    input.dtype().torchName());
        }
        try {
            Math.toIntExact(
                    Math.multiplyExact(input.shape().elements(), input.dtype().bytes()));
        } catch (ArithmeticException overflow) {
            throw LayergraftException.input("step", "inputs.large", input.name(), input.shape());
        }
    }

    private static void checkBoxes(InputSpec input) throws LayergraftException {
        var sizes = input.shape().sizes();
        boolean rows = !sizes.isEmpty() && sizes.getLast() == 4;
        if (!rows || !input.dtype().isFloating() || low(input) >= high(input)) {
            throw LayergraftException.input("step", "inputs.boxes", input.name(), input.shape());
        }
    }

    private static long low(InputSpec input) {
        return input.low().orElse(0);
    }

    private static long high(InputSpec input) {
        return input.high().orElse(32);
    }

    /** @param place index of the argument, mixed into the seed so that equal arguments get different values */
    static HostTensor draw(InputSpec input, long seed, int place, int attempt) {
        RandomGenerator random = new SplittableRandom(mixed(mixed(seed) + 31L * place + attempt * 0x1_0000_0001L));
        long elements = input.shape().elements();
        ByteBuffer data = ByteBuffer.allocateDirect(
                        Math.toIntExact(elements * input.dtype().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (input.values() == InputSpec.Values.BOXES) {
            for (long i = 0; i < elements; i += 4) {
                box(input, random, data);
            }
        } else {
            for (long i = 0; i < elements; i++) {
                put(input, random, data);
            }
        }
        return new HostTensor(input.dtype(), input.shape(), data.flip());
    }

    /** At least a quarter of the range in both directions, so that no box is empty or lost when images are scaled. */
    private static void box(InputSpec input, RandomGenerator random, ByteBuffer data) {
        double range = high(input) - low(input);
        double[] corners = new double[4];
        for (int axis = 0; axis < 2; axis++) {
            double length = range * (0.25 + 0.75 * random.nextDouble());
            corners[axis] = low(input) + random.nextDouble() * (range - length);
            corners[axis + 2] = corners[axis] + length;
        }
        for (double corner : corners) {
            floating(input, data, corner);
        }
    }

    private static void floating(InputSpec input, ByteBuffer data, double value) {
        switch (input.dtype()) {
            case FLOAT64 -> data.putDouble(value);
            case FLOAT16 -> data.putShort(Float.floatToFloat16((float) value));
            case BFLOAT16 -> data.putShort(bfloat16((float) value));
            case FLOAT32, UINT8, INT8, INT16, INT32, INT64, BOOL, COMPLEX64, COMPLEX128 -> data.putFloat((float) value);
            case UINT16, UINT32, UINT64, FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT8_E4M3FNUZ, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU ->
                throw new IllegalArgumentException(input.dtype().torchName());
        }
    }

    private static void put(InputSpec input, RandomGenerator random, ByteBuffer data) {
        switch (input.dtype()) {
            case FLOAT32 -> data.putFloat((float) random.nextGaussian());
            case FLOAT64 -> data.putDouble(random.nextGaussian());
            case FLOAT16 -> data.putShort(Float.floatToFloat16((float) random.nextGaussian()));
            case BFLOAT16 -> data.putShort(bfloat16((float) random.nextGaussian()));
            // As torch.randn: both parts together have variance 1.
            case COMPLEX64 -> data.putFloat((float) half(random)).putFloat((float) half(random));
            case COMPLEX128 -> data.putDouble(half(random)).putDouble(half(random));
            case BOOL -> data.put((byte) (random.nextBoolean() ? 1 : 0));
            case UINT8, INT8 -> data.put((byte) integer(input, random));
            case INT16 -> data.putShort((short) integer(input, random));
            case INT32 -> data.putInt((int) integer(input, random));
            case INT64 -> data.putLong(integer(input, random));
            case UINT16, UINT32, UINT64, FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT8_E4M3FNUZ, FLOAT8_E5M2FNUZ, FLOAT8_E8M0FNU ->
                throw new IllegalArgumentException(input.dtype().torchName());
        }
    }

    private static long integer(InputSpec input, RandomGenerator random) {
        return random.nextLong(input.low().orElse(0), input.high().orElse(2));
    }

    private static double half(RandomGenerator random) {
        return random.nextGaussian() * Math.sqrt(0.5);
    }

    /** The upper half of a float, rounded to the nearest even one; see c10/util/BFloat16.h. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** SplitMix64's finaliser: neighbouring seeds end up far apart. */
    private static long mixed(long seed) {
        long z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
