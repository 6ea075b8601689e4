package org.layergraft.ui.coverage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.model.Parameter;
import org.layergraft.step.IdleRows;
import org.layergraft.ui.common.Words;

/** Which slices of a parameter never got a gradient, in a sentence. */
final class IdleWords {

    private IdleWords() {}

    /** @param most spans that are named */
    static String of(CoverageRow row, int most, Words words) {
        var parameter = row.parameter();
        if (parameter.shape().sizes().isEmpty() || row.states().isEmpty() || CoverageRow.isWithout(row)) {
            return "";
        }
        Optional<IdleRows> idle = row.idle();
        return idle.map(i -> words.get(
                        "coverage.idle." + slices(parameter),
                        i.idle(),
                        i.rows(),
                        spans(i, most),
                        row.states().size()))
                .orElseGet(() -> words.get(
                        "coverage.busy." + slices(parameter),
                        parameter.shape().sizes().getFirst(),
                        row.states().size()));
    }

    /** What one slice along the first dimension is called. */
    private static String slices(Parameter parameter) {
        int dimensions = parameter.shape().sizes().size();
        return dimensions == 1 ? "elements" : dimensions == 2 ? "rows" : "channels";
    }

    private static String spans(IdleRows idle, int most) {
        List<IdleRows.Span> told = idle.spans().stream().limit(most).toList();
        String names = told.stream()
                .map(s -> s.first() == s.last() ? String.valueOf(s.first()) : s.first() + "–" + s.last())
                .collect(Collectors.joining(", "));
        return told.size() < idle.spans().size() || !idle.isWhole() ? names + ", …" : names;
    }
}
