package org.layergraft.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    private static final int COVERED = 4;

    private final Say say;

    AboutCoverage(Say say) {
        this.say = say;
    }

    List<Block> of(List<Coverage> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Coverage> sorted = rows.stream()
                .sorted(Comparator.comparingInt(AboutCoverage::urgency))
                .toList();
        long covered = rows.stream().filter(AboutCoverage::isCovered).count();
        long trainable = rows.stream().filter(AboutCoverage::trains).count();
        var blocks = new ArrayList<Block>();
        blocks.add(new Block.Paragraph(say.to("coverage.counted", covered, trainable)));
        blocks.add(table(sorted.subList(0, Math.min(MOST_ROWS, sorted.size()))));
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

    private Block table(List<Coverage> rows) {
        int ranks = rows.stream().mapToInt(r -> r.ranks().size()).max().orElse(0);
        var head = new ArrayList<>(
                List.of(say.to("coverage.parameter"), say.to("coverage.shape"), say.to("coverage.bucket")));
        for (int rank = 0; rank < ranks; rank++) {
            head.add(ranks == 1 ? say.to("coverage.device") : say.to("coverage.rank", rank));
        }
        return new Block.Table(head, rows.stream().map(r -> cells(r, ranks)).toList());
    }

    private List<Cell> cells(Coverage row, int ranks) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.text(row.parameter().name()));
        cells.add(Cell.text(row.parameter().shape().toString()));
        cells.add(Cell.number(
                row.bucket().isPresent() ? String.valueOf(row.bucket().getAsInt()) : "–"));
        for (int rank = 0; rank < ranks; rank++) {
            cells.add(rank < row.ranks().size() ? cell(row.ranks().get(rank)) : Cell.text("–"));
        }
        return cells;
    }

    private Cell cell(Gradient gradient) {
        String word = say.to("state." + gradient.state().name().toLowerCase(Locale.ROOT));
        return switch (gradient.state()) {
            case NONE -> Cell.of(Tone.BAD, word);
            case NONFINITE -> Cell.of(Tone.BAD, word);
            case ZERO -> Cell.of(Tone.WARNING, word);
            case FROZEN -> Cell.text(word);
            case NONZERO ->
                Cell.of(
                        Tone.GOOD,
                        String.format(
                                Locale.ROOT,
                                "%.3g · %.0f %%",
                                gradient.norm().orElse(Double.NaN),
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
