package org.layergraft.report;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Sizes on paper. Pages are laid out {@value #FINER} times as large and drawn as much smaller, as openhtmltopdf measures text in whole dots:
 * at its own size lines would become longer than they were thought to be, and lose their last word.
 */
final class PaperSize {

    static final int FINER = 4;

    /** Pixels of CSS, which are points there, between the margins of A4; {@code styles/report-paper.css}. */
    private static final double WIDTH = 508;

    private static final double HEIGHT = 620;
    private static final double LETTERS = 0.7;

    private static final Pattern SIZE = Pattern.compile("width=\"([\\d.]+)\" height=\"([\\d.]+)\" viewBox");

    private static final Pattern LENGTH = Pattern.compile("([\\d.]+)(px|mm)\\b");

    private PaperSize() {}

    /** Lengths of a style sheet, finer. */
    static String finer(String css) {
        return LENGTH.matcher(css)
                .replaceAll(
                        m -> String.format(Locale.ROOT, "%.2f%s", Double.parseDouble(m.group(1)) * FINER, m.group(2)));
    }

    /**
     * As large as its letters have to be to match those of the text, and all of it on one page.
     *
     * @param svg a document whose root says width, height and viewBox, in this order
     */
    static String fitted(String svg) {
        var size = SIZE.matcher(svg);
        if (!size.find()) {
            return svg;
        }
        double width = Double.parseDouble(size.group(1));
        double height = Double.parseDouble(size.group(2));
        double scale = Math.min(LETTERS, Math.min(WIDTH / width, HEIGHT / height));
        return size.replaceFirst(String.format(
                Locale.ROOT, "width=\"%.1f\" height=\"%.1f\" viewBox", width * scale * FINER, height * scale * FINER));
    }
}
