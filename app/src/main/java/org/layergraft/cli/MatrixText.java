package org.layergraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.MatrixTable.Figure;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** A matrix told at a terminal: what the usual advice comes out as, and one line per combination. */
final class MatrixText {

    private static final double MEBI = 1 << 20;

    private final Texts texts;

    /** A switch as a column. */
    private record Turn(String name, Function<Switches, String> value) {}

    MatrixText(Texts texts) {
        this.texts = texts;
    }

    List<String> lines(MatrixTable matrix) {
        List<Turn> turns = turns(matrix.rows());
        var table = new TextTable();
        var head = new ArrayList<String>();
        turns.forEach(turn -> head.add(turn.name()));
        for (String column : List.of("outcome", "fails", "covered", "step", "communication", "peak", "mark")) {
            head.add(texts.get("cli", "matrix." + column));
        }
        table.row(head);
        for (Row row : matrix.rows()) {
            var cells = new ArrayList<String>();
            turns.forEach(turn -> cells.add(turn.value().apply(row.switches())));
            cells.add(row.result().verdict().map(v -> v.outcome().id()).orElse("-"));
            cells.add(fails(row));
            cells.add(row.covered().isPresent() ? percent(row.covered().getAsDouble()) : "-");
            cells.add(figure(row.step(), "%.1f", 1));
            cells.add(figure(row.communication(), "%.1f", 1));
            cells.add(figure(row.peak(), "%.0f", MEBI));
            cells.add(mark(row));
            table.row(cells);
        }
        var lines = new ArrayList<String>();
        matrix.rows().stream()
                .flatMap(row -> row.result().predicted().stream())
                .distinct()
                .forEach(basis -> lines.add(texts.get(basis)));
        lines.add(texts.get(matrix.sentence()));
        lines.add("");
        lines.addAll(table.lines());
        return lines;
    }

    /** The two that are always asked about, and what else is not the same in all rows. */
    private static List<Turn> turns(List<Row> rows) {
        var turns = new ArrayList<Turn>();
        turns.add(new Turn("find_unused_parameters", s -> String.valueOf(s.findUnusedParameters())));
        turns.add(new Turn("static_graph", s -> String.valueOf(s.staticGraph())));
        var others = new ArrayList<Turn>();
        others.add(new Turn("checkpoint", SwitchWords::checkpoint));
        for (VariedOption option : VariedOption.values()) {
            others.add(new Turn(option.id(), option::word));
        }
        others.stream()
                .filter(turn -> rows.stream()
                                .map(row -> turn.value().apply(row.switches()))
                                .distinct()
                                .count()
                        > 1)
                .forEach(turns::add);
        return turns;
    }

    private String fails(Row row) {
        return row.result()
                .verdict()
                .filter(v ->
                        !v.trains() && v.iteration().isPresent() && v.phase().isPresent())
                .map(v -> texts.get(
                        "cli",
                        "matrix.at",
                        v.phase().orElseThrow().name().toLowerCase(Locale.ROOT),
                        v.iteration().getAsInt()))
                .orElse("-");
    }

    /** 99.97 % is not all of them. */
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", Math.floor(share * 1000) / 10);
    }

    private static String figure(Optional<Figure> figure, String format, double unit) {
        return figure.map(f -> String.format(Locale.ROOT, format, f.value() / unit)
                        + (f.relative().isPresent()
                                ? String.format(
                                        Locale.ROOT, " (×%.2f)", f.relative().getAsDouble())
                                : ""))
                .orElse("-");
    }

    private String mark(Row row) {
        var marks = new ArrayList<String>();
        if (row.best()) {
            marks.add(texts.get("cli", "matrix.best"));
        }
        if (row.usual()) {
            marks.add(texts.get("cli", "matrix.usual"));
        }
        return String.join(", ", marks);
    }
}
