package org.layergraft.ui.preferences;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.layergraft.ui.common.Fonts;

/**
 * Of the fonts of a machine those that can show text, by family. JavaFX says what there is, but not what is in it; that is AWT's.
 *
 * @param all in the order of JavaFX, by name
 * @param even those of them whose letters are all as wide as one another
 */
record Families(List<String> all, List<String> even) {

    /** Java's names for other families, which are in the list themselves. */
    private static final Set<String> OTHERS = Set.of("System", "SansSerif", "Serif", "Monospaced");

    /** Fonts of symbols have pictures where others have letters, but no quotation marks. */
    private static final String TEXT = "AQaq09_().,…’“”";

    private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);

    Families {
        all = List.copyOf(all);
        even = List.copyOf(even);
    }

    /** Opens every font, which may take seconds where there are many. */
    static Families of(List<String> there) {
        var all = there.stream()
                .filter(Fonts::canName)
                .filter(Predicate.not(OTHERS::contains))
                .filter(Families::showsText)
                .toList();
        return new Families(all, all.stream().filter(Families::isEven).toList());
    }

    /** What AWT does not know by this name is believed. */
    private static boolean showsText(String family) {
        Font font = font(family);
        return !isKnown(font, family) || font.canDisplayUpTo(TEXT) < 0;
    }

    private static boolean isEven(String family) {
        Font font = font(family);
        return isKnown(font, family) && Math.abs(width(font, "iiii") - width(font, "WWWW")) < 0.1;
    }

    private static boolean isKnown(Font font, String family) {
        return font.getFamily().equalsIgnoreCase(family);
    }

    private static double width(Font font, String text) {
        return font.getStringBounds(text, PLAIN).getWidth();
    }

    private static Font font(String family) {
        return new Font(family, Font.PLAIN, 12);
    }
}
