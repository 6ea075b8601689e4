package org.layergraft.ui.coverage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.layergraft.step.Gradient;
import org.layergraft.step.Magnitudes;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** What the run measured of the selected parameters: how large the gradient's elements are, and which rows never had one. */
final class SelectionDetails {

    private static final int SPANS = 12;

    private final Region pane;
    private final MagnitudeChart chart;
    private final Label title;
    private final Label idle;
    private final CoverageViewModel model;
    private final CoverageLines lines;
    private final Words words;
    private boolean due;

    SelectionDetails(
            Region pane,
            MagnitudeChart chart,
            Label title,
            Label idle,
            CoverageViewModel model,
            CoverageLines lines,
            Words words) {
        this.pane = pane;
        this.chart = chart;
        this.title = title;
        this.idle = idle;
        this.model = model;
        this.lines = lines;
        this.words = words;
        title.setTooltip(new Tooltip());
        idle.setTooltip(new Tooltip());
        idle.getTooltip().setWrapText(true);
        idle.getTooltip().setMaxWidth(420);
        lines.whenSelected(_ -> soon());
        model.lookProperty().subscribe(_ -> soon());
        show();
    }

    /** Many rows are selected one after the other where a table is filtered: told of once. */
    private void soon() {
        if (!due) {
            due = true;
            Platform.runLater(() -> {
                due = false;
                show();
            });
        }
    }

    private void show() {
        var rows = lines.selected().stream()
                .flatMap(CoverageLine::rows)
                .distinct()
                .filter(row -> !row.states().isEmpty())
                .toList();
        boolean wanted = !rows.isEmpty() && !model.lookProperty().get().withoutDetails();
        pane.setVisible(wanted);
        pane.setManaged(wanted);
        if (wanted) {
            show(rows);
        }
    }

    private void show(List<CoverageRow> rows) {
        var sizes = Magnitudes.sum(rows.stream()
                .flatMap(row -> row.gradients().stream())
                .map(Gradient::magnitudes)
                .flatMap(Optional::stream)
                .toList());
        chart.show(sizes, words);
        chart.setVisible(sizes.isPresent());
        chart.setManaged(sizes.isPresent());
        String name = rows.size() == 1 ? rows.getFirst().name() : words.get("coverage.details.several", rows.size());
        title.setText(name);
        title.getTooltip()
                .setText(name + "\n"
                        + sizes.map(m -> words.get("coverage.details.sizes", Amounts.count(m.total())))
                                .orElseGet(() -> words.get("coverage.details.nothing")));
        idle.setText(told(rows, SPANS));
        idle.getTooltip().setText(told(rows, Integer.MAX_VALUE));
    }

    private String told(List<CoverageRow> rows, int spans) {
        if (rows.size() == 1) {
            String said = IdleWords.of(rows.getFirst(), spans, words);
            return said.isEmpty() ? rows.getFirst().reason().map(words::get).orElse("") : said;
        }
        var some = rows.stream().filter(r -> r.idle().isPresent()).toList();
        return some.isEmpty()
                ? words.get("coverage.idle.nowhere")
                : words.get(
                        "coverage.idle.several",
                        some.size(),
                        rows.size(),
                        some.stream().limit(spans).map(CoverageRow::name).collect(Collectors.joining(", "))
                                + (some.size() > spans ? ", …" : ""));
    }
}
