package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.OptionalLong;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

/**
 * One tensor for forward and how its values are made: standard normal for floating types, uniform in {@code low <= v < high} for
 * integers (0 and 2 unless given), coin tosses for bool.
 *
 * @param name of the argument; {@code targets[0].boxes} for a tensor in a list or dictionary, see {@link InputTree}
 */
public record InputSpec(String name, DType dtype, Shape shape, OptionalLong low, OptionalLong high, Values values) {

    /** How values are drawn. */
    public enum Values {
        RANDOM,
        /**
         * Rows of x1, y1, x2, y2 with x1 &lt; x2 and y1 &lt; y2, all in {@code low <= v <= high} (0 and 32 unless given): what
         * torchvision's detectors take as boxes.
         */
        BOXES
    }

    @JsonCreator
    public InputSpec {
        values = values == null ? Values.RANDOM : values;
    }

    /** @throws LayergraftException INPUT when no value lies in the range, or it is not a shape for boxes, or too large */
    public void check() throws LayergraftException {
        GeneratedInput.check(this);
    }

    public InputSpec(String name, DType dtype, Shape shape, OptionalLong low, OptionalLong high) {
        this(name, dtype, shape, low, high, Values.RANDOM);
    }
}
