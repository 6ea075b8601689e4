package org.layergraft.ui.snippets;

import javafx.geometry.Orientation;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;

/** Lines to be read and selected, as high as they are: a text area counts its rows lower than it draws them. */
final class CodeLines extends TextArea {

    CodeLines(String code) {
        super(code);
        setEditable(false);
        setWrapText(true);
        setPrefRowCount(1);
        setMinHeight(USE_PREF_SIZE);
        getStyleClass().addAll("code", "snippet-code");
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        if (lookup(".scroll-pane") instanceof Region scroll && lookup(".content") instanceof Region lines) {
            double across = width < 0 ? width : width - sides(this) - sides(scroll);
            return ends(this) + ends(scroll) + Math.ceil(lines.prefHeight(across));
        }
        return super.computePrefHeight(width);
    }

    private static double sides(Region region) {
        return region.snappedLeftInset() + region.snappedRightInset();
    }

    private static double ends(Region region) {
        return region.snappedTopInset() + region.snappedBottomInset();
    }
}
