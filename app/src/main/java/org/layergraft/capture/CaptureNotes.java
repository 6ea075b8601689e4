package org.layergraft.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/** What a capture cannot know, said wherever it matters. */
final class CaptureNotes {

    private static final String AREA = CaptureReader.AREA;

    private CaptureNotes() {}

    /** Where the reading of the graph is known to be incomplete. */
    static List<Problem> ofGraph(Recorded recorded) {
        var notes = new ArrayList<Problem>();
        notes.add(Problem.of(AREA, "note.autograd"));
        int collapsed = recorded.iterations().getFirst().collapsed();
        if (collapsed > 0) {
            notes.add(Problem.of(AREA, "note.collapsed", collapsed));
        }
        return List.copyOf(notes);
    }

    /** Of the capture as a whole. */
    static List<Problem> of(Map<Integer, Recorded> ranks, Switches asCaptured) {
        Recorded first = ranks.values().iterator().next();
        var notes = new ArrayList<Problem>();
        notes.add(basis(first));
        if (ranks.size() < first.worldSize()) {
            notes.add(Problem.of(AREA, "note.some_ranks", numbers(ranks), first.worldSize()));
        }
        boolean kinds = first.iterations().stream()
                        .flatMap(it -> it.segments().stream())
                        .map(Recorded.Segment::isReentrant)
                        .distinct()
                        .count()
                > 1;
        if (kinds) {
            notes.add(Problem.of(
                    AREA,
                    "note.both_kinds",
                    String.join(", ", asCaptured.checkpoint().modules())));
        }
        Stream<Recorded.Iteration> all = ranks.values().stream().flatMap(r -> r.iterations().stream());
        if (all.anyMatch(it -> it.forwards() > 1)) {
            notes.add(Problem.of(AREA, "note.forwards"));
        }
        ranks.values().stream()
                .flatMap(r -> r.iterations().stream())
                .flatMap(it -> it.failure().stream())
                .findFirst()
                .ifPresent(f -> notes.add(Problem.of(AREA, "note.failed", f.phase(), f.type(), f.message())));
        ranks.values().stream()
                .flatMap(r -> r.iterations().stream())
                .flatMap(it -> it.notes().stream())
                .distinct()
                .limit(5)
                .forEach(n -> notes.add(Problem.of(AREA, "note.capture", n)));
        return List.copyOf(notes);
    }

    static Problem basis(Recorded recorded) {
        return Problem.of(AREA, "basis", day(recorded.time()), recorded.torch());
    }

    /** {@code 2026-11-26 11:28} */
    static String day(String time) {
        return time.length() >= 16 ? time.substring(0, 16).replace('T', ' ') : time;
    }

    /** The verdict says what it rests on, and what was taken for granted. */
    static RunResult predicted(
            RunResult result, Recorded first, List<Problem> notes, Map<Integer, Recorded> ranks, int world, int steps) {
        var said = new ArrayList<Problem>();
        if (ranks.size() < world) {
            said.add(Problem.of(AREA, "assumed.ranks", numbers(ranks), ranks.size(), world));
        }
        int captured = finished(ranks);
        if (captured < steps) {
            said.add(Problem.of(AREA, "assumed.iterations", captured, steps));
        } else if (captured > steps) {
            said.add(Problem.of(AREA, "assumed.fewer", captured, steps));
        }
        notes.stream().filter(n -> !n.key().equals("basis")).forEach(said::add);
        Optional<RunResult> told = result.verdict().map(v -> {
            var warnings = new ArrayList<>(v.warnings());
            warnings.addAll(said);
            return result.with(v.withWarnings(warnings));
        });
        return told.orElse(result).predictedFrom(basis(first));
    }

    /** Iterations that were watched from begin to end, of the rank with the fewest. */
    static int finished(Map<Integer, Recorded> ranks) {
        return ranks.values().stream()
                .mapToInt(r -> (int) r.iterations().stream()
                        .takeWhile(it -> it.finished() && it.failure().isEmpty())
                        .count())
                .min()
                .orElse(1);
    }

    private static String numbers(Map<Integer, Recorded> ranks) {
        return ranks.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
