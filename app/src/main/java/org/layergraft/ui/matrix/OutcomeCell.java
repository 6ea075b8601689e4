package org.layergraft.ui.matrix;

import java.util.Locale;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;

/** How a combination ended and where it failed; the tooltip says it in a sentence, and again where the column is narrow. */
final class OutcomeCell extends TableCell<Row, Row> {

    private final Icon icon = new Icon("neutral");
    private final Words words;

    OutcomeCell(Words words) {
        this.words = words;
        getStyleClass().add("outcome-cell");
    }

    static String text(Row row, Words words) {
        return row.result()
                .verdict()
                .map(v -> words.get("outcome." + v.outcome().id()) + place(v, words))
                .orElse("–");
    }

    private static String place(Verdict verdict, Words words) {
        if (verdict.trains() || verdict.iteration().isEmpty() || verdict.phase().isEmpty()) {
            return "";
        }
        String phase = words.get("phase." + verdict.phase().orElseThrow().name().toLowerCase(Locale.ROOT));
        return words.get("matrix.place", phase, verdict.iteration().getAsInt());
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText("");
            setGraphic(null);
            setTooltip(null);
            return;
        }
        icon.show((row.trains() ? Tone.GOOD : Tone.BAD).style());
        setGraphic(icon);
        setText(text(row, words));
        row.result().verdict().ifPresent(v -> {
            var tip = new Tooltip(text(row, words) + "\n" + words.get(v.sentence()));
            tip.setWrapText(true);
            tip.setMaxWidth(420);
            setTooltip(tip);
        });
    }
}
