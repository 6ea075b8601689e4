package org.layergraft.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.SharedReasons;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Trials;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

/** A run told to a person at a terminal: verdict, what helps, coverage with the uncovered first. */
final class RunText {

    private static final int MOST_REASONS = 10;

    private final Texts texts;

    RunText(Texts texts) {
        this.texts = texts;
    }

    List<String> check(RunResult result) {
        var lines = new ArrayList<String>();
        result.predicted().ifPresent(basis -> lines.add(texts.get(basis)));
        result.verdict()
                .ifPresentOrElse(
                        v -> verdict(v, result, lines),
                        () -> result.single().ifPresent(s -> lines.add(texts.get(Diagnosis.sentence(s)))));
        fixes(result, lines);
        lines.add("");
        result.coverage().stream()
                .findFirst()
                .ifPresent(row ->
                        lines.add(texts.get("cli", "table.first", row.ranks().size())));
        lines.addAll(coverage(result.coverage()));
        return lines;
    }

    private void verdict(Verdict verdict, RunResult result, List<String> lines) {
        lines.add(texts.get(verdict.sentence()));
        lines.add(texts.get(verdict.explanation()));
        reasons(verdict, result.coverage(), lines);
        List<String> changed = result.plan().switches().changed();
        if (!changed.isEmpty()) {
            lines.add(texts.get("cli", "check.switches", String.join(", ", changed)));
        }
        verdict.warnings().forEach(w -> lines.add(texts.get("cli", "check.warning", texts.get(w))));
        verdict.message().ifPresent(message -> {
            lines.add("");
            lines.add(texts.get("cli", "check.message"));
            message.strip().lines().forEach(line -> lines.add("    " + line.stripTrailing()));
        });
    }

    /** The explanation tells one reason and counts who has another; here these are told, too. */
    private void reasons(Verdict verdict, List<Coverage> rows, List<String> lines) {
        List<Problem> others = SharedReasons.besides(verdict, rows);
        others.stream().limit(MOST_REASONS).forEach(r -> lines.add("  - " + texts.get(r)));
        if (others.size() > MOST_REASONS) {
            lines.add("  - " + texts.get("cli", "check.reasons.more", others.size() - MOST_REASONS));
        }
    }

    /** Those that train here, then what only a person can do; where none was run, all of them together. */
    private void fixes(RunResult result, List<String> lines) {
        List<Verdict.Fix> fixes = result.verdict().map(Verdict::fixes).orElse(List.of());
        if (result.isPredicted()) {
            list("check.fixes.predicted", fixes, lines);
        } else if (Trials.pending(result)) {
            list("check.fixes.untried", fixes, lines);
        } else {
            list("check.fixes", fixes.stream().filter(Verdict.Fix::verified).toList(), lines);
            list(
                    "check.fixes.by_hand",
                    fixes.stream().filter(f -> !f.verified()).toList(),
                    lines);
        }
    }

    private void list(String heading, List<Verdict.Fix> fixes, List<String> lines) {
        if (fixes.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(texts.get("cli", heading));
        for (int i = 0; i < fixes.size(); i++) {
            Verdict.Fix fix = fixes.get(i);
            lines.add(texts.get(
                    "cli",
                    fix.verified() ? "check.fix.verified" : "check.fix",
                    i + 1,
                    texts.get(fix.text()),
                    texts.get(fix.cost())));
        }
    }

    /** Uncovered first; within that, in the order of the model. */
    List<String> coverage(List<Coverage> rows) {
        int ranks = rows.stream().mapToInt(r -> r.ranks().size()).max().orElse(0);
        var table = new TextTable();
        var head = new ArrayList<String>(List.of(
                texts.get("cli", "table.parameter"),
                texts.get("cli", "table.shape"),
                texts.get("cli", "table.bucket"),
                texts.get("cli", "table.ready")));
        for (int rank = 0; rank < ranks; rank++) {
            head.add(ranks == 1 ? texts.get("cli", "table.device") : texts.get("cli", "table.rank", rank));
        }
        table.row(head);
        rows.stream().sorted(Comparator.comparingInt(RunText::urgency)).forEach(row -> {
            var cells = new ArrayList<String>(List.of(
                    row.parameter().name(),
                    row.parameter().shape().toString(),
                    row.bucket().isPresent() ? String.valueOf(row.bucket().getAsInt()) : "-",
                    row.ready().isPresent() ? String.valueOf(row.ready().getAsInt()) : "-"));
            row.ranks().forEach(g -> cells.add(cell(g)));
            table.row(cells);
        });
        return table.lines();
    }

    private static int urgency(Coverage row) {
        return row.ranks().stream()
                .mapToInt(g -> switch (g.state()) {
                    case NONE -> 0;
                    case NONFINITE -> 1;
                    case ZERO -> 2;
                    case NONZERO -> g.nonzero() < 1 ? 3 : 4;
                    case FROZEN -> 5;
                })
                .min()
                .orElse(5);
    }

    private static String cell(Gradient gradient) {
        String state = gradient.state().name().toLowerCase(Locale.ROOT);
        return gradient.state() == GradientState.NONZERO
                ? String.format(
                        Locale.ROOT,
                        "%s %3.0f%% norm %.3g",
                        state,
                        // 99.97 % is not all of them
                        Math.floor(gradient.nonzero() * 100),
                        gradient.norm().orElse(Double.NaN))
                : state;
    }
}
