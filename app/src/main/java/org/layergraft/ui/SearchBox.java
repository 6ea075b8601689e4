package org.layergraft.ui;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.stage.Popup;
import org.controlsfx.control.textfield.CustomTextField;
import org.layergraft.ui.common.Icon;

/** A field that finds modules, parameters and steps as one types. Down and up choose, Enter goes there, Escape gives up. */
public final class SearchBox extends CustomTextField {

    private static final double ROW = 26;

    private final ListView<String> hits = new ListView<>();
    private final Popup popup = new Popup();
    private Function<String, List<String>> search = _ -> List.of();
    private Consumer<String> go = _ -> {};

    public SearchBox() {
        getStyleClass().add("search-box");
        setLeft(new Icon("search"));
        hits.getStyleClass().addAll("search-hits", "dense");
        hits.setFixedCellSize(ROW);
        hits.setFocusTraversable(false);
        hits.setOnMouseClicked(_ -> choose());
        popup.setAutoHide(true);
        popup.getContent().add(hits);
        textProperty().subscribe((_, typed) -> find(typed));
        focusedProperty().subscribe(focused -> {
            if (focused) {
                // What was looked for before is typed over.
                Platform.runLater(this::selectAll);
            } else {
                popup.hide();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /** @param finder best hits first; @param goTo told which hit was chosen */
    public void connect(Function<String, List<String>> finder, Consumer<String> goTo) {
        search = finder;
        go = goTo;
    }

    private void find(String typed) {
        var found = typed.isBlank() ? List.<String>of() : search.apply(typed.strip());
        hits.getItems().setAll(found);
        if (found.isEmpty() || !isFocused()) {
            popup.hide();
            return;
        }
        hits.getSelectionModel().selectFirst();
        hits.setPrefSize(Math.max(320, getWidth()), found.size() * ROW + 2);
        Bounds place = localToScreen(getBoundsInLocal());
        if (place != null) {
            popup.show(this, place.getMinX(), place.getMaxY() + 2);
        }
    }

    private void key(KeyEvent key) {
        switch (key.getCode()) {
            case DOWN -> hits.getSelectionModel().selectNext();
            case UP -> hits.getSelectionModel().selectPrevious();
            case ENTER -> choose();
            case ESCAPE -> clear();
            default -> {
                return;
            }
        }
        key.consume();
    }

    private void choose() {
        String hit = hits.getSelectionModel().getSelectedItem();
        if (hit != null) {
            popup.hide();
            go.accept(hit);
        }
    }
}
