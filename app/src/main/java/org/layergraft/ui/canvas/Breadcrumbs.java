package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Texts;

/** The way from the root to the open module. Every step that has a forward is a link. */
final class Breadcrumbs extends HBox {

    private final Consumer<String> open;

    Breadcrumbs(Consumer<String> open) {
        this.open = open;
        getStyleClass().add("crumbs");
    }

    void show(ModelGraph graph, String path, Texts texts) {
        var parts = new ArrayList<Node>();
        String root = graph.title().isEmpty() ? texts.get("ui.canvas", "crumb.root") : graph.title();
        parts.add(part(root, "", path.isEmpty(), true, texts));
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
