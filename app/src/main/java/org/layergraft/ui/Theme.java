package org.layergraft.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.scene.Scene;
import org.layergraft.ui.common.Fonts;
import org.layergraft.ui.common.Scaling;

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

    /**
     * @param scaling how large everything is
     * @param fonts what everything is written in
     */
    void apply(Scene scene, Scaling scaling, Fonts fonts) {
        Application.setUserAgentStylesheet(sheet(controls.getUserAgentStylesheet(), scaling, Fonts.USUAL));
        scene.getStylesheets()
                .setAll(Stream.of(colours, "app", "canvas")
                        .map(name -> sheet("/styles/" + name + ".css", scaling, fonts))
                        .toList());
    }

    private static String sheet(String path, Scaling scaling, Fonts fonts) {
        var sheet = Theme.class.getResource(path);
        if (scaling.factor() == 1 && fonts.equals(Fonts.USUAL)) {
            return sheet.toExternalForm();
        }
        try (var text = sheet.openStream()) {
            String css = fonts.sheet(scaling.sheet(new String(text.readAllBytes(), StandardCharsets.UTF_8)));
            return "data:text/css;charset=utf-8;base64,"
                    + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
