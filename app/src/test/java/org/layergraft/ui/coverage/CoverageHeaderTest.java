package org.layergraft.ui.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.ui.ManyParameters;
import org.layergraft.ui.common.Words;

/** The sentence above the table. */
class CoverageHeaderTest {

    private static final Coverage ON_ALL = row("head.weight", GradientState.NONZERO, GradientState.NONZERO);
    private static final Coverage ON_FIRST = row("experts.a.weight", GradientState.NONZERO, GradientState.NONE);
    private static final Coverage ON_SECOND = row("experts.b.weight", GradientState.NONE, GradientState.ZERO);
    private static final Coverage NOWHERE = row("unused.weight", GradientState.NONE, GradientState.NONE);
    private static final Coverage FROZEN = row("frozen.weight", GradientState.FROZEN, GradientState.FROZEN);

    private static Coverage row(String name, GradientState... ranks) {
        var trainable = Stream.of(ranks).noneMatch(s -> s == GradientState.FROZEN);
        return new Coverage(
                new Parameter(name, List.of(), Shape.of(4), DType.FLOAT32, trainable),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Stream.of(ranks)
                        .map(s -> new Gradient(name, s, OptionalDouble.empty(), 0, OptionalDouble.empty()))
                        .toList(),
                Optional.empty());
    }

    private static String said(Locale language, Coverage... rows) {
        var model = new CoverageViewModel(new Words(language));
        model.showParameters(Stream.of(rows).map(Coverage::parameter).toList());
        model.show(Optional.of(ManyParameters.run(List.of(rows))));
        return model.headerProperty().get();
    }

    @Test
    void whatSomeRankHasAGradientForIsNotWithout() {
        assertEquals(
                "2 of 3 parameters get a gradient only on some ranks",
                said(Locale.ENGLISH, ON_ALL, ON_FIRST, ON_SECOND, FROZEN));
        assertEquals("1 of 2 parameters gets a gradient only on some ranks", said(Locale.ENGLISH, ON_ALL, ON_FIRST));
        assertEquals(
                "1 of 4 parameters gets no gradient, 2 more only on some ranks",
                said(Locale.ENGLISH, ON_ALL, ON_FIRST, ON_SECOND, NOWHERE));
        assertEquals("1 of 2 parameters gets no gradient", said(Locale.ENGLISH, ON_ALL, NOWHERE, FROZEN));
        assertEquals("Every trainable parameter gets a gradient", said(Locale.ENGLISH, ON_ALL, FROZEN));
    }

    @Test
    void inChineseToo() {
        assertEquals("3 个参数中有 2 个只在部分 rank 上有梯度", said(Locale.SIMPLIFIED_CHINESE, ON_ALL, ON_FIRST, ON_SECOND));
        assertEquals(
                "4 个参数中有 1 个没有梯度，另有 2 个只在部分 rank 上有",
                said(Locale.SIMPLIFIED_CHINESE, ON_ALL, ON_FIRST, ON_SECOND, NOWHERE));
    }
}
