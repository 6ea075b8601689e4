package org.layergraft.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the value of one node looked like in one forward.
 *
 * @param tensors of the first time it was computed; of a list or dictionary at most {@link #MOST_TENSORS}, none when the value holds
 *     no tensor
 * @param count how many tensors it held then
 * @param times how often it was computed; 0 for a node that did not run
 * @param varies whether any later time differed from the first
 */
public record Seen(List<Tensor> tensors, long count, long times, boolean varies) {

    /** How many tensors of one value are told apart. */
    public static final int MOST_TENSORS = 16;

    private static final int FEW = 2;

    public static final Seen NEVER = new Seen(List.of(), 0, 0, false);

    public Seen {
        tensors = List.copyOf(tensors);
    }

    public boolean ran() {
        return times > 0;
    }

    /** In all of the {@link #tensors}. */
    public long elements() {
        return tensors.stream().mapToLong(t -> t.shape().elements()).sum();
    }

    /**
     * In a word or two, for an edge: {@code 2×512}, {@code 8 int64}, {@code 3: 1×64×32×32, 1×64×16×16 …}; {@code ~} before sizes that
     * differ from one time to the next. "" where it did not run or holds no tensor.
     */
    public String brief() {
        if (tensors.isEmpty()) {
            return "";
        }
        String few = tensors.stream().limit(FEW).map(Tensor::brief).collect(Collectors.joining(", "));
        String number = count > 1 ? count + ": " : "";
        return number + (varies ? "~" : "") + few + (count > FEW ? " …" : "");
    }

    /**
     * @param name the variable it was unpacked into, the field or the dictionary key it stood under; "" where it has none
     * @param dtype empty for the few types that no {@link DType} stands for (quantised ones)
     * @param device {@code cpu} or {@code cuda:1}
     */
    public record Tensor(String name, Shape shape, Optional<DType> dtype, String device) {

        /** Sizes, and the element type where it is not the usual one. */
        public String brief() {
            return shape
                    + dtype.filter(d -> d != DType.FLOAT32)
                            .map(d -> " " + d.torchName())
                            .orElse("");
        }

        /** Bytes of its elements, where the type is known. */
        public Optional<Long> bytes() {
            return dtype.map(d -> shape.elements() * d.bytes());
        }
    }
}
