package org.layergraft.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.text.Text;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.coverage.StateMark;

/** WCAG 2.2 contrast (1.4.3, 1.4.11) of what is on screen: every text and every sign against what is painted behind it. */
final class Contrast {

    private static final double TEXT = 4.5;
    private static final double LARGE = 3;
    private static final double SIGN = 3;

    private final Map<String, Double> found = new TreeMap<>();

    private Contrast() {}

    /** What can be read or told apart only with good eyes, with its contrast. The content has been laid out. */
    static Map<String, Double> tooLow(Parent root) {
        var look = new Contrast();
        look.at(root, Color.WHITE, 1);
        return look.found;
    }

    static double between(Color a, Color b) {
        double x = luminance(a);
        double y = luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double v) {
        return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    static Color over(Color above, Color below, double opacity) {
        double a = above.getOpacity() * opacity;
        return Color.color(
                above.getRed() * a + below.getRed() * (1 - a),
                above.getGreen() * a + below.getGreen() * (1 - a),
                above.getBlue() * a + below.getBlue() * (1 - a));
    }

    /** What cannot be used at the moment need not be legible (1.4.3, incidental). */
    private void at(Node node, Color behind, double opacityAbove) {
        if (!node.isVisible() || node.getOpacity() == 0 || node.isDisabled()) {
            return;
        }
        double opacity = opacityAbove * node.getOpacity();
        if (node instanceof Icon || node instanceof StateMark) {
            fills((Region) node).forEach(c -> judge(node, over(c, behind, opacity), behind, SIGN, "sign"));
            return;
        }
        if (node instanceof Text text) {
            if (!text.getText().isBlank() && text.getFill() instanceof Color colour) {
                double points = text.getFont().getSize();
                boolean bold = text.getFont().getStyle().contains("Bold");
                double least = points >= 24 || bold && points >= 18.66 ? LARGE : TEXT;
                judge(node, over(colour, behind, opacity), behind, least, text.getText());
            }
            return;
        }
        Color ground = behind;
        if (node instanceof Region region) {
            for (Color fill : fills(region)) {
                ground = over(fill, ground, opacity);
            }
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                at(child, ground, opacity);
            }
        }
    }

    private static List<Color> fills(Region region) {
        var colours = new ArrayList<Color>();
        if (region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                Paint paint = fill.getFill();
                if (paint instanceof Color colour) {
                    colours.add(colour);
                } else if (paint instanceof LinearGradient gradient) {
                    colours.add(gradient.getStops().getLast().getColor());
                }
            }
        }
        return colours;
    }

    private void judge(Node node, Color colour, Color ground, double least, String what) {
        double contrast = between(colour, ground);
        if (contrast < least - 0.005) {
            found.merge(name(node) + " \"" + what + "\" " + hex(colour) + " on " + hex(ground), contrast, Math::min);
        }
    }

    private static String hex(Color c) {
        return String.format(
                "#%02x%02x%02x",
                Math.round(c.getRed() * 255), Math.round(c.getGreen() * 255), Math.round(c.getBlue() * 255));
    }

    private static String name(Node node) {
        var parts = new ArrayList<String>();
        for (Node at = node; at != null && parts.size() < 3; at = at.getParent()) {
            parts.addFirst((at.getId() == null ? "" : "#" + at.getId()) + "." + String.join(".", at.getStyleClass()));
        }
        return String.join(" > ", parts);
    }
}
