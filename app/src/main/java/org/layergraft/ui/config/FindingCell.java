package org.layergraft.ui.config;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.layergraft.config.ConfigWords;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;

/** Icon and sentence of a finding, as many lines as it takes, and the button that puts it right. */
final class FindingCell extends ListCell<FindingRow> {

    private final Words words;
    private final Icon icon = new Icon("neutral");
    private final Label text = new Label();
    private final Button repair = new Button();
    private final HBox box = new HBox(8, icon, text, repair);

    FindingCell(Words words, Consumer<FindingRow> repairing) {
        this.words = words;
        text.setWrapText(true);
        text.setMinWidth(0);
        text.setMaxWidth(Double.MAX_VALUE);
        text.getStyleClass().add("finding-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        repair.setText(words.get("config.repair"));
        repair.getStyleClass().addAll("small", "repair");
        repair.setMinWidth(USE_PREF_SIZE);
        // Enter on the row does the same.
        repair.setFocusTraversable(false);
        var tip = new Tooltip(words.get("config.repair.tip"));
        repair.setTooltip(tip);
        repair.setOnAction(_ -> repairing.accept(getItem()));
        box.setAlignment(Pos.TOP_LEFT);
        box.setMinWidth(0);
        getStyleClass().add("finding-cell");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    private double room() {
        double list = getListView() == null ? 0 : getListView().getWidth();
        return Math.max(0, list - snappedLeftInset() - snappedRightInset() - BAR);
    }

    /** Of a scroll bar, which may be there. */
    private static final double BAR = 14;

    @Override
    protected double computePrefHeight(double width) {
        return isEmpty()
                ? super.computePrefHeight(width)
                : box.prefHeight(room()) + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        if (!isEmpty()) {
            box.resizeRelocate(snappedLeftInset(), snappedTopInset(), room(), box.prefHeight(room()));
        }
    }

    @Override
    protected void updateItem(FindingRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        icon.show(row.icon());
        text.setText(words.get(row.finding().text()));
        boolean repairable = !row.remedy().isEmpty();
        repair.setVisible(repairable);
        repair.setManaged(repairable);
        setGraphic(box);
        String said = new ConfigWords(words.textsProperty().get()).finding(row.finding());
        setAccessibleText(repairable ? words.get("config.said.repairable", said) : said);
    }
}
