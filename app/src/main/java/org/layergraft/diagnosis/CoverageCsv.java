package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.layergraft.step.Gradient;
import org.layergraft.text.Texts;

/**
 * The coverage table as CSV (RFC 4180): a heading, then a record per parameter. Three columns for each rank; what is not known is an
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
        var names = new ArrayList<>(List.of("parameter", "shape", "dtype", "trainable", "bucket", "ready"));
        for (int rank = 0; rank < ranks; rank++) {
            names.addAll(List.of("rank" + rank + "_state", "rank" + rank + "_norm", "rank" + rank + "_nonzero"));
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
                number(row.ready())));
        for (int rank = 0; rank < ranks; rank++) {
            if (rank < row.ranks().size()) {
                Gradient gradient = row.ranks().get(rank);
                fields.add(gradient.state().name().toLowerCase(Locale.ROOT));
                fields.add(number(gradient.norm()));
                fields.add(String.valueOf(gradient.nonzero()));
            } else {
                fields.addAll(List.of("", "", ""));
            }
        }
        fields.add(row.reason().map(why -> texts.get(why.text())).orElse(""));
        return fields;
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
