package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.model.Shape;

/** What shape rules are made of. */
final class Shapes {

    private Shapes() {}

    static Shaped withLast(Shape input, long size) {
        return input.rank() == 0
                ? Shaped.refused("", "fit.rank", "1", input)
                : new Shaped.Fits(replaceLast(input, size));
    }

    static Shape replaceLast(Shape shape, long size) {
        return replace(shape, shape.rank() - 1, size);
    }

    static Shape replace(Shape shape, int dimension, long size) {
        var sizes = new ArrayList<>(shape.sizes());
        sizes.set(dimension, size);
        return new Shape(sizes);
    }

    static Shape append(Shape shape, long size) {
        var sizes = new ArrayList<>(shape.sizes());
        sizes.add(size);
        return new Shape(sizes);
    }

    /** Do the last sizes of the shape equal these? */
    static boolean endsWith(Shape shape, List<Long> sizes) {
        return shape.rank() >= sizes.size()
                && shape.sizes()
                        .subList(shape.rank() - sizes.size(), shape.rank())
                        .equals(sizes);
    }
}
