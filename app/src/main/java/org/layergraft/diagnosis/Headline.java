package org.layergraft.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;

/**
 * What a DDP run as a whole raised: the earliest failure that is not a consequence of another. A rank that waits for a rank that
 * failed did not hang by itself; a rank that was left alone did not fail by itself.
 *
 * @param raised in the words of {@link Verdict#raised()}
 * @param ranks the ranks that have this outcome themselves
 * @param message PyTorch's words, or the last words of a process that died
 * @param died the exit code, where a process ended without a word
 */
record Headline(
        String raised,
        OptionalInt iteration,
        Optional<Phase> phase,
        List<Integer> ranks,
        List<String> parameters,
        Optional<String> message,
        OptionalInt died) {

    static final Headline OK = new Headline(
            RaisedWords.OK,
            OptionalInt.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            OptionalInt.empty());

    /** One rank's end in comparable form. */
    private record Failure(
            int rank,
            String word,
            int iteration,
            Phase phase,
            List<String> parameters,
            Optional<String> message,
            OptionalInt died) {}

    static Headline of(List<RankReport> reports) {
        List<Failure> failures =
                reports.stream().flatMap(r -> failure(r).stream()).toList();
        List<Failure> own = failures.stream().filter(Headline::isOwn).toList();
        List<Failure> candidates = own.isEmpty() ? failures : own;
        Optional<Failure> lead = candidates.stream()
                .min(Comparator.comparingInt(Failure::iteration).thenComparing(Failure::phase));
        return lead.map(l -> new Headline(
                        own.isEmpty() ? RaisedWords.HANG : l.word(),
                        OptionalInt.of(l.iteration()),
                        Optional.of(l.phase()),
                        candidates.stream()
                                .filter(f -> f.word().equals(l.word()))
                                .map(Failure::rank)
                                .toList(),
                        l.parameters(),
                        l.message(),
                        l.died()))
                .orElse(OK);
    }

    /**
     * Nothing was raised, and yet a rank's last step left its reduction unfinished: what the next forward would raise, it said when
     * it was asked ({@code Reducer::ensure_prior_reduction_finished}, torch/csrc/distributed/c10d/reducer.cpp). {@link #raised()}
     * stays {@code ok}, for in the steps that were run nothing was.
     */
    static Optional<Headline> unfinished(List<RankReport> reports) {
        List<RankReport> asked =
                reports.stream().filter(r -> r.unfinished().isPresent()).toList();
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(new Headline(
                        RaisedWords.OK,
                        OptionalInt.empty(),
                        Optional.empty(),
                        asked.stream().map(RankReport::rank).toList(),
                        List.of(),
                        asked.getFirst().unfinished(),
                        OptionalInt.empty()));
    }

    private static boolean isOwn(Failure failure) {
        return !failure.word().equals(RaisedWords.HANG) && !failure.word().equals(RaisedWords.PEER_LOST);
    }

    private static Optional<Failure> failure(RankReport report) {
        int rank = report.rank();
        return switch (report.end()) {
            case End.Finished() -> Optional.empty();
            case End.Raised(int iteration, Phase phase, String message, List<String> parameters) ->
                Optional.of(new Failure(
                        rank,
                        RaisedWords.of(message),
                        iteration,
                        phase,
                        parameters,
                        Optional.of(message),
                        OptionalInt.empty()));
            case End.Waiting(int iteration, Phase phase) ->
                Optional.of(new Failure(
                        rank, RaisedWords.HANG, iteration, phase, List.of(), Optional.empty(), OptionalInt.empty()));
            case End.Lost(int iteration, Phase phase, String message) ->
                Optional.of(new Failure(
                        rank,
                        RaisedWords.PEER_LOST,
                        iteration,
                        phase,
                        List.of(),
                        Optional.of(message),
                        OptionalInt.empty()));
            case End.Died(int iteration, Phase phase, int exitCode, String detail) ->
                Optional.of(new Failure(
                        rank,
                        RaisedWords.OTHER,
                        iteration,
                        phase,
                        List.of(),
                        detail.isBlank() ? Optional.empty() : Optional.of(detail),
                        OptionalInt.of(exitCode)));
        };
    }
}
