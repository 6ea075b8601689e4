package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * How outputs become one number. Outputs are flattened depth first, dictionaries in insertion order; each picked tensor is reduced
 * to a scalar and the scalars are added. The JSON is that of {@code layergraft.json}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LossSpec.Sum.class, name = "sum"),
    @JsonSubTypes.Type(value = LossSpec.Mean.class, name = "mean"),
    @JsonSubTypes.Type(value = LossSpec.Square.class, name = "square"),
    @JsonSubTypes.Type(value = LossSpec.Outputs.class, name = "outputs"),
    @JsonSubTypes.Type(value = LossSpec.Keys.class, name = "keys")
})
public sealed interface LossSpec {

    /** Every floating output, summed. */
    record Sum() implements LossSpec {}

    /** Every floating output, its mean. */
    record Mean() implements LossSpec {}

    /** Every floating output, the mean of its squares. */
    record Square() implements LossSpec {}

    /** The flattened outputs at these positions; integer outputs count. */
    record Outputs(List<Integer> use, Reduce reduce) implements LossSpec {
        public Outputs {
            use = List.copyOf(use);
            reduce = reduce == null ? Reduce.SUM : reduce;
        }
    }

    /** Values of the output dictionary whose key contains the text, each its mean: MMEngine's rule. */
    record Keys(String contains) implements LossSpec {}

    enum Reduce {
        SUM,
        MEAN,
        SQUARE
    }
}
