package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/**
 * What came of comparing two ways to train. Only ways that both train are timed.
 *
 * @param failed the first of them that does not train
 * @param times absent exactly where one does not train
 */
public record Comparison(Switches first, Switches second, Optional<RunResult> failed, Optional<PairedTimes> times) {

    /** The one sentence about it. */
    public Problem sentence() {
        return times.map(t -> t.sentence(difference())).orElseGet(this::failure);
    }

    private Problem failure() {
        List<String> changed =
                failed.map(run -> run.plan().switches().changed()).orElse(List.of());
        return Problem.of(
                Explanations.AREA,
                changed.isEmpty() ? "pairs.fails.default" : "pairs.fails",
                String.join(", ", changed),
                failed.flatMap(RunResult::verdict)
                        .map(Verdict::outcome)
                        .orElse(Outcome.FAILED)
                        .ordinal());
    }

    /** What the second way has that the first has not: {@code find_unused_parameters=True}, say. */
    public String difference() {
        List<String> more = without(second.changed(), first.changed());
        return more.isEmpty()
                ? without(first.changed(), second.changed()).stream()
                        .map(Comparison::undone)
                        .collect(Collectors.joining(", "))
                : String.join(", ", more);
    }

    /** As Python would write what DDP has without it. */
    private static String undone(String changed) {
        String name = changed.substring(0, changed.indexOf('='));
        return switch (name) {
            case "use_reentrant" -> "checkpoint=off";
            case "bucket_cap_mb" -> "bucket_cap_mb=None";
            case "accumulate" -> "accumulate=1";
            case "broadcast_buffers" -> "broadcast_buffers=True";
            default -> name + "=False";
        };
    }

    private static List<String> without(List<String> all, List<String> gone) {
        return all.stream().filter(one -> !gone.contains(one)).toList();
    }
}
