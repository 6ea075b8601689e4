package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.step.Switches;

/**
 * A fix and what the window can do about it.
 *
 * @param parameters those the verdict names
 */
public record Remedy(Verdict.Fix fix, List<String> parameters) {

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
                    default -> null;
                });
    }

    /** Freezing is an edit that needs no choice. */
    public boolean freezes() {
        return fix.id().equals("freeze") && !parameters.isEmpty();
    }

    /** Something to look at in the model; the person decides what to do there. */
    public boolean shows() {
        return switch (fix.id()) {
            case "connect", "connect_smoothly", "connect_all_ranks", "remove", "detach", "add_zero" ->
                !parameters.isEmpty();
            default -> false;
        };
    }

    public boolean canBeDone() {
        return switches().isPresent() || freezes() || shows();
    }

    /** {@code verdict.fix.ID} is the button's text; "" where the fix speaks for itself. */
    public String key() {
        return switches().isPresent() || freezes() ? "verdict.fix." + fix.id() : "";
    }
}
