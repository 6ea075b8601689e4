package org.layergraft.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * Looks sentences up in {@code org/layergraft/<area>/messages*.properties} (UTF-8). Every package that speaks to people has
 * such a bundle, named after it: {@code torchscript}, {@code diagnosis}, {@code ui}, …
 *
 * <p>Patterns are {@link MessageFormat}: write {@code ''} for an apostrophe.
 */
public record Texts(Locale locale) {

    /** Every language there are bundles for, English first. */
    public static List<Locale> languages() {
        return List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);
    }

    /** @param area the package under {@code org.layergraft} that owns the bundle; @param key a key that exists in it */
    public String get(String area, String key, Object... arguments) {
        String pattern;
        try {
            pattern = bundle(area).getString(key);
        } catch (MissingResourceException missing) {
            return area + ":" + key + " " + List.of(arguments);
        }
        return new MessageFormat(pattern, locale).format(arguments);
    }

    public String get(Problem problem) {
        return get(problem.area(), problem.key(), problem.arguments().toArray());
    }

    /** The bundle of one area, English where a language lacks a key. */
    public ResourceBundle bundle(String area) {
        var noFallbackToSystem = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
        return ResourceBundle.getBundle("org.layergraft." + area + ".messages", locale, noFallbackToSystem);
    }
}
