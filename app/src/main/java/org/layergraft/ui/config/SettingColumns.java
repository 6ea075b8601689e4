package org.layergraft.ui.config;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.layergraft.config.ConfigWords;
import org.layergraft.config.Setting;
import org.layergraft.ui.common.Words;

/** The table of settings: name, value, whether it counts, where it is set, and what it overrides there. */
final class SettingColumns {

    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");

    private final Words words;
    private final ConfigWords shared;

    private SettingColumns(Words words) {
        this.words = words;
        shared = new ConfigWords(words.textsProperty().get());
    }

    static void fill(TableView<Setting> table, Words words) {
        var columns = new SettingColumns(words);
        columns.add(table, "config.column.name", 172, s -> s.path().toString());
        columns.add(table, "config.column.value", 54, Setting::shown);
        columns.add(table, "config.column.effect", 116, columns::effect);
        columns.add(table, "config.column.place", 100, SettingColumns::place);
        columns.add(table, "config.column.overrides", 84, columns::overrides);
        table.setRowFactory(_ -> columns.row());
    }

    private void add(TableView<Setting> table, String title, double width, Function<Setting, String> text) {
        var column = new TableColumn<Setting, String>(words.get(title));
        column.setId(title.replace('.', '-'));
        column.setPrefWidth(width);
        column.setMinWidth(40);
        column.setCellValueFactory(f -> new ReadOnlyStringWrapper(text.apply(f.getValue())));
        column.setCellFactory(_ -> new TextCell(title.endsWith("name") || title.endsWith("place")));
        table.getColumns().add(column);
    }

    private String effect(Setting setting) {
        String how = shared.checkpoint(setting);
        return setting.counts() && !how.isEmpty() ? how : shared.counts(setting);
    }

    private static String place(Setting setting) {
        return new Excerpt.Place(setting.entry().site().whole(), "").name();
    }

    private String overrides(Setting setting) {
        var places = Excerpt.of(setting).places();
        return places.size() < 2
                ? ""
                : words.get(
                        "config.overridden",
                        places.get(1).before(),
                        places.get(1).name());
    }

    private TableRow<Setting> row() {
        var row = new TableRow<Setting>();
        row.itemProperty().subscribe(s -> row.pseudoClassStateChanged(UNREAD, s != null && !s.counts()));
        return row;
    }

    /** What does not fit is told by pointing at it. */
    private static final class TextCell extends TableCell<Setting, String> {

        /** @param end whether its end tells more than its beginning */
        TextCell(boolean end) {
            setTextOverrun(end ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
        }

        @Override
        protected void updateItem(String text, boolean empty) {
            super.updateItem(text, empty);
            boolean there = !empty && text != null && !text.isEmpty();
            setText(there ? text : "");
            setTooltip(there ? new Tooltip(text) : null);
        }
    }
}
