package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of the table as a spreadsheet takes them: a heading, then one line each, with tabs between the fields. */
final class Tsv {

    private Tsv() {}

    static String of(List<CoverageLine> lines) {
        int ranks = lines.stream().mapToInt(l -> l.states().size()).max().orElse(0);
        var heading = new ArrayList<>(List.of("name", "shape", "dtype"));
        IntStream.range(0, ranks).forEach(r -> heading.add("rank" + r));
        heading.addAll(List.of("nonzero", "norm", "bucket", "ready"));
        var all = new ArrayList<List<String>>();
        all.add(heading);
        lines.forEach(line -> all.add(fields(line, ranks)));
        return all.stream()
                .map(fields -> fields.stream().map(Tsv::clean).collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> fields(CoverageLine line, int ranks) {
        var fields = new ArrayList<String>();
        fields.add(line.name());
        var row = line instanceof CoverageRow r ? List.of(r) : List.<CoverageRow>of();
        fields.add(row.isEmpty() ? "" : row.getFirst().parameter().shape().toString());
        fields.add(row.isEmpty() ? "" : row.getFirst().parameter().dtype().torchName());
        for (int rank = 0; rank < ranks; rank++) {
            boolean told = rank < line.states().size();
            fields.add(told ? line.states().get(rank).name().toLowerCase(Locale.ROOT) : "");
        }
        fields.add(number(line.share()));
        fields.add(number(line.norm()));
        fields.add(row.isEmpty() ? "" : number(row.getFirst().bucket()));
        fields.add(row.isEmpty() ? "" : number(row.getFirst().ready()));
        return fields;
    }

    private static String number(OptionalDouble number) {
        return number.isPresent() ? String.valueOf(number.getAsDouble()) : "";
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : "";
    }

    /** There is no way to write these inside of a field. */
    private static String clean(String field) {
        return field.replaceAll("[\\t\\r\\n]", " ");
    }
}
