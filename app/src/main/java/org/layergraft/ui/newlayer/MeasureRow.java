package org.layergraft.ui.newlayer;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.layergraft.ui.common.Words;

/** Offers to measure where the graph does not prove the sizes at a place. There only while it is of use. */
final class MeasureRow extends HBox {

    MeasureRow(ObservableBooleanValue unknown, Measuring measuring, Words words) {
        var why = new Label();
        why.getStyleClass().addAll("note", "muted");
        why.setWrapText(true);
        why.setMaxWidth(Double.MAX_VALUE);
        why.textProperty()
                .bind(Bindings.when(measuring.going())
                        .then(words.of("shapes.measuring"))
                        .otherwise(words.of("newlayer.measure.why")));
        var measure = new Button();
        measure.setId("layer-measure");
        measure.getStyleClass().add("small");
        measure.setMnemonicParsing(false);
        measure.setMinWidth(USE_PREF_SIZE);
        measure.textProperty().bind(words.of("newlayer.measure"));
        measure.disableProperty().bind(measuring.going());
        measure.setOnAction(_ -> measuring.start());
        setHgrow(why, Priority.ALWAYS);
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(8);
        getChildren().setAll(why, measure);
        var there = Bindings.and(unknown, Bindings.or(measuring.possible(), measuring.going()));
        visibleProperty().bind(there);
        managedProperty().bind(there);
    }
}
