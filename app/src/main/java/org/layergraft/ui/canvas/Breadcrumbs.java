package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Texts;

/**
 * The way from the root to the open module. Every step that has a forward is a link. Where there is no room for all of it the steps
 * nearest to the root give way to "…"; what is shown is whole.
 */
final class Breadcrumbs extends HBox {

    /** The root and "› …". */
    private static final int LEAST = 3;

    private final Consumer<String> open;

    Breadcrumbs(Consumer<String> open) {
        this.open = open;
        getStyleClass().add("crumbs");
    }

    void show(ModelGraph graph, String path, Texts texts) {
        var parts = new ArrayList<Node>();
        String root = graph.title().isEmpty() ? texts.get("ui.canvas", "crumb.root") : graph.title();
        parts.add(part(root, "", path.isEmpty(), true, texts));
        parts.add(label("›", "separator"));
        var more = label("…", "passage");
        more.setTooltip(new Tooltip(path));
        parts.add(more);
        String soFar = "";
        for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split("\\."))) {
            soFar = soFar.isEmpty() ? name : soFar + "." + name;
            String here = soFar;
            boolean opens = graph.module(here)
                    .filter(m -> !m.forward().nodes().isEmpty())
                    .isPresent();
            parts.add(label("›", "separator"));
            parts.add(part(name, here, here.equals(path), opens, texts));
        }
        getChildren().setAll(parts);
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected void layoutChildren() {
        var parts = getChildren();
        if (parts.size() < LEAST) {
            super.layoutChildren();
            return;
        }
        // Behind the root and "› …" every step has its separator before it.
        int first = LEAST;
        while (first < parts.size() - 2 && width(first) > getWidth()) {
            first += 2;
        }
        double x = getInsets().getLeft();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            boolean shown = isShown(i, first);
            part.setVisible(shown);
            if (shown) {
                double width = Math.min(snapSizeX(part.prefWidth(-1)), Math.max(0, getWidth() - x));
                double height = part.prefHeight(-1);
                part.resizeRelocate(x, snapPositionY((getHeight() - height) / 2), width, height);
                x += width + getSpacing();
            }
        }
    }

    /** Of all that is shown when the steps begin there. */
    private double width(int first) {
        double width = getInsets().getLeft() + getInsets().getRight() - getSpacing();
        for (int i = 0; i < getChildren().size(); i++) {
            width += isShown(i, first) ? snapSizeX(getChildren().get(i).prefWidth(-1)) + getSpacing() : 0;
        }
        return width;
    }

    private static boolean isShown(int part, int first) {
        return part == 0 || part >= first || first > LEAST && part < LEAST;
    }

    private Node part(String name, String path, boolean last, boolean opens, Texts texts) {
        if (last || !opens) {
            return label(name, last ? "here" : "passage");
        }
        var link = new Hyperlink(name);
        link.setOnAction(_ -> {
            link.setVisited(false);
            open.accept(path);
        });
        link.setAccessibleText(texts.get("ui.canvas", "crumb.open", name));
        link.setFocusTraversable(false);
        return link;
    }

    private static Label label(String text, String style) {
        var label = new Label(text);
        label.getStyleClass().add(style);
        return label;
    }
}
