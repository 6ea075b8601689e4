package org.layergraft.ui.find;

import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Words;

/**
 * Binds the search bar over the graph. While one types, what is found is listed below; Enter goes to the first, then to the next, with
 * Shift to the one before; down and up choose another; Escape leaves.
 */
public final class FindController {

    private static final int ROWS = 9;

    private final FindViewModel model;
    private final Words words;
    private final Actions actions;
    private final Runnable back;

    @FXML
    private Region bar;

    @FXML
    private TextField typed;

    @FXML
    private Label count;

    @FXML
    private ToggleButton only;

    @FXML
    private Button previous;

    @FXML
    private Button next;

    @FXML
    private ListView<Hit> list;

    /** @param back gives the focus back to the graph */
    public FindController(FindViewModel model, Words words, Actions actions, Runnable back) {
        this.model = model;
        this.words = words;
        this.actions = actions;
        this.back = back;
    }

    @FXML
    private void initialize() {
        bar.visibleProperty().bind(model.openProperty());
        bar.managedProperty().bind(model.openProperty());
        typed.textProperty().bindBidirectional(model.typedProperty());
        count.textProperty().bind(model.countProperty());
        actions.put(ActionId.FIND_NEXT, model.foundProperty(), model::next);
        actions.put(ActionId.FIND_PREVIOUS, model.foundProperty(), model::previous);
        actions.put(ActionId.FILTER_GRAPH, model.foundProperty().or(model.onlyProperty()), this::filter);
        actions.bind(ActionId.FILTER_GRAPH, only);
        model.onlyProperty().subscribe(only::setSelected);
        actions.bind(ActionId.FIND_NEXT, next);
        actions.bind(ActionId.FIND_PREVIOUS, previous);
        list.setItems(model.hits());
        list.setCellFactory(_ -> cell());
        list.managedProperty().bind(list.visibleProperty());
        model.typedProperty().subscribe(_ -> showList());
        model.atProperty().subscribe(at -> list.getSelectionModel().select(Math.max(0, at.intValue())));
        list.setVisible(false);
        model.askedProperty().subscribe((_, _) -> ask());
        bar.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.getSelectionModel().selectedItemProperty().subscribe(this::tell);
    }

    /** With what was looked for before ready to be typed over. */
    private void ask() {
        typed.requestFocus();
        Platform.runLater(typed::selectAll);
        showList();
    }

    /** The focus stays in the field, so it is the field that says what would be gone to. */
    private void tell(Hit hit) {
        String name = words.get("find.name");
        typed.setAccessibleText(hit == null ? name : words.get("commands.chosen", name, hit.place()));
    }

    private HitCell cell() {
        var cell = new HitCell(words);
        cell.setOnMouseClicked(_ -> go(cell.getIndex()));
        return cell;
    }

    private void showList() {
        list.setVisible(!model.hits().isEmpty() && model.atProperty().get() < 0);
        list.setPrefHeight(Math.min(ROWS, model.hits().size()) * list.getFixedCellSize() + 2);
        list.getSelectionModel().select(0);
        list.scrollTo(0);
    }

    private void key(KeyEvent key) {
        int chosen = list.getSelectionModel().getSelectedIndex();
        switch (key.getCode()) {
            case DOWN -> choose(chosen + 1);
            case UP -> choose(chosen - 1);
            case ENTER -> enter(key.isShiftDown(), chosen);
            case ESCAPE -> leave();
            default -> {
                return;
            }
        }
        key.consume();
    }

    /** The list would cover the graph that is left. */
    private void filter() {
        model.openProperty().set(true);
        model.onlyProperty().set(!model.onlyProperty().get());
        list.setVisible(false);
    }

    private void choose(int at) {
        list.setVisible(!model.hits().isEmpty());
        int wanted = Math.clamp(at, 0, Math.max(0, model.hits().size() - 1));
        list.getSelectionModel().select(wanted);
        list.scrollTo(Math.max(0, wanted - ROWS / 2));
    }

    private void enter(boolean back, int chosen) {
        if (list.isVisible() && !back) {
            go(chosen);
        } else if (back) {
            model.previous();
        } else {
            model.next();
        }
        list.setVisible(false);
    }

    /** The list would cover what is shown now. */
    private void go(int at) {
        model.goTo(at);
        list.setVisible(false);
    }

    @FXML
    private void leave() {
        model.openProperty().set(false);
        back.run();
    }
}
