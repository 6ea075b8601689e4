package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.GradBucket;
import org.bytedeco.pytorch.LongArrayRefVector;
import org.bytedeco.pytorch.Reducer;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * Where the Reducer's flat buckets lie. The binding copies the vector of {@code get_grad_buckets} into memory that it frees without
 * ending the elements' lives, so each copy would keep a bucket, its parameters and their gradients for as long as the process lives.
 * Every element is therefore exchanged, byte by byte, with an empty one that knows how to end.
 */
final class FlatBuckets {

    private FlatBuckets() {}

    /** @param count how many buckets there are; @return addresses, 0 where a bucket has no memory yet */
    static List<Long> addresses(Reducer reducer, int count) {
        GradBucket copies = reducer.get_grad_buckets(false);
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            GradBucket copy = copies.getPointer(GradBucket.class, i);
            Tensor buffer = copy.getBufferRef();
            // A sparse bucket has no memory before its first gradient.
            boolean dense = buffer.defined() && !buffer.is_sparse();
            addresses.add(dense ? buffer.data_ptr().address() : 0);
            end(copy);
        }
        return addresses;
    }

    private static void end(GradBucket copy) {
        long bytes = Pointer.sizeof(GradBucket.class);
        try (GradBucket mortal = new GradBucket(
                        0,
                        0,
                        new Tensor(),
                        new SizeTVector(),
                        new SizeTVector(),
                        new LongArrayRefVector(),
                        new TensorVector(),
                        new TensorOptional());
                BytePointer between = new BytePointer(bytes)) {
            Pointer.memcpy(between, copy, bytes);
            Pointer.memcpy(copy, mortal, bytes);
            Pointer.memcpy(mortal, between, bytes);
        }
    }
}
