package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Trials;
import org.layergraft.step.Switches;

/**
 * A fix and what the window can do about it.
 *
 * @param parameters those it is about
 * @param change what a run has shown to help; empty for what nobody tried
 */
public record Remedy(Verdict.Fix fix, List<String> parameters, Optional<Trials.Change> change) {

    public Remedy {
        parameters = List.copyOf(parameters);
    }

    /** The switches with this fix, where it is a fix of switches. */
    public Optional<Switches> switches() {
        return change.flatMap(
                c -> c instanceof Trials.Change.Turn(Switches turned) ? Optional.of(turned) : Optional.empty());
    }

    /** Something to look at in the model; the person decides what to do there. */
    public boolean shows() {
        return change.isEmpty()
                && switch (fix.id()) {
                    case "connect", "connect_smoothly", "connect_all_ranks", "remove", "detach", "add_zero" ->
                        !parameters.isEmpty();
                    default -> false;
                };
    }

    /** Nothing is offered that no run has shown to help. */
    public boolean isOffered() {
        return change.isPresent() || shows();
    }

    /** {@code verdict.fix.ID} is the button's text; "" where the fix speaks for itself. */
    public String key() {
        return change.isPresent() ? "verdict.fix." + fix.id() : "";
    }
}
