package org.layergraft.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.SharedReasons;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Cell;
import org.layergraft.report.Report.Tone;
import org.layergraft.step.Gradient;

/** Which parameters got a gradient: counted, then one by one, the uncovered first. */
final class AboutCoverage {

    /** More rows than anybody reads; those beyond are covered ones, as the uncovered stand first. */
    private static final int MOST_ROWS = 400;

    /** Shown at once on a screen, so that what follows is not pages away. */
    private static final int FIRST_ROWS = 20;

    private static final int COVERED = 4;

    private final Say say;

    AboutCoverage(Say say) {
        this.say = say;
    }

    /**
     * A column of gradients.
     *
     * @param gradient empty where it has none for a parameter
     * @param numbers whether they are its own; what is predicted is only whether there is a gradient
     */
    private record Column(String head, Function<Coverage, Optional<Gradient>> gradient, boolean numbers) {}

    /**
     * @param rows of a run, or of a prediction
     * @param measured what was measured where a prediction comes from, by rank
     */
    List<Block> of(List<Coverage> rows, Map<Integer, List<Gradient>> measured) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Coverage> sorted = rows.stream()
                .sorted(Comparator.comparingInt(AboutCoverage::urgency))
                .toList();
        long covered = rows.stream().filter(AboutCoverage::isCovered).count();
        long trainable = rows.stream().filter(AboutCoverage::trains).count();
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Paragraph(say.result("coverage.counted", covered, trainable)));
        blocks.add(table(sorted.subList(0, Math.min(MOST_ROWS, sorted.size())), columns(rows, measured)));
        if (sorted.size() > MOST_ROWS) {
            blocks.add(new Block.Paragraph(say.to("coverage.more", sorted.size() - MOST_ROWS)));
        }
        List<String> reasons = SharedReasons.of(sorted).stream().map(say::the).toList();
        if (!reasons.isEmpty()) {
            blocks.add(new Block.Paragraph(say.to("coverage.why")));
            blocks.add(new Block.Items(reasons));
        }
        return blocks;
    }

    /** On every rank. Where no gradient was read, as the run did not get that far, none is known to have come. */
    private static boolean isCovered(Coverage row) {
        return trains(row) && !row.ranks().isEmpty() && urgency(row) >= COVERED - 1;
    }

    private static boolean trains(Coverage row) {
        return row.parameter().trainable();
    }

    private List<Column> columns(List<Coverage> rows, Map<Integer, List<Gradient>> measured) {
        var columns = new ArrayList<Column>();
        measured.forEach((rank, gradients) -> {
            Map<String, Gradient> byName = gradients.stream().collect(Collectors.toMap(Gradient::parameter, g -> g));
            columns.add(new Column(
                    say.to("coverage.measured", rank),
                    row -> Optional.ofNullable(byName.get(row.parameter().name())),
                    true));
        });
        int ranks = rows.stream().mapToInt(r -> r.ranks().size()).max().orElse(0);
        for (int r = 0; r < ranks; r++) {
            int rank = r;
            columns.add(new Column(
                    ranks == 1 ? say.result("coverage.device") : say.result("coverage.rank", rank),
                    row -> row.ranks().stream().skip(rank).findFirst(),
                    !say.predicted()));
        }
        return columns;
    }

    private Block table(List<Coverage> rows, List<Column> columns) {
        var head = new ArrayList<>(
                List.of(say.to("coverage.parameter"), say.to("coverage.shape"), say.to("coverage.bucket")));
        columns.forEach(c -> head.add(c.head()));
        Optional<Block.Table.Fold> fold = rows.size() > FIRST_ROWS
                ? Optional.of(new Block.Table.Fold(FIRST_ROWS, say.to("coverage.rest", rows.size() - FIRST_ROWS)))
                : Optional.empty();
        return new Block.Table(head, rows.stream().map(r -> cells(r, columns)).toList(), fold);
    }

    private List<Cell> cells(Coverage row, List<Column> columns) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.text(row.parameter().name()));
        cells.add(Cell.text(row.parameter().shape().toString()));
        cells.add(Cell.number(
                row.bucket().isPresent() ? String.valueOf(row.bucket().getAsInt()) : "–"));
        columns.forEach(c ->
                cells.add(c.gradient().apply(row).map(g -> cell(g, c.numbers())).orElseGet(() -> Cell.text("–"))));
        return cells;
    }

    private Cell cell(Gradient gradient, boolean numbers) {
        String word = say.to("state." + gradient.state().name().toLowerCase(Locale.ROOT));
        return switch (gradient.state()) {
            case NONE -> Cell.of(Tone.BAD, word);
            case NONFINITE -> Cell.of(Tone.BAD, word);
            case ZERO -> Cell.of(Tone.WARNING, word);
            case FROZEN -> Cell.text(word);
            case NONZERO ->
                Cell.of(
                        Tone.GOOD,
                        gradient.norm().isEmpty() || !numbers
                                ? word
                                : String.format(
                                        Locale.ROOT,
                                        "%.3g · %.0f %%",
                                        gradient.norm().getAsDouble(),
                                        // 99.97 % is not all of them
                                        Math.floor(gradient.nonzero() * 100)));
        };
    }

    private static int urgency(Coverage row) {
        return row.ranks().stream()
                .mapToInt(g -> switch (g.state()) {
                    case NONE -> 0;
                    case NONFINITE -> 1;
                    case ZERO -> 2;
                    case NONZERO -> g.nonzero() < 1 ? COVERED - 1 : COVERED;
                    case FROZEN -> COVERED + 1;
                })
                .min()
                .orElse(COVERED + 1);
    }
}
