package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.text.Problem;

/**
 * From reports to a verdict. The outcome comes from the run alone (rules: {@link Headline}, {@link SilentFailures}); the explanation
 * from the graph ({@link GraphReasons}).
 */
public final class Diagnosis {

    private final ModelGraph graph;
    private final StepPlan plan;
    private final Optional<SingleReport> single;
    private final List<RankReport> ranks;
    private final List<Coverage> coverage;
    private final List<Wait> waits;
    private final Explanations explanations;

    private Diagnosis(
            ModelGraph graph,
            StepPlan plan,
            Optional<SingleReport> single,
            List<RankReport> ranks,
            Optional<List<List<Sums>>> recorded) {
        this.graph = graph;
        this.plan = plan;
        this.single = single;
        this.ranks = List.copyOf(ranks);
        this.waits = Waits.of(graph, plan, ranks);
        this.explanations = new Explanations(
                graph,
                plan.loss(),
                new Reasons(
                        graph,
                        plan,
                        ranks,
                        recorded.orElseGet(
                                () -> ranks.stream().map(RankReport::sums).toList())),
                recorded.isPresent());
        this.coverage = CoverageTable.of(graph, single, ranks).stream()
                .map(row -> row.with(explanations.why(row)))
                .toList();
    }

    /**
     * @param graph of the model that ran
     * @param single the plain run, if there was one
     * @param ranks in the order of ranks; empty after a plain run alone, and then there is no verdict
     */
    public static RunResult judge(
            ModelGraph graph, StepPlan plan, Optional<SingleReport> single, List<RankReport> ranks) {
        return judge(new Diagnosis(graph, plan, single, ranks, Optional.empty()));
    }

    /**
     * The same of a run that was predicted.
     *
     * @param recorded by rank what was seen of every step, though the predicted run may end before: gradients that came count, not how
     *     large they were
     */
    public static RunResult predicted(
            ModelGraph graph,
            StepPlan plan,
            Optional<SingleReport> single,
            List<RankReport> ranks,
            List<List<Sums>> recorded) {
        return judge(new Diagnosis(graph, plan, single, ranks, Optional.of(recorded)));
    }

    private static RunResult judge(Diagnosis diagnosis) {
        return new RunResult(
                diagnosis.plan,
                diagnosis.single,
                diagnosis.ranks,
                diagnosis.ranks.isEmpty() ? Optional.empty() : Optional.of(diagnosis.verdict()),
                diagnosis.coverage,
                diagnosis.waits);
    }

    /** The sentence for a plain run alone, which has no verdict. */
    public static Problem sentence(SingleReport report) {
        return Sentences.single(report);
    }

    private Verdict verdict() {
        Headline headline = Headline.of(ranks);
        return switch (headline.raised()) {
            case RaisedWords.OK -> silent(headline);
            case RaisedWords.UNUSED ->
                headline.message().filter(RaisedWords::saysGraphChanged).isPresent()
                        ? graphChanged(headline)
                        : unused(headline);
            case RaisedWords.READY_TWICE -> readyTwice(headline);
            case RaisedWords.STATIC_GRAPH -> graphChanged(headline);
            case RaisedWords.HANG -> hang(headline);
            default -> failed(headline);
        };
    }

    private Verdict unused(Headline headline) {
        List<String> names = namesIn(headline);
        List<Coverage> rows = Concerned.of(Outcome.UNUSED_PARAMETERS, names, plan, ranks, coverage);
        return verdict(
                Outcome.UNUSED_PARAMETERS,
                headline,
                names,
                sentence("unused", headline, rows, ""),
                explanations.of(rows),
                rows);
    }

    private Verdict graphChanged(Headline headline) {
        List<String> names = namesIn(headline);
        List<Coverage> rows = rows(names);
        Reason reason = explanations.reason(rows);
        Problem explanation =
                reason instanceof Reason.NotInLoss ? explanations.of(rows) : explain("static_graph_changed", rows);
        return verdict(
                Outcome.STATIC_GRAPH_CHANGED,
                headline,
                names,
                sentence("static_graph_changed", headline, rows, ""),
                explanation,
                rows);
    }

    private Verdict readyTwice(Headline headline) {
        List<String> names = namesIn(headline);
        List<Coverage> rows = rows(names);
        String why = plan.switches().findUnusedParameters() ? "ready_twice.search" : "ready_twice.shared";
        return verdict(
                Outcome.READY_TWICE,
                headline,
                names,
                sentence("ready_twice", headline, rows, ""),
                explain(why, rows),
                rows);
    }

    /** Nobody raised, somebody waits: the ranks' own gradients tell who has what the others lack. */
    private Verdict hang(Headline headline) {
        List<Coverage> rows = coverage.stream()
                .filter(c -> c.ranks().stream().anyMatch(g -> g.state() == GradientState.NONE))
                .filter(c -> !SilentFailures.noneOnEveryRank(c))
                .toList();
        return verdict(
                Outcome.HANG,
                headline,
                headline.parameters(),
                sentence("hang", headline, rows, ""),
                rows.isEmpty() ? explain("hang", rows) : explanations.of(rows),
                rows);
    }

