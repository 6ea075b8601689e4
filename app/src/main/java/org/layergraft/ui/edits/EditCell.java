package org.layergraft.ui.edits;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;

/** Number, what was done, and at the right what it adds and how the model fared after it: icon and word. */
final class EditCell extends ListCell<EditRow> {

    private static final PseudoClass UNDONE = PseudoClass.getPseudoClass("undone");
    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
    private static final PseudoClass BREAKS = PseudoClass.getPseudoClass("breaks");
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private static final double GAP = 8;

    /** Pixels of what was done that are told in any case. */
    private static final double START = 230;

    private final EditsViewModel model;
    private final Words words;
    private final Label number = new Label();
    private final Label text = new Label();
    private final Region space = new Region();
    private final Label first = new Label();
    private final Icon icon = new Icon("neutral");
    private final Label verdict = new Label();
    private final Icon note = new Icon("warning");
    private final Label adds = new Label();
    private final Label addsShort = new Label();
    private final HBox box = new HBox(GAP, number, text, note, space, adds, addsShort, first, verdict);

    EditCell(EditsViewModel model, Words words) {
        this.model = model;
        this.words = words;
        number.getStyleClass().add("edit-number");
        number.setMinWidth(USE_PREF_SIZE);
        text.setMinWidth(40);
        for (Label label : List.of(adds, addsShort)) {
            label.getStyleClass().add("edit-adds");
            label.setMinWidth(USE_PREF_SIZE);
        }
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

    /** What the edit adds is told in full, in short or not at all: the start of what it did comes first. The tooltip tells everything. */
    @Override
    protected void layoutChildren() {
        double taken = 2 * GAP;
        for (Node other : List.of(number, note, space, first, verdict)) {
            taken += other.isManaged() ? other.prefWidth(-1) + GAP : 0;
        }
        double room = getWidth() - snappedLeftInset() - snappedRightInset() - taken;
        double told = text.prefWidth(-1);
        boolean any = !adds.getText().isEmpty();
        boolean full = any && told + adds.prefWidth(-1) <= room;
        boolean part = any && !full && Math.min(told, START) + addsShort.prefWidth(-1) <= room;
        show(adds, full);
        show(addsShort, part);
        super.layoutChildren();
    }

    private static void show(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
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
        String more = model.adds(row);
        adds.setText(more);
        addsShort.setText(more.replaceFirst(" · .*", ""));
        show(note, !row.notes().isEmpty());
        first.setText(row.breaks() ? words.get("edits.breaks") : "");
        show(first, row.breaks());
        row.mark()
                .ifPresent(
                        mark -> icon.show(mark.stale() ? "clock" : mark.tone().style()));
        verdict.setGraphic(row.mark().isPresent() ? icon : null);
        verdict.setText(said);
        var tip = new Tooltip(model.explain(row));
        tip.setWrapText(true);
        tip.setMaxWidth(480);
        setTooltip(tip);
        setGraphic(box);
        setAccessibleText(words.get(
                row.undone() ? "edits.said.undone" : row.current() ? "edits.said.current" : "edits.said",
                row.point(),
                Stream.concat(Stream.of(done, more), row.notes().stream().map(words::get))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(". ")),
                said));
    }
}
