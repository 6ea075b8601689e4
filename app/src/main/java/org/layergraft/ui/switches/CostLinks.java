package org.layergraft.ui.switches;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.Region;
import org.layergraft.experiment.RunSettings;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.switches.CostsViewModel.Subject;

/**
 * The links below switches that measure what they cost: first an offer, then what is measured with a way to stop, then the result,
 * which measures again.
 *
 * <p>Beside the switches, links to what is to be known of them.
 *
 * @param settings as the switches stand
 * @param idle a model is open and nothing runs
 * @param act does what has a name
 */
public record CostLinks(
        CostsViewModel costs,
        Words words,
        ObservableValue<RunSettings> settings,
        BooleanExpression idle,
        Consumer<Subject> measure,
        Runnable stop,
        Consumer<ActionId> act) {

    /** @param explanation the action that shows it */
    void explain(Hyperlink link, ActionId explanation) {
        link.textProperty().bind(words.of("switches.explain"));
        link.accessibleTextProperty().bind(words.of(explanation.key()));
        link.visitedProperty().subscribe(visited -> {
            if (visited) {
                link.setVisited(false);
            }
        });
        link.setOnAction(_ -> act.accept(explanation));
    }

    void bind(Hyperlink link, Subject subject) {
        link.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> text(subject),
                        costs.results(),
                        costs.measuringProperty(),
                        settings,
                        words.textsProperty()));
        link.accessibleTextProperty().bind(link.textProperty());
        link.setWrapText(true);
        link.setMinHeight(Region.USE_PREF_SIZE);
        link.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !isMeasured(subject) && !(idle.get() && differs(subject)),
                        idle,
                        costs.measuringProperty(),
                        settings));
        link.visitedProperty().subscribe(visited -> {
            if (visited) {
                link.setVisited(false);
            }
        });
        link.setOnAction(_ -> {
            if (isMeasured(subject)) {
                stop.run();
            } else {
                measure.accept(subject);
            }
        });
    }

    private boolean isMeasured(Subject subject) {
        return costs.measuringProperty().get().equals(Optional.of(subject));
    }

    private String text(Subject subject) {
        if (isMeasured(subject)) {
            return words.get("switches.cost.measuring");
        }
        return Optional.ofNullable(costs.results().get(subject))
                .map(words::get)
                .orElseGet(() -> words.get(differs(subject) ? "switches.cost.measure" : "switches.cost.unset"));
    }

    private boolean differs(Subject subject) {
        return subject.differs(settings.getValue().switches());
    }
}
