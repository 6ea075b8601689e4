package org.layergraft.ui.edits;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;

/** Number, what was done, and at the right how the model fared after it: icon and word. */
final class EditCell extends ListCell<EditRow> {

    private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass BREAKS = PseudoClass.getPseudoClass("breaks");
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final EditsViewModel model;
    private final Words words;
    private final Label number = new Label();
    private final Label text = new Label();
    private final Region space = new Region();
    private final Label first = new Label();
    private final Icon icon = new Icon("neutral");
    private final Label verdict = new Label();
    private final HBox box = new HBox(8, number, text, space, first, verdict);

    EditCell(EditsViewModel model, Words words) {
        this.model = model;
        this.words = words;
        number.getStyleClass().add("edit-number");
        number.setMinWidth(USE_PREF_SIZE);
        text.setMinWidth(40);
        first.getStyleClass().add("edit-breaks");
        first.setMinWidth(USE_PREF_SIZE);
        verdict.getStyleClass().add("edit-verdict");
        verdict.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(space, Priority.ALWAYS);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(0);
        getStyleClass().add("edit-cell");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(EditRow row, boolean empty) {
        super.updateItem(row, empty);
        boolean there = !empty && row != null;
        pseudoClassStateChanged(UNDONE, there && row.undone());
        pseudoClassStateChanged(CURRENT, there && row.current());
        pseudoClassStateChanged(BREAKS, there && row.breaks());
        pseudoClassStateChanged(
                STALE, there && row.mark().filter(EditRow.Mark::stale).isPresent());
        if (!there) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        String done = model.text(row);
        String said = row.mark().map(model::text).orElse("");
        number.setText(row.point() == 0 ? "" : String.valueOf(row.point()));
        text.setText(done);
        first.setText(row.breaks() ? words.get("edits.breaks") : "");
        first.setVisible(row.breaks());
        first.setManaged(row.breaks());
        row.mark()
                .ifPresent(
                        mark -> icon.show(mark.stale() ? "clock" : mark.tone().style()));
        verdict.setGraphic(row.mark().isPresent() ? icon : null);
        verdict.setText(said);
        setTooltip(
                new Tooltip(row.mark().map(m -> done + "\n" + model.explain(m)).orElse(done)));
        setGraphic(box);
        setAccessibleText(words.get(
                row.undone() ? "edits.said.undone" : row.current() ? "edits.said.current" : "edits.said",
                row.point(),
                done,
                said));
    }
}
