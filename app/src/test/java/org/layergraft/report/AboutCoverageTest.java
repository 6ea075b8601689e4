package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.Why;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.report.Report.Block;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.text.Problem;
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
        String said = counted(
                List.of(List.of(some(), some()), List.of(some()), List.of(some(), Gradient.none("w")), List.of()));
        assertTrue(said.startsWith("In the first step, 2 of 4 parameters"), said);
    }

    private static Coverage why(String name, String id, String... rest) {
        var arguments = new ArrayList<String>(List.of(name, "0", "1"));
        arguments.addAll(List.of(rest));
        var text = new Problem("diagnosis", "why." + id, arguments);
        return new Coverage(
                new Parameter(name, List.of(), Shape.of(2), DType.FLOAT32, true),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(some()),
                Optional.of(new Why(id, text, "", OptionalInt.empty(), Optional.empty(), "", OptionalInt.empty())));
    }

    private static List<String> reasons(List<Coverage> rows) {
        return new AboutCoverage(new Say(new Texts(Locale.ENGLISH), false))
                .of(rows, Map.of()).stream()
                        .filter(Block.Items.class::isInstance)
                        .flatMap(b -> ((Block.Items) b).texts().stream())
                        .toList();
    }

    /** Ten pages of the same sentence were nobody's reading. */
    @Test
    void whatHasTheSameReasonIsToldOnce() {
        var rows = new ArrayList<Coverage>();
        for (int i = 0; i < 200; i++) {
            rows.add(why("decoder." + i, "came_anyway", "decoder." + i, "0", "", "0", "", ""));
        }
        for (int i = 0; i < 50; i++) {
            // Two of a kind: what is left out is counted in parameters.
            rows.add(why("bias." + i, "partly", "m" + i / 2, "0", "98.0", "0", "", ""));
        }
        List<String> told = reasons(rows);
        assertEquals(5, told.size(), told.toString());
        assertEquals(
                "decoder.0, decoder.1, decoder.2 and 197 more got a gradient",
                told.getFirst().substring(0, 59));
        assertEquals("Only 98.0 % of bias.0, bias.1", told.get(1).substring(0, 29));
        assertEquals("Of 44 more only a part", told.getLast().substring(0, 22));
    }
}
