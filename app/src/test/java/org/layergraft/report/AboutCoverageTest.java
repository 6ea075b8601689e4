package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.report.Report.Block;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;

/** How many parameters a report says are covered. */
class AboutCoverageTest {

    private static String counted(List<List<Gradient>> ranks) {
        var rows = ranks.stream()
                .map(r -> new Coverage(
                        new Parameter("w", List.of(), Shape.of(2), DType.FLOAT32, true),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        r,
                        Optional.empty()))
                .toList();
        var blocks = new AboutCoverage(new Say(new Texts(Locale.ENGLISH), false)).of(rows, Map.of());
        return ((Block.Paragraph) blocks.getFirst()).text();
    }

    private static Gradient some() {
        return new Gradient("w", GradientState.NONZERO, OptionalDouble.of(1), 0.5, OptionalDouble.of(1));
    }

    @Test
    void onEveryRankAndOnlyWhereOneWasRead() {
        assertEquals(
                "2 of 4",
                counted(List.of(
                                List.of(some(), some()),
                                List.of(some()),
                                List.of(some(), Gradient.none("w")),
                                List.of()))
                        .substring(0, 6));
    }
}
