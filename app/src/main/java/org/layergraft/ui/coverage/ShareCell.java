package org.layergraft.ui.coverage;

import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.layergraft.ui.common.Words;

/** Share of non-zero elements: a small bar and the number. */
final class ShareCell extends TableCell<CoverageRow, CoverageRow> {

    private static final double WIDTH = 36;

    private final Region fill = new Region();
    private final Label number = new Label();
    private final HBox box;
    private final Words words;

    ShareCell(Words words) {
        this.words = words;
        var track = new StackPane(fill);
        track.getStyleClass().add("share-track");
        track.setMinWidth(WIDTH);
        track.setMaxWidth(WIDTH);
        fill.getStyleClass().add("share-fill");
        StackPane.setAlignment(fill, javafx.geometry.Pos.CENTER_LEFT);
        number.getStyleClass().add("number");
        box = new HBox(6, track, number);
        box.getStyleClass().add("share");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(CoverageRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null || row.share().isEmpty()) {
            setGraphic(null);
            return;
        }
        double share = row.share().getAsDouble();
        // A share that is not quite 0 or 1 must not look as if it were.
        double pixels = share == 0 ? 0 : share == 1 ? WIDTH : Math.clamp(share * WIDTH, 2, WIDTH - 2);
        fill.setMinWidth(pixels);
        fill.setMaxWidth(pixels);
        number.setText(words.get("coverage.percent", Math.round(share * 100)));
        setGraphic(box);
    }
}
