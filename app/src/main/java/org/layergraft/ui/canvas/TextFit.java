package org.layergraft.ui.canvas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Cuts text to a width with an ellipsis, and remembers it: measuring costs more than drawing. Widths are at zoom 1. */
final class TextFit {

    private static final int MOST = 20_000;

    /** Such as stand in boxes and beside lines, narrow letters among them. */
    private static final List<String> LIKELY =
            List.of("attentions.0.attn.in_proj_weight", "MultiheadAttention", "2×96×32", "8 bool");

    private record Key(String text, double size, int width, boolean keepEnd) {}

    private final Text ruler = new Text();
    private final Map<Key, String> known = new HashMap<>();
    private final Map<Double, Font> fonts = new HashMap<>();
    private String family = "";

    /** How much wider text of a family is than {@link Labels} has it: of most it is narrower, which counts as 1. */
    static double breadth(String family) {
        var fit = new TextFit();
        fit.family(family);
        return LIKELY.stream()
                .mapToDouble(text -> fit.width(text, Sizes.DETAIL) / Labels.width(text, Sizes.DETAIL))
                .reduce(1, Math::max);
    }

    void family(String wanted) {
        if (!wanted.equals(family)) {
            family = wanted;
            known.clear();
            fonts.clear();
        }
    }

    /** Sizes are rounded to quarters of a pixel, so that zooming does not make a font for every step. */
    Font font(double size) {
        return fonts.computeIfAbsent(Math.max(1, Math.rint(size * 4) / 4), s -> Font.font(family, s));
    }

    double width(String text, double size) {
        ruler.setFont(font(size));
        ruler.setText(text);
        return ruler.getLayoutBounds().getWidth();
    }

    /** @param keepEnd paths say most at their end */
    String fit(String text, double size, double width, boolean keepEnd) {
        if (known.size() > MOST) {
            known.clear();
        }
        return known.computeIfAbsent(new Key(text, size, (int) width, keepEnd), this::cut);
    }

    private String cut(Key key) {
        if (key.width() < 8) {
            return "";
        }
        if (width(key.text(), key.size()) <= key.width()) {
            return key.text();
        }
        int low = 0;
        int high = key.text().length();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (width(shortened(key, middle), key.size()) <= key.width()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? "" : shortened(key, low);
    }

    private static String shortened(Key key, int length) {
        String text = key.text();
        return key.keepEnd()
                ? "…" + text.substring(text.length() - length)
                : text.substring(0, length).stripTrailing() + "…";
    }
}
