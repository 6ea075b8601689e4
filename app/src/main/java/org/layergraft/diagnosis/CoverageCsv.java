package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.IdleRows;
import org.layergraft.text.Texts;

/**
 * The coverage table as CSV (RFC 4180): a heading, then a record per parameter. Four columns for each rank; what is not known is an
 * empty field.
 */
final class CoverageCsv {

    private CoverageCsv() {}

    static String of(List<Coverage> rows, Texts texts) {
        int ranks = rows.stream().mapToInt(r -> r.ranks().size()).max().orElse(0);
        var text = new StringBuilder();
        record(text, heading(ranks));
        rows.forEach(row -> record(text, fields(row, ranks, texts)));
        return text.toString();
    }

    private static List<String> heading(int ranks) {
        var names = new ArrayList<>(
                List.of("parameter", "shape", "dtype", "trainable", "bucket", "ready", "weight", "idle_rows"));
        for (int rank = 0; rank < ranks; rank++) {
            String of = "rank" + rank;
            names.addAll(List.of(of + "_state", of + "_norm", of + "_nonzero", of + "_update"));
        }
        names.add("reason");
        return names;
    }

    private static List<String> fields(Coverage row, int ranks, Texts texts) {
        var parameter = row.parameter();
        var fields = new ArrayList<>(List.of(
                parameter.name(),
                parameter.shape().sizes().stream().map(String::valueOf).collect(Collectors.joining("x")),
                parameter.dtype().torchName(),
                String.valueOf(parameter.trainable()),
                number(row.bucket()),
                number(row.ready()),
                number(row.ranks().stream()
                        .flatMapToDouble(g -> g.weight().stream())
                        .findFirst()),
                idle(row.ranks())));
        for (int rank = 0; rank < ranks; rank++) {
            if (rank < row.ranks().size()) {
                Gradient gradient = row.ranks().get(rank);
                fields.add(gradient.state().name().toLowerCase(Locale.ROOT));
                fields.add(number(gradient.norm()));
                fields.add(String.valueOf(gradient.nonzero()));
                fields.add(number(gradient.update()));
            } else {
                fields.addAll(List.of("", "", "", ""));
            }
        }
        fields.add(row.reason().map(why -> texts.get(why.text())).orElse(""));
        return fields;
    }

    /** How many slices got a gradient on no rank; empty where there was no gradient at all, or nobody looked. */
    private static String idle(List<Gradient> ranks) {
        boolean looked = ranks.stream()
                .anyMatch(g ->
                        g.weight().isPresent() && g.state() != GradientState.NONE && g.state() != GradientState.FROZEN);
        return looked
                ? String.valueOf(
                        IdleRows.onAll(ranks.stream().map(Gradient::idle).toList())
                                .map(IdleRows::idle)
                                .orElse(0))
                : "";
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : "";
    }

    private static String number(OptionalDouble number) {
        return number.isPresent() ? String.valueOf(number.getAsDouble()) : "";
    }

    private static void record(StringBuilder text, List<String> fields) {
        text.append(fields.stream().map(CoverageCsv::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
