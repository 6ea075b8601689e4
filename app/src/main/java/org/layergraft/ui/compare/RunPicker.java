package org.layergraft.ui.compare;

import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.RunNames;
import org.layergraft.ui.verdict.VerdictViewModel;

/** A list to choose one of the runs from. Each says what it was told; pointing at it tells all of it, and how it went. */
final class RunPicker {

    private final ComboBox<RunChoice> box;
    private final ObjectProperty<Optional<RunChoice>> chosen;
    private final Words words;
    private boolean showing;

    RunPicker(ComboBox<RunChoice> box, ObjectProperty<Optional<RunChoice>> chosen, Words words) {
        this.box = box;
        this.chosen = chosen;
        this.words = words;
        box.setCellFactory(_ -> new Cell());
        box.setButtonCell(new Cell());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(RunChoice choice) {
                return choice == null ? "" : brief(choice);
            }

            @Override
            public RunChoice fromString(String shown) {
                throw new UnsupportedOperationException("nobody types here");
            }
        });
        box.setTooltip(new Tooltip());
        box.valueProperty().subscribe(value -> {
            if (!showing && value != null) {
                chosen.set(Optional.of(value));
            }
        });
        chosen.subscribe(_ -> show());
    }

    /** @param choices what there is to choose from now */
    void offer(java.util.List<RunChoice> choices) {
        showing = true;
        box.getItems().setAll(choices);
        showing = false;
        show();
    }

    private void show() {
        showing = true;
        box.setValue(chosen.get().orElse(null));
        box.getTooltip().setText(chosen.get().map(this::whole).orElse(""));
        showing = false;
    }

    private String brief(RunChoice choice) {
        return words.get("compare.run", choice.number(), RunNames.brief(choice.run(), words));
    }

    private String whole(RunChoice choice) {
        return brief(choice) + "\n"
                + words.get(VerdictViewModel.sentenceOf(choice.run().result())) + "\n"
                + RunNames.whole(choice.run(), words);
    }

    private final class Cell extends ListCell<RunChoice> {
        @Override
        protected void updateItem(RunChoice choice, boolean empty) {
            super.updateItem(choice, empty);
            boolean there = !empty && choice != null;
            setText(there ? brief(choice) : "");
            setTooltip(there ? new Tooltip(whole(choice)) : null);
        }
    }
}
