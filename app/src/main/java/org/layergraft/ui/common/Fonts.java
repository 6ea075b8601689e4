package org.layergraft.ui.common;

/**
 * What everything is written in. A family that the machine does not have, or not any more, is kept all the same; JavaFX writes in the
 * usual one then. It also takes the letters from others that a family has none for.
 *
 * @param text family of what is read, "" for the system's own
 * @param code family of logs and of code, "" for the usual monospaced one
 */
public record Fonts(String text, String code) {

    public static final Fonts USUAL = new Fonts("", "");

    private static final String USUAL_CODE = "Monospaced";

    /** Whatever is in a window, or above one, is written as this is. */
    private static final String ROOT = ".root {";

    public Fonts {
        text = text == null || !canName(text) ? "" : text.strip();
        code = code == null || !canName(code) ? "" : code.strip();
    }

    /** A name in a style sheet stands in quotes, and JavaFX knows no other way to write one in it. */
    public static boolean canName(String family) {
        return family.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ');
    }

    public Fonts reading(String family) {
        return new Fonts(family, code);
    }

    public Fonts coding(String family) {
        return new Fonts(text, family);
    }

    /** A style sheet in them: the usual one of code stands in it, that of everything else does not. */
    public String sheet(String css) {
        return css.replace(quoted(USUAL_CODE), quoted(code.isEmpty() ? USUAL_CODE : code))
                .replace(ROOT, ROOT + " " + style(text));
    }

    /** The style of what is written in one family; "" is the one of everything around it. */
    public static String style(String family) {
        return family.isEmpty() ? "" : "-fx-font-family: " + quoted(family) + ";";
    }

    private static String quoted(String family) {
        return '"' + family + '"';
    }
}
