package org.layergraft.ui.canvas;

import java.util.Locale;

/** The signs of {@link SignPainter}, as SVG. */
final class SvgSigns {

    private SvgSigns() {}

    /** @param r of the circle that it fills, around x and y */
    static String sign(Cover.Sign sign, double x, double y, double r) {
        return switch (sign) {
            case FULL ->
                circle("covered", x, y, r)
                        + path("tick", x, y, r, "M%s %sL%s %sL%s %s", -0.45, 0.02, -0.1, 0.4, 0.48, -0.36);
            case PART ->
                circle("partly-ring", x, y, r * 0.88)
                        + format(
                                "<path class=\"partly\" d=\"M%s %sA%s %s 0 0 0 %s %sz\"/>",
                                x, y - r * 0.88, r * 0.88, r * 0.88, x, y + r * 0.88);
            case ZERO -> circle("partly-ring", x, y, r * 0.88);
            case EMPTY ->
                circle("uncovered-ring", x, y, r * 0.88)
                        + path("uncovered-ring", x, y, r, "M%s %sL%s %s", -0.55, 0.55, 0.55, -0.55);
            case NONFINITE ->
                path("uncovered", x, y, r, "M%s %sL%s %sL%s %sz", 0, -1, 1.05, 0.85, -1.05, 0.85)
                        + path("tick", x, y, r, "M%s %sL%s %sM%s %sL%s %s", 0, -0.35, 0, 0.2, 0, 0.5, 0, 0.6);
            case FROZEN ->
                path(
                        "frozen",
                        x,
                        y,
                        r,
                        "M%s %sL%s %sM%s %sL%s %sM%s %sL%s %s",
                        0,
                        -0.92,
                        0,
                        0.92,
                        -0.8,
                        -0.46,
                        0.8,
                        0.46,
                        -0.8,
                        0.46,
                        0.8,
                        -0.46);
            case UNKNOWN -> "";
        };
    }

    /** Covered share filled, the rest fainter. */
    static String bar(Cover cover, double x, double y, double width, double height) {
        if (cover.wanted() == 0) {
            return "";
        }
        double filled = width * cover.share();
        String rest = cover.none() + cover.nonfinite() > 0 ? "uncovered-rest" : "partly-rest";
        return rectangle("covered", x, y, filled, height) + rectangle(rest, x + filled, y, width - filled, height);
    }

    private static String rectangle(String style, double x, double y, double width, double height) {
        return width <= 0
                ? ""
                : format(
                        "<rect class=\"" + style + "\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>",
                        x,
                        y,
                        width,
                        height);
    }

    private static String circle(String style, double x, double y, double r) {
        return format("<circle class=\"" + style + "\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>", x, y, r);
    }

    /** @param at x and y of every point in turn, in radii */
    private static String path(String style, double x, double y, double r, String shape, double... at) {
        var points = new Object[at.length];
        for (int i = 0; i < at.length; i++) {
            points[i] = number((i % 2 == 0 ? x : y) + at[i] * r);
        }
        return String.format(Locale.ROOT, "<path class=\"" + style + "\" d=\"" + shape + "\"/>", points);
    }

    private static String format(String element, Object... numbers) {
        var texts = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            texts[i] = number((double) numbers[i]);
        }
        return String.format(Locale.ROOT, element, texts);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
