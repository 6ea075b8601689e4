package org.layergraft.step.ddp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Magnitudes;

/**
 * Counts the elements of a gradient per power of two. The exponent stands in a number's bits, so this is one pass over its memory; with
 * libtorch's operators it takes four times as long as everything else that is measured, because frexp and bincount go element by
 * element through several copies.
 */
final class Sizes {

    private static final long CHUNK = 1 << 30;
    private static final int BATCH = 1 << 13;

    private Sizes() {}

    static Optional<Magnitudes> of(Tensor gradient) {
        Tensor plain = gradient.detach();
        if (plain.is_sparse()) {
            plain = plain.coalesce().values();
        }
        if (plain.is_complex()) {
            plain = plain.abs();
        }
        boolean wide = plain.scalar_type() == torch.ScalarType.Double;
        plain = plain.to(wide ? torch.ScalarType.Double : torch.ScalarType.Float)
                .cpu()
                .contiguous();
        long bytes = plain.nbytes();
        if (bytes == 0) {
            return Optional.empty();
        }
        long[] raw = new long[wide ? 1 << 11 : 1 << 8];
        BytePointer data = new BytePointer(plain.data_ptr());
        for (long at = 0; at < bytes; at += CHUNK) {
            ByteBuffer chunk = data.position(at)
                    .capacity(Math.min(at + CHUNK, bytes))
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder());
            if (wide) {
                countWide(chunk, raw);
            } else {
                count(chunk, raw);
            }
        }
        return folded(raw, wide ? Double.MAX_EXPONENT : Float.MAX_EXPONENT);
    }

    /** By the 8 bits of the exponent; zeros are left out. */
    private static void count(ByteBuffer numbers, long[] raw) {
        var left = numbers.asIntBuffer();
        int[] batch = new int[BATCH];
        while (left.hasRemaining()) {
            int size = Math.min(BATCH, left.remaining());
            left.get(batch, 0, size);
            for (int i = 0; i < size; i++) {
                int bits = batch[i] & Integer.MAX_VALUE;
                if (bits != 0) {
                    raw[bits >>> 23]++;
                }
            }
        }
    }

    /** By the 11 bits of the exponent; zeros are left out. */
    private static void countWide(ByteBuffer numbers, long[] raw) {
        var left = numbers.asLongBuffer();
        long[] batch = new long[BATCH];
        while (left.hasRemaining()) {
            int size = Math.min(BATCH, left.remaining());
            left.get(batch, 0, size);
            for (int i = 0; i < size; i++) {
                long bits = batch[i] & Long.MAX_VALUE;
                if (bits != 0) {
                    raw[(int) (bits >>> 52)]++;
                }
            }
        }
    }

    /** The last is that of infinities and NaN; the first that of what is smaller than any normal number. */
    private static Optional<Magnitudes> folded(long[] raw, int bias) {
        var bins = new long[Magnitudes.BINS];
        for (int i = 0; i < raw.length - 1; i++) {
            int exponent = Math.clamp(i - bias, Magnitudes.LOWEST, Magnitudes.HIGHEST);
            bins[exponent - Magnitudes.LOWEST] += raw[i];
        }
        return Magnitudes.of(bins);
    }
}
