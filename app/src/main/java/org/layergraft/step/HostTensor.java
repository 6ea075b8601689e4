package org.layergraft.step;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * An array in this process's memory, on its way into libtorch.
 *
 * @param data the elements, little-endian, last dimension fastest, without gaps; a direct buffer of exactly
 *     {@code shape.elements() * dtype.bytes()} bytes. Each call hands out a view of its own, so positions are nobody's business.
 */
public record HostTensor(DType dtype, Shape shape, ByteBuffer data) {

    public HostTensor {
        long bytes = Math.multiplyExact(shape.elements(), dtype.bytes());
        if (data.remaining() != bytes) {
            throw new IllegalArgumentException(
                    dtype + " " + shape + " takes " + bytes + " bytes, not " + data.remaining());
        }
        if (!data.isDirect()) {
            data = ByteBuffer.allocateDirect(data.remaining())
                    .put(data.duplicate())
                    .flip();
        }
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
