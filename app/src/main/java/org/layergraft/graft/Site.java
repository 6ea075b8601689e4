package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Shape;

/**
 * What is known where a layer goes.
 *
 * @param shape of the value the layer is given, where all of it is known
 * @param width its last size, where only that is known
 * @param wrapped the module that a wrap or replace is about
 */
public record Site(Optional<Shape> shape, OptionalLong width, Optional<Wrapped> wrapped) {

    /** Nothing is known: the layer is only declared. */
    public static final Site UNKNOWN = new Site(Optional.empty(), OptionalLong.empty(), Optional.empty());

    /**
     * @param convolution how it convolves, where it is a convolution and its code says so
     */
    public record Wrapped(ModuleNode module, Optional<Convolution> convolution) {}

    /** Numbers of a convolution, one for each of its dimensions. */
    public record Convolution(List<Long> stride, List<Long> padding, List<Long> dilation, long groups) {
        public Convolution {
            stride = List.copyOf(stride);
            padding = List.copyOf(padding);
            dilation = List.copyOf(dilation);
        }
    }

    public static Site of(Shape shape) {
        return new Site(Optional.of(shape), OptionalLong.empty(), Optional.empty());
    }

    public static Site ofWidth(OptionalLong width) {
        return new Site(Optional.empty(), width, Optional.empty());
    }

    OptionalLong lastSize() {
        return shape.filter(s -> s.rank() > 0)
                .map(s -> OptionalLong.of(s.sizes().getLast()))
                .orElse(width);
    }

    /** Size 1 of N×C×… . */
    OptionalLong channels() {
        return shape.filter(s -> s.rank() > 1)
                .map(s -> OptionalLong.of(s.sizes().get(1)))
                .orElse(OptionalLong.empty());
    }

    int rank() {
        return shape.map(Shape::rank).orElse(0);
    }
}
