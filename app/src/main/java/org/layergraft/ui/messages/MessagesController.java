package org.layergraft.ui.messages;

import java.time.format.DateTimeFormatter;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.messages.MessagesViewModel.Entry;

/** Binds the list of what happened. Picking a run or an error shows it again. */
public final class MessagesController {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final MessagesViewModel model;
    private final Words words;

    @FXML
    private ListView<Entry> list;

    public MessagesController(MessagesViewModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    @FXML
    private void initialize() {
        list.setItems(model.entries());
        list.setCellFactory(_ -> new EntryCell());
        list.getSelectionModel().selectedItemProperty().subscribe(entry -> {
            if (entry != null) {
                entry.again().ifPresent(Runnable::run);
            }
        });
    }

    private final class EntryCell extends ListCell<Entry> {

        private final Label time = new Label();
        private final Icon icon = new Icon("neutral");
        private final Label text = new Label();
        private final HBox box = new HBox(8, time, icon, text);

        EntryCell() {
            time.getStyleClass().add("message-time");
            time.setMinWidth(USE_PREF_SIZE);
            box.setAlignment(Pos.CENTER_LEFT);
            box.setMinWidth(0);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            String said = words.get(entry.text());
            time.setText(TIME.format(entry.at()));
            icon.show(entry.tone().style());
            text.setText(said);
            setGraphic(box);
            setAccessibleText(said);
            setTooltip(new Tooltip(said));
        }
    }
}
