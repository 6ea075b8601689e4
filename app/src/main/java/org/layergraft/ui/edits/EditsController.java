package org.layergraft.ui.edits;

import java.util.List;
import javafx.beans.binding.BooleanExpression;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Words;

/** Binds the list of edits. A click or Enter goes back (or forward) to that point; Delete takes one edit out. */
public final class EditsController {

    /** What can be done to the log. */
    public interface Log {
        /** Shows the model with so many edits; the others wait to be redone. */
        void goTo(int point);

        /** Takes one edit out from among the others. */
        void remove(int point);

        /** One edit as the edit script writes it. */
        String json(int point);

        /** Runs every state on ranks. */
        void checkAll();
    }

    private final EditsViewModel model;
    private final Words words;
    private final BooleanExpression idle;
    private final Log log;
    private final Actions actions;

    @FXML
    private Label summary;

    @FXML
    private Button checkAll;

    @FXML
    private MenuButton export;

    @FXML
    private ListView<EditRow> list;

    /** @param idle a model is open and nothing runs or changes */
    public EditsController(EditsViewModel model, Words words, BooleanExpression idle, Log log, Actions actions) {
        this.model = model;
        this.words = words;
        this.idle = idle;
        this.log = log;
        this.actions = actions;
    }

    @FXML
    private void initialize() {
        summary.textProperty().bind(model.summaryProperty());
        checkAll.disableProperty().bind(idle.not());
        export.disableProperty().bind(idle.not());
        export.getItems().setAll(exports());
        list.setItems(model.rows());
        list.setCellFactory(_ -> cell());
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.rows().addListener((ListChangeListener<EditRow>) _ -> follow());
        follow();
    }

    /** The state that is shown is selected, so that the arrow keys start from it. */
    private void follow() {
        model.rows().stream().filter(EditRow::current).findFirst().ifPresent(row -> {
            list.getSelectionModel().select(row);
            if (row.point() > 1) {
                list.scrollTo(Math.max(0, row.point() - 1));
            }
        });
    }

    private EditCell cell() {
        var cell = new EditCell(model, words);
        cell.setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY && cell.getItem() != null) {
                goTo(cell.getItem());
            }
        });
        cell.itemProperty().subscribe(row -> cell.setContextMenu(row == null ? null : menu(row)));
        return cell;
    }

    private void key(KeyEvent e) {
        EditRow row = list.getSelectionModel().getSelectedItem();
        if (row != null && e.getCode() == KeyCode.ENTER) {
            goTo(row);
            e.consume();
        } else if (row != null && e.getCode() == KeyCode.DELETE) {
            remove(row);
            e.consume();
        }
    }

    private void goTo(EditRow row) {
        if (idle.get() && !row.current()) {
            log.goTo(row.point());
        }
    }

    private void remove(EditRow row) {
        if (idle.get() && canRemove(row)) {
            log.remove(row.point());
        }
    }

    private static boolean canRemove(EditRow row) {
        return row.edit().isPresent() && !row.undone();
    }

    private ContextMenu menu(EditRow row) {
        var menu = new ContextMenu();
        String there = row.undone() ? "edits.menu.redo" : "edits.menu.undo";
        menu.getItems().add(item(there, !row.current(), () -> goTo(row)));
        menu.getItems().add(item("edits.menu.remove", canRemove(row), () -> remove(row)));
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().add(item("edits.menu.copy", row.edit().isPresent(), () -> copy(row)));
        menu.getItems().addAll(exports());
        return menu;
    }

    private List<MenuItem> exports() {
        var noEdits = words.of("menu.why.edits");
        return List.of(actions.item(ActionId.EXPORT_PYTHON, noEdits), actions.item(ActionId.EXPORT_SCRIPT, noEdits));
    }

    private MenuItem item(String key, boolean possible, Runnable action) {
        var item = new MenuItem(words.get(key));
        item.setId(key);
        if (possible) {
            item.disableProperty().bind(idle.not());
        } else {
            item.setDisable(true);
        }
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void copy(EditRow row) {
        var content = new ClipboardContent();
        content.putString(log.json(row.point()));
        Clipboard.getSystemClipboard().setContent(content);
    }

    @FXML
    private void checkAll() {
        log.checkAll();
    }
}
