package org.layergraft.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Cell;
import org.layergraft.report.Report.Fact;
import org.layergraft.report.Report.Tone;
import org.layergraft.step.Device;
import org.layergraft.step.Switches;

/** What ran and what came of it; or, of a capture, what would. */
final class AboutRuns {

    private static final double MEBI = 1 << 20;

    private final Findings findings;
    private final Say say;

    AboutRuns(Findings findings, Say say) {
        this.findings = findings;
        this.say = say;
    }

    static Tone tone(Verdict verdict) {
        return !verdict.trains() ? Tone.BAD : verdict.warnings().isEmpty() ? Tone.GOOD : Tone.WARNING;
    }

    List<Block> ran(RunResult run) {
        var plan = run.plan();
        var facts = new ArrayList<Fact>();
        facts.add(new Fact(say.to("run.switches"), SwitchWords.of(plan.switches())));
        if (run.ranks().isEmpty()) {
            facts.add(new Fact(
                    say.to("run.device"),
                    run.single().map(s -> s.device().torchName()).orElse("–")));
        } else {
            facts.add(new Fact(say.to("run.world"), String.valueOf(plan.worldSize())));
            facts.add(new Fact(
                    say.to("run.devices"),
                    plan.devices().stream().map(Device::torchName).distinct().collect(Collectors.joining(", "))));
        }
        if (!run.ranks().isEmpty() && !run.isPredicted()) {
            boolean nccl = plan.devices().stream().allMatch(d -> d.kind() == Device.Kind.CUDA);
            facts.add(new Fact(say.to("run.backend"), nccl ? "nccl" : "gloo"));
        }
        facts.add(new Fact(say.to("run.steps"), String.valueOf(plan.steps())));
        if (!run.isPredicted()) {
            facts.add(new Fact(say.to("run.seed"), String.valueOf(plan.seed())));
        }
        run.ranks().stream()
                .flatMap(r -> r.timing().stream())
                .mapToDouble(t -> t.stepMs())
                .max()
                .ifPresent(ms -> facts.add(new Fact(say.to("run.step"), say.to("ms", one(ms)))));
        run.ranks().stream()
                .mapToLong(r -> r.peakBytes())
                .filter(bytes -> bytes > 0)
                .max()
                .ifPresent(bytes -> facts.add(new Fact(say.to("run.peak"), say.to("mib", Math.round(bytes / MEBI)))));
        return List.of(new Block.Facts(facts));
    }

    List<Block> message(RunResult run) {
        return run.verdict()
                .flatMap(Verdict::message)
                .map(m -> List.<Block>of(new Block.Code("text", m.strip())))
                .orElse(List.of());
    }

    /** Those that were shown to help, then what only a person can do. */
    List<Block> helps(RunResult run) {
        Map<Boolean, List<Verdict.Fix>> fixes = run.verdict().map(Verdict::fixes).orElse(List.of()).stream()
                .collect(Collectors.partitioningBy(f -> findings.subject().helps(f, run)));
        var blocks = new ArrayList<Block>();
        list("helps.verified", say.predicted() ? "helps.fix" : "helps.costs", fixes.get(true), blocks);
        list("helps.others", "helps.fix", fixes.get(false), blocks);
        return blocks;
    }

    private void list(String heading, String form, List<Verdict.Fix> fixes, List<Block> blocks) {
        if (!fixes.isEmpty()) {
            blocks.add(new Block.Paragraph(say.result(heading)));
            blocks.add(new Block.Items(fixes.stream()
                    .map(f -> say.to(form, say.the(f.text()), say.the(f.cost())))
                    .toList()));
        }
    }

    List<Block> matrix() {
        if (findings.matrix().isEmpty()) {
            return List.of();
        }
        MatrixTable matrix = MatrixTable.of(findings.matrix(), tied());
        // Nothing was timed where nothing ran.
        List<String> columns = say.predicted()
                ? List.of("switches", "outcome", "covered")
                : List.of("switches", "outcome", "covered", "step", "exchange", "peak");
        return List.of(
                new Block.Paragraph(say.the(matrix.sentence())),
                new Block.Table(
                        columns.stream().map(k -> say.to("matrix." + k)).toList(),
                        matrix.rows().stream()
                                .map(r -> row(r).subList(0, columns.size()))
                                .toList()),
                new Block.Paragraph(say.to("matrix.covered.means")));
    }

    /** One run each tells less about time than steps in pairs. */
    private Set<Switches> tied() {
        return findings.costs().stream()
                .filter(Findings.Cost::noise)
                .flatMap(c -> c.against().stream())
                .collect(Collectors.toSet());
    }

    private List<Cell> row(MatrixTable.Row row) {
        Optional<Verdict> verdict = row.result().verdict();
        String outcome = verdict.map(v -> v.outcome().id()).orElse("–");
        String marks = (row.best() ? say.result("matrix.best") : "") + (row.usual() ? say.to("matrix.usual") : "");
        return List.of(
                Cell.text(SwitchWords.of(row.switches())),
                Cell.of(verdict.map(AboutRuns::tone).orElse(Tone.NEUTRAL), outcome + marks),
                Cell.number(
                        row.covered().isPresent()
                                // 99.97 % is not all of them
                                ? String.format(
                                        Locale.ROOT,
                                        "%.1f %%",
                                        Math.floor(row.covered().getAsDouble() * 1000) / 10)
                                : "–"),
                figure(row.step(), 1),
                figure(row.communication(), 1),
                figure(row.peak(), MEBI));
    }

    private static Cell figure(Optional<MatrixTable.Figure> figure, double unit) {
        return Cell.number(figure.map(f -> one(f.value() / unit)
                        + (f.relative().isPresent()
                                ? String.format(
                                        Locale.ROOT, " (×%.2f)", f.relative().getAsDouble())
                                : ""))
                .orElse("–"));
    }

    List<Block> costs() {
        return findings.costs().isEmpty()
                ? List.of()
                : List.of(new Block.Items(findings.costs().stream()
                        .map(c -> c.against()
                                .map(a -> say.to("costs.one", SwitchWords.of(a), say.the(c.sentence())))
                                .orElseGet(() -> say.the(c.sentence())))
                        .toList()));
    }

    List<Block> repeat() {
        return findings.commands().isEmpty()
                ? List.of()
                : List.of(
                        new Block.Paragraph(say.result("repeat.how")),
                        new Block.Code("sh", String.join("\n", findings.commands())));
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
