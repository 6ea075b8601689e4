package org.layergraft.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.layergraft.step.Phase;
import org.layergraft.text.Problem;

/**
 * The answer to "does it train under DDP?".
 *
 * @param outcome the first thing PyTorch itself raised, or would raise in the next forward after the last step left a reduction
 *     unfinished; silent ones only where it is neither
 * @param raised what PyTorch raised, in the words of the reference cases: {@code ok}, {@code unused_parameters}, {@code
 *     ready_twice}, {@code static_graph_changed}, {@code hang}, {@code other}
 * @param iteration and {@code phase}: where, if it failed
 * @param ranks the ranks that have this outcome themselves
 * @param parameters the names PyTorch's message gives, or the parameters concerned where it is silent
 * @param message PyTorch's own words, if any
 * @param warnings sentences, parameters that train nowhere among them
 * @param sentence the one-sentence verdict
 * @param explanation why, derived from the graph and said to be
 * @param fixes best first
 */
public record Verdict(
        Outcome outcome,
        String raised,
        OptionalInt iteration,
        Optional<Phase> phase,
        List<Integer> ranks,
        List<String> parameters,
        Optional<String> message,
        List<Problem> warnings,
        Problem sentence,
        Problem explanation,
        List<Fix> fixes) {

    public Verdict {
        ranks = List.copyOf(ranks);
        parameters = List.copyOf(parameters);
        warnings = List.copyOf(warnings);
        fixes = List.copyOf(fixes);
    }

    public Verdict withFixes(List<Fix> others) {
        return new Verdict(
                outcome, raised, iteration, phase, ranks, parameters, message, warnings, sentence, explanation, others);
    }

    public Verdict withWarnings(List<Problem> others) {
        return new Verdict(
                outcome, raised, iteration, phase, ranks, parameters, message, others, sentence, explanation, fixes);
    }

    public boolean trains() {
        return outcome == Outcome.OK;
    }

    /**
     * @param id {@code connect}, {@code remove}, {@code find_unused_parameters}, {@code static_graph} …
     * @param measured of a run with the fix that trained; absent where it was not tried
     */
    public record Fix(String id, Problem text, Problem cost, Optional<Measured> measured) {

        /** What they cost besides time and memory no run can measure, so it is said beside what was. */
        private static final Set<String> KEPT = Set.of("freeze", "remove", "static_graph", "add_zero");

        public Fix(String id, Problem text, Problem cost) {
            this(id, text, cost, Optional.empty());
        }

        public boolean verified() {
            return measured.isPresent();
        }

        /** The same once it was run and trained. */
        public Fix with(Measured found) {
            return new Fix(
                    id,
                    text,
                    Problem.of(
                            "diagnosis",
                            KEPT.contains(id) ? "cost.measured." + id : "cost.measured",
                            String.format(Locale.ROOT, "%.1f", found.stepMs()),
                            found.peakBytes() >> 20),
                    Optional.of(found));
        }
    }

    /** @param stepMs of the slowest rank, median; @param peakBytes of the largest process */
    public record Measured(double stepMs, long peakBytes) {

        /** Absent where the run has no times. */
        public static Optional<Measured> of(RunResult run) {
            var step = run.ranks().stream()
                    .flatMap(r -> r.timing().stream())
                    .mapToDouble(t -> t.stepMs())
                    .max();
            long peak = run.ranks().stream().mapToLong(r -> r.peakBytes()).max().orElse(0);
            return step.isPresent() ? Optional.of(new Measured(step.getAsDouble(), peak)) : Optional.empty();
        }
    }
}
