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

    /** Can a tensor of these sizes be added to one of this shape without changing the shape? */
    static boolean broadcasts(List<Long> sizes, Shape to) {
        int skipped = to.rank() - sizes.size();
        if (skipped < 0) {
            return false;
        }
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i) != 1 && !sizes.get(i).equals(to.sizes().get(skipped + i))) {
                return false;
            }
        }
        return true;
    }

    static long largestDivisor(long number, long most) {
        long divisor = Math.max(1, Math.min(number, most));
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
