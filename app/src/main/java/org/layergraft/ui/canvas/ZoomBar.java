package org.layergraft.ui.canvas;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.layergraft.text.Texts;

/** Smaller, how large, larger, all of it. */
final class ZoomBar extends HBox {

    private final Button out = button("zoom-out");
    private final Label percent = new Label();
    private final Button in = button("zoom-in");
    private final Button fit = button("zoom-fit");

    ZoomBar(Runnable zoomOut, Runnable zoomIn, Runnable showAll) {
        getStyleClass().add("zoom-bar");
        percent.getStyleClass().add("percent");
        out.setOnAction(_ -> zoomOut.run());
        in.setOnAction(_ -> zoomIn.run());
        fit.setOnAction(_ -> showAll.run());
        getChildren().setAll(out, percent, in, fit);
    }

    void speak(Texts texts) {
        say(out, texts.get("ui.canvas", "zoom.out"));
        say(in, texts.get("ui.canvas", "zoom.in"));
        say(fit, texts.get("ui.canvas", "zoom.fit"));
    }

    void scale(double scale) {
        percent.setText(Math.round(scale * 100) + " %");
    }

    private static void say(Button button, String words) {
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
    }

    private static Button button(String style) {
        var icon = new Region();
        icon.getStyleClass().add("icon");
        var button = new Button("", icon);
        button.getStyleClass().addAll("flat", "zoom-button", style);
        button.setFocusTraversable(false);
        return button;
    }
}
