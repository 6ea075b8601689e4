package org.layergraft.ui.switches;

import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Words;

/** What the parts of this pane do alike. */
final class Shown {

    private static final String CHANGED = "changed";

    private Shown() {}

    /** What differs from the default is marked. */
    static <T> void mark(Node name, ObservableValue<T> value, T usual) {
        value.subscribe(now -> {
            name.getStyleClass().remove(CHANGED);
            if (!usual.equals(now)) {
                name.getStyleClass().add(CHANGED);
            }
        });
    }

    /** Takes no room while it is not shown. */
    static void when(Node node, ObservableValue<Boolean> shown) {
        node.visibleProperty().bind(shown);
        node.managedProperty().bind(node.visibleProperty());
    }

    static void mistake(Label label, ObservableValue<Optional<Problem>> mistake, Words words) {
        label.textProperty().bind(mistake.map(m -> m.map(words::get).orElse("")));
        when(label, mistake.map(Optional::isPresent));
    }

    /** One of the buttons is always down. */
    static <T> void segments(Map<ToggleButton, T> buttons, ObjectProperty<T> value) {
        var group = new ToggleGroup();
        buttons.forEach((button, meaning) -> {
            button.setToggleGroup(group);
            button.setOnAction(_ -> {
                value.set(meaning);
                button.setSelected(true);
            });
        });
        value.subscribe(now -> buttons.forEach((button, meaning) -> {
            if (meaning.equals(now)) {
                button.setSelected(true);
            }
        }));
    }
}
