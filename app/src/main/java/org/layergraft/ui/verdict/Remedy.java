package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.Edit;
import org.layergraft.step.Switches;

/**
 * A fix and what the window can do about it.
 *
 * @param parameters those it is about
 */
public record Remedy(Verdict.Fix fix, List<String> parameters, Optional<Trials.Change> change) {

    public Remedy {
        parameters = List.copyOf(parameters);
    }

    /** The change of switches it is, if it is one. */
    public Optional<UnaryOperator<Switches>> switches() {
        return Optional.ofNullable(
                switch (fix.id()) {
                    case "find_unused_parameters" -> s -> s.withFindUnusedParameters(true);
                    case "find_unused_instead" ->
                        s -> s.withFindUnusedParameters(true).withStaticGraph(false);
                    case "static_graph" -> s -> s.withStaticGraph(true);
                    case "drop_find_unused" -> s -> s.withFindUnusedParameters(false);
                    case "drop_static_graph" -> s -> s.withStaticGraph(false);
                    case "nonreentrant" ->
                        s -> s.withCheckpoint(s.checkpoint().with(Switches.Checkpoint.Mode.NONREENTRANT));
                    case "checkpoint_off" ->
                        s -> s.withCheckpoint(s.checkpoint().with(Switches.Checkpoint.Mode.OFF));
                    default -> null;
                });
    }

    /** Freezing is an edit that needs no choice. */
    public boolean freezes() {
        return fix.id().equals("freeze") && !parameters.isEmpty();
    }

    /** The edits that a run has shown to help, for the fixes that are edits. */
    public Optional<List<Edit>> edits() {
        return change.flatMap(
                c -> c instanceof Trials.Change.Do(List<Edit> edits) ? Optional.of(edits) : Optional.empty());
    }

    /** Something to look at in the model; the person decides what to do there. */
    public boolean shows() {
        return edits().isEmpty()
                && switch (fix.id()) {
                    case "connect", "connect_smoothly", "connect_all_ranks", "remove", "detach", "add_zero" ->
                        !parameters.isEmpty();
                    default -> false;
                };
    }

    public boolean canBeDone() {
        return switches().isPresent() || freezes() || edits().isPresent() || shows();
    }

    /** {@code verdict.fix.ID} is the button's text; "" where the fix speaks for itself. */
    public String key() {
        return switches().isPresent() || freezes() || edits().isPresent() ? "verdict.fix." + fix.id() : "";
    }
}
