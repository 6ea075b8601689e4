package org.layergraft.ui.find;

import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.layergraft.ui.common.Words;

/** Where it is, and at the right what. Of a long path the end tells most. */
final class HitCell extends ListCell<Hit> {

    private final Words words;
    private final Label place = new Label();
    private final Label detail = new Label();
    private final Tooltip tip = new Tooltip();
    private final HBox box = new HBox(10, place, detail);

    HitCell(Words words) {
        this.words = words;
        place.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        place.setMinWidth(0);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        detail.getStyleClass().add("find-detail");
        detail.setMinWidth(USE_PREF_SIZE);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(0);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(Hit hit, boolean empty) {
        super.updateItem(hit, empty);
        if (empty || hit == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        place.setText(hit.place());
        detail.setText(words.get(hit.kind().key(), hit.detail()).strip());
        tip.setText(hit.place() + "  " + detail.getText());
        setTooltip(tip);
        setAccessibleText(words.get("find.said", hit.place(), detail.getText()));
        setGraphic(box);
    }
}
