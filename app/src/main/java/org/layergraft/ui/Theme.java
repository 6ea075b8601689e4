package org.layergraft.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;

/** AtlantaFX for the controls; {@code app.css} for what is ours; one small file per theme that only names colours. */
enum Theme {
    LIGHT(new PrimerLight(), "light"),
    DARK(new PrimerDark(), "dark");

    private final atlantafx.base.theme.Theme controls;
    private final String colours;

    Theme(atlantafx.base.theme.Theme controls, String colours) {
        this.controls = controls;
        this.colours = colours;
    }

    static Theme of(boolean dark) {
        return dark ? DARK : LIGHT;
    }

    void apply(Scene scene) {
        Application.setUserAgentStylesheet(controls.getUserAgentStylesheet());
        scene.getStylesheets().setAll(List.of(sheet(colours), sheet("app"), sheet("canvas")));
    }

    private static String sheet(String name) {
        return Theme.class.getResource("/styles/" + name + ".css").toExternalForm();
    }
}
