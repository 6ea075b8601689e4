package org.layergraft.ui.commands;

import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import org.layergraft.ui.common.Words;

/** Binds the command palette. Up and down choose while one goes on typing, Enter does it, Escape (the overlay's) leaves. */
public final class CommandsController {

    private static final int PAGE = 10;

    private final CommandsViewModel model;
    private final Words words;
    private final Runnable close;

    @FXML
    private TextField typed;

    @FXML
    private ListView<CommandsViewModel.Row> list;

    @FXML
    private Label nothing;

    /** @param close takes the card away, before what was chosen is done */
    public CommandsController(CommandsViewModel model, Words words, Runnable close) {
        this.model = model;
        this.words = words;
        this.close = close;
    }

    @FXML
    private void initialize() {
        typed.textProperty().bindBidirectional(model.typedProperty());
        list.setItems(model.rows());
        list.setCellFactory(_ -> cell());
        model.typedProperty().subscribe(_ -> choose(0));
        nothing.visibleProperty().bind(Bindings.isEmpty(model.rows()));
        typed.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.getSelectionModel().selectedItemProperty().subscribe(this::tell);
        Platform.runLater(typed::requestFocus);
    }

    /** The focus stays in the field, so it is the field that says what is chosen. */
    private void tell(CommandsViewModel.Row row) {
        String name = words.get("commands.filter");
        typed.setAccessibleText(
                row == null
                        ? name
                        : words.get("commands.chosen", name, row.command().label()));
    }

    private CommandCell cell() {
        var cell = new CommandCell(words);
        cell.setOnMouseClicked(e -> run(cell.getItem(), e.isShortcutDown()));
        return cell;
    }

    private void key(KeyEvent key) {
        int at = list.getSelectionModel().getSelectedIndex();
        switch (key.getCode()) {
            case DOWN -> choose(at + 1 < model.rows().size() ? at + 1 : 0);
            case UP -> choose(at > 0 ? at - 1 : model.rows().size() - 1);
            case PAGE_DOWN -> choose(Math.min(at + PAGE, model.rows().size() - 1));
            case PAGE_UP -> choose(Math.max(at - PAGE, 0));
            case ENTER -> run(list.getSelectionModel().getSelectedItem(), key.isShortcutDown());
            default -> {
                return;
            }
        }
        key.consume();
    }

    private void choose(int at) {
        list.getSelectionModel().select(at);
        list.scrollTo(Math.max(0, at - PAGE / 2));
    }

    /** @param elsewhere in a window of its own, if that can be */
    private void run(CommandsViewModel.Row row, boolean elsewhere) {
        if (row == null) {
            return;
        }
        var besides = row.command().elsewhere().filter(_ -> elsewhere);
        if (besides.isPresent() || row.command().possible()) {
            close.run();
            besides.orElse(row.command().run()).run();
        }
    }
}
