package org.layergraft.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScalingTest {

    private static String scaled(double factor, String css) {
        return new Scaling(factor).sheet(css);
    }

    @Test
    void lengthsAndLettersGrow() {
        assertEquals(".a { -fx-padding: 6px 10px 0px; }", scaled(2, ".a { -fx-padding: 3 5px 0; }"));
        assertEquals(".a { -fx-font-size: 14.4px; }", scaled(1.25, ".a { -fx-font-size: 11.5px; }"));
        assertEquals(
                ".a{-fx-min-width:3px;-fx-pref-height: 9px;-fx-cell-size: 38px}",
                scaled(1.5, ".a{-fx-min-width:2;-fx-pref-height: 6px;-fx-cell-size: 25}"));
    }

    @Test
    void linesShapesColoursAndWhatIsRelativeStay() {
        for (String css : new String[] {
            ".a { -fx-border-width: 1 0 1 0; }",
            ".a { -fx-stroke-width: 1.6; }",
            ".a { -fx-background-insets: 0, 1; }",
            ".a { -fx-shape: \"M1 3h5l2 2h7v9H1z\"; }",
            ".a { -fx-font-size: 0.86em; }",
            ".a { -fx-padding: 0.5em 1em; }",
            ".a { -fx-opacity: 0.6; }",
            ".a { -color-base-0: #f6f8fa; }",
            ".a { -fx-scale-x: 0.85; }",
            ".a { -fx-max-width: infinity; -fx-min-width: -1; }",
            ".a { -fx-effect: dropshadow(gaussian, -lg-shadow, 12, 0, 0, 4); }",
            ".a { -fx-pref-width: -fx-size; }",
        }) {
            assertEquals(css, scaled(2, css));
        }
    }

    @Test
    void nothingThatIsThereVanishes() {
        assertEquals(".a { -fx-padding: 1px; }", scaled(0.3, ".a { -fx-padding: 1; }"));
    }

    @Test
    void theWindowsOwnSheetKeepsItsRules() throws Exception {
        String css = Files.readString(Path.of("styles", "app.css"));
        String large = scaled(2, css);
        assertEquals(css.lines().count(), large.lines().count());
        assertEquals(
                css.chars().filter(c -> c == ';').count(),
                large.chars().filter(c -> c == ';').count());
        assertTrue(large.contains("-fx-font-size: 26.0px"));
    }
}
