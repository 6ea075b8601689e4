package org.layergraft.ui.switches;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.step.LossSpec;
import org.layergraft.text.Problem;

/** How outputs become one number. */
public final class LossViewModel {

    /** The rules of {@link LossSpec}. */
    public enum Rule {
        SUM,
        MEAN,
        SQUARE,
        OUTPUTS,
        KEYS
    }

    private final ObjectProperty<Rule> rule = new SimpleObjectProperty<>(Rule.SUM);
    private final StringProperty outputs = new SimpleStringProperty("0");
    private final StringProperty keys = new SimpleStringProperty("loss");
    private final ObjectProperty<LossSpec.Reduce> reduce = new SimpleObjectProperty<>(LossSpec.Reduce.SUM);
    private final ReadOnlyObjectWrapper<LossSpec> loss = new ReadOnlyObjectWrapper<>(new LossSpec.Sum());
    private final ReadOnlyObjectWrapper<Optional<Problem>> mistake = new ReadOnlyObjectWrapper<>(Optional.empty());

    LossViewModel() {
        rule.subscribe(_ -> read());
        outputs.subscribe(_ -> read());
        keys.subscribe(_ -> read());
        reduce.subscribe(_ -> read());
    }

    /** What makes no sense leaves the last rule that did. */
    private void read() {
        mistake.set(Optional.empty());
        switch (rule.get()) {
            case SUM -> loss.set(new LossSpec.Sum());
            case MEAN -> loss.set(new LossSpec.Mean());
            case SQUARE -> loss.set(new LossSpec.Square());
            case OUTPUTS -> {
                String text = outputs.get().strip();
                if (text.matches("\\d{1,6}(\\s*,\\s*\\d{1,6})*")) {
                    loss.set(new LossSpec.Outputs(
                            Arrays.stream(text.split("\\s*,\\s*"))
                                    .map(Integer::valueOf)
                                    .toList(),
                            reduce.get()));
                } else {
                    mistake.set(Optional.of(Problem.of("ui", "loss.mistake.outputs", text)));
                }
            }
            case KEYS -> {
                if (keys.get().isBlank()) {
                    mistake.set(Optional.of(Problem.of("ui", "loss.mistake.keys")));
                } else {
                    loss.set(new LossSpec.Keys(keys.get().strip()));
                }
            }
        }
    }

    void show(LossSpec wanted) {
        switch (wanted) {
            case LossSpec.Sum _ -> rule.set(Rule.SUM);
            case LossSpec.Mean _ -> rule.set(Rule.MEAN);
            case LossSpec.Square _ -> rule.set(Rule.SQUARE);
            case LossSpec.Outputs(var use, var how) -> {
                outputs.set(use.stream().map(String::valueOf).collect(Collectors.joining(", ")));
                reduce.set(how);
                rule.set(Rule.OUTPUTS);
            }
            case LossSpec.Keys(String contains) -> {
                keys.set(contains);
                rule.set(Rule.KEYS);
            }
        }
    }

    public ReadOnlyObjectProperty<LossSpec> lossProperty() {
        return loss.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> mistakeProperty() {
        return mistake.getReadOnlyProperty();
    }

    public ObjectProperty<Rule> ruleProperty() {
        return rule;
    }

    /** Positions with commas. */
    public StringProperty outputsProperty() {
        return outputs;
    }

    public StringProperty keysProperty() {
        return keys;
    }

    public ObjectProperty<LossSpec.Reduce> reduceProperty() {
        return reduce;
    }
}
