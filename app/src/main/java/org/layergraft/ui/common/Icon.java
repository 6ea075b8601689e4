package org.layergraft.ui.common;

import javafx.beans.NamedArg;
import javafx.scene.layout.Region;

/** A picture of 16×16 whose outline stands in {@code app.css} as {@code .icon-NAME}. Says nothing to screen readers. */
public final class Icon extends Region {

    public Icon(@NamedArg("name") String name) {
        getStyleClass().addAll("icon", "icon-" + name);
        setMouseTransparent(true);
    }

    /** Shows another picture. */
    public void show(String name) {
        getStyleClass().removeIf(c -> c.startsWith("icon-"));
        getStyleClass().add("icon-" + name);
    }
}
