package org.layergraft.ui.preferences;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.util.StringConverter;
import org.layergraft.ui.common.Fonts;
import org.layergraft.ui.common.Words;

/** A list of families to choose one from, each written in itself, the usual one first. */
final class FontChoice {

    private final ComboBox<String> box;
    private final Label note;
    private final Words words;
    private final String usualNote;
    /** Values come and go while the list is filled. */
    private boolean filling;

    /**
     * @param note below its name; says where a family is gone
     * @param take told what was chosen, "" for the usual one
     */
    FontChoice(ComboBox<String> box, Label note, Words words, String chosen, Consumer<String> take) {
        this.box = box;
        this.note = note;
        this.words = words;
        usualNote = note.getText();
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String family) {
                return name(family);
            }

            @Override
            public String fromString(String shown) {
                throw new UnsupportedOperationException("nobody types here");
            }
        });
        box.setCellFactory(_ -> new Cell());
        box.setButtonCell(new Cell());
        fill(List.of(), chosen);
        box.valueProperty().subscribe((before, now) -> {
            if (!filling && now != null && !now.equals(before)) {
                take.accept(now);
                note.setText(usualNote);
            }
        });
    }

    private String name(String family) {
        return family == null ? "" : family.isEmpty() ? words.get("preferences.font.usual") : family;
    }

    /**
     * Once it is known what there is. What was chosen stays, even if it is gone.
     *
     * @param all of any kind that the machine has
     */
    void offer(List<String> families, List<String> all) {
        String chosen = box.getValue();
        fill(families, chosen);
        if (!chosen.isEmpty() && !all.contains(chosen)) {
            note.setText(words.get("preferences.font.gone", chosen));
        }
    }

    private void fill(List<String> families, String chosen) {
        filling = true;
        var gone = Stream.of(chosen).filter(c -> !families.contains(c));
        box.getItems()
                .setAll(Stream.of(Stream.of(""), gone, families.stream())
                        .flatMap(s -> s)
                        .distinct()
                        .toList());
        box.setValue(chosen);
        filling = false;
    }

    private final class Cell extends ListCell<String> {
        @Override
        protected void updateItem(String family, boolean empty) {
            super.updateItem(family, empty);
            setText(empty ? "" : name(family));
            setStyle(empty || family == null ? "" : Fonts.style(family));
        }
    }
}
