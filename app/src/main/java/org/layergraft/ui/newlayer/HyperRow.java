package org.layergraft.ui.newlayer;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.layergraft.graft.HyperKind;
import org.layergraft.ui.common.Words;

/** The input for one hyper-parameter, with what is wrong below it. */
final class HyperRow {

    private final HyperField field;
    private final Words words;
    private final Runnable accept;
    /** Is the control being told, so that nobody chose anything? */
    private boolean telling;

    HyperRow(HyperField field, Words words, Runnable accept) {
        this.field = field;
        this.words = words;
        this.accept = accept;
    }

    Label label() {
        var label = new Label(field.kind().name());
        label.getStyleClass().addAll("field-name", "row-name");
        // Beside the field also when something is said below it.
        GridPane.setValignment(label, VPos.TOP);
        return whereItCounts(label);
    }

    Node input() {
        var problem = note("error", field.problemProperty());
        problem.setId("problem-" + field.kind().name());
        return whereItCounts(new VBox(2, bare(), problem));
    }

    private <T extends Node> T whereItCounts(T node) {
        node.visibleProperty().bind(field.countsProperty());
        node.managedProperty().bind(field.countsProperty());
        return node;
    }

    /** A line of text that is there only while it says something. */
    static Label note(String style, ObservableStringValue text) {
        var note = new Label();
        note.getStyleClass().addAll("note", style);
        note.setWrapText(true);
        note.textProperty().bind(text);
        var there = Bindings.isNotEmpty(text);
        note.visibleProperty().bind(there);
        note.managedProperty().bind(there);
        return note;
    }

    private Node bare() {
        return switch (field.kind().type()) {
            case FLAG -> {
                var box = new CheckBox();
                onCounted(value -> box.setSelected(Boolean.parseBoolean(value)));
                box.selectedProperty().subscribe((_, on) -> choose(Optional.of(String.valueOf(on))));
                box.setId("hyper-" + field.kind().name());
                box.setAccessibleText(field.kind().name());
                yield box;
            }
            case WORD -> {
                var choice = new ChoiceBox<String>();
                choice.getItems().setAll(field.kind().words());
                onCounted(choice::setValue);
                choice.valueProperty().subscribe((_, word) -> choose(Optional.ofNullable(word)));
                choice.setMaxWidth(Double.MAX_VALUE);
                choice.setId("hyper-" + field.kind().name());
                choice.setAccessibleText(field.kind().name());
                yield choice;
            }
            case WHOLE, REAL, WHOLES, TEXT -> {
                var text = new TextField();
                text.setId("hyper-" + field.kind().name());
                text.setAccessibleText(field.kind().name());
                text.textProperty().bindBidirectional(field.textProperty());
                text.promptTextProperty().bind(Bindings.createStringBinding(this::prompt, field.foundProperty()));
                text.setOnAction(_ -> accept.run());
                yield text;
            }
        };
    }

    /** Hears what was chosen, or what follows while nothing was. */
    private void onCounted(Consumer<String> listener) {
        var text = field.textProperty();
        var found = field.foundProperty();
        Runnable tell = () -> {
            telling = true;
            listener.accept(text.get().isBlank() ? found.get() : text.get());
            telling = false;
        };
        text.subscribe(tell);
        found.subscribe(tell);
        tell.run();
    }

    /** What follows anyway is not written down, so that it follows on. */
    private void choose(Optional<String> value) {
        boolean follows = field.textProperty().get().isBlank()
                && value.equals(Optional.of(field.foundProperty().get()));
        if (!telling && !follows) {
            value.ifPresent(field.textProperty()::set);
        }
    }

    /** What counts while the field is empty. */
    private String prompt() {
        String found = field.foundProperty().get();
        if (!found.isEmpty()) {
            return words.get("newlayer.found", found);
        }
        boolean follows = field.kind().required() && field.kind().follows().anywhere();
        return follows
                ? words.get("newlayer.follows")
                : field.kind().type() == HyperKind.Type.WHOLES ? words.get("newlayer.sizes") : "";
    }
}