    private Verdict failed(Headline headline) {
        boolean memory = headline.message().filter(RaisedWords::saysOutOfMemory).isPresent();
        List<Coverage> rows = rows(headline.parameters());
        String words = Sentences.firstLine(headline.message());
        String died = headline.died().isPresent() ? "died" : "failed";
        String detail =
                headline.died().isPresent() ? String.valueOf(headline.died().getAsInt()) : words;
        String key = memory ? "out_of_memory" : died.equals("died") && Failures.killed(headline) ? "killed" : died;
        return verdict(
                memory ? Outcome.OUT_OF_MEMORY : Outcome.FAILED,
                headline,
                namesIn(headline),
                sentence(key, headline, rows, detail),
                explain(
                        Failures.why(
                                headline,
                                memory,
                                single.flatMap(SingleReport::failure).isPresent(),
                                coverage.isEmpty()),
                        List.of()),
                rows);
    }

    /**
     * The last step ended with its reduction unfinished. Ranks that differ after it are a consequence, and with one step more the
     * error would be the outcome.
     */
    private Verdict unfinished(Headline headline) {
        List<String> names = ranks.stream()
                .flatMap(r -> r.unfinished().stream())
                .flatMap(words -> named(words).stream())
                .distinct()
                .toList();
        List<Coverage> rows = rows(names);
        boolean changed =
                headline.message().filter(RaisedWords::saysGraphChanged).isPresent();
        return verdict(
                changed ? Outcome.STATIC_GRAPH_CHANGED : Outcome.UNUSED_PARAMETERS,
                headline,
                names,
                sentence(
                        changed ? "unfinished.static" : "unfinished",
                        headline,
                        rows,
                        String.valueOf(ranks.getFirst().sums().size())),
                changed ? explain("static_graph_changed", rows) : explanations.of(rows),
                rows);
    }

    /** Nothing was raised: the ranks may still drift apart, or lose gradients that one device has. */
    private Verdict silent(Headline headline) {
        Optional<Headline> unfinished = Headline.unfinished(ranks);
        if (unfinished.isPresent()) {
            return unfinished(unfinished.get());
        }
        Optional<SilentFailures.Drift> drift = SilentFailures.drift(coverage, ranks);
        if (drift.isPresent()) {
            List<String> names = drift.get().parameters();
            List<Coverage> rows = rows(names);
            return verdict(
                    Outcome.UNSYNCHRONISED,
                    headline,
                    names,
                    sentence(
                            "unsynchronised",
                            headline,
                            rows,
                            String.valueOf(drift.get().iteration())),
                    explain(plan.switches().staticGraph() ? "unsynchronised.static" : "unsynchronised", rows),
                    rows);
        }
        List<String> lost = SilentFailures.lost(coverage, single, ranks);
        if (!lost.isEmpty()) {
            List<Coverage> rows = rows(lost);
            return verdict(
                    Outcome.NO_GRADIENT,
                    headline,
                    lost,
                    sentence("no_gradient", headline, rows, ""),
                    explain("no_gradient", rows),
                    rows);
        }
        List<Coverage> idle = rows(SilentFailures.idle(coverage, ranks));
        return verdict(
                Outcome.OK,
                headline,
                List.of(),
                sentence(idle.isEmpty() ? "ok" : "ok_idle", headline, idle, ""),
                idle.isEmpty()
                        ? explain(
                                coverage.stream().anyMatch(SilentFailures::comesAndGoes) ? "ok_at_times" : "ok",
                                List.of())
                        : explanations.of(idle),
                idle);
    }

    private Verdict verdict(
            Outcome outcome,
            Headline headline,
            List<String> parameters,
            Problem sentence,
            Problem explanation,
            List<Coverage> concerned) {
        return new Verdict(
                outcome,
                headline.raised(),
                headline.iteration(),
                headline.phase(),
                headline.ranks(),
                parameters,
                headline.message(),
                Stream.concat(
                                Warnings.of(outcome, coverage, ranks, waits).stream(),
                                SmallBatches.warnings(graph, plan).stream())
                        .toList(),
                sentence,
                explanation,
                Fixes.of(
                        outcome,
                        explanations.reason(concerned),
                        plan.switches(),
                        Named.of(names(concerned)),
                        concerned.stream().anyMatch(SilentFailures::learns)));
    }

    private Problem sentence(String key, Headline headline, List<Coverage> rows, String detail) {
        return Sentences.of(key, single, ranks.size(), headline, names(rows), detail);
    }

    private Problem explain(String key, List<Coverage> rows) {
        var named = Named.of(names(rows));
        return Problem.of(Explanations.AREA, "explain." + key, named.shown(), named.more(), named.count());
    }

    private static List<String> names(List<Coverage> rows) {
        return rows.stream().map(c -> c.parameter().name()).toList();
    }

    /** As PyTorch printed them; where it printed indices only, the trainable parameters at those places. */
    private List<String> namesIn(Headline headline) {
        if (!headline.parameters().isEmpty()) {
            return headline.parameters();
        }
        return named(headline.message().orElse(""));
    }

    private List<String> named(String message) {
        List<Parameter> registered =
                graph.parameters().stream().filter(Parameter::trainable).toList();
        return RaisedWords.indicesIn(message).stream()
                .filter(i -> i < registered.size())
                .map(i -> registered.get(i).name())
                .toList();
    }

    private List<Coverage> rows(List<String> names) {
        return Concerned.rows(names, coverage);
    }
}
