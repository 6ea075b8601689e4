package org.layergraft.text;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/**
 * Looks sentences up in {@code org/layergraft/<area>/messages*.properties} (UTF-8). Every package that speaks to people has
 * such a bundle, named after it: {@code torchscript}, {@code diagnosis}, {@code ui}, …
 *
 * <p>Patterns are {@link MessageFormat}: write {@code ''} for an apostrophe.
 */
public record Texts(Locale locale) {

    private static final Pattern COUNTED = Pattern.compile("\\{(\\d+),\\s*(?:choice|number)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

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
        String pattern;
        try {
            pattern = bundle(problem.area()).getString(problem.key());
        } catch (MissingResourceException missing) {
            return problem.area() + ":" + problem.key() + " " + problem.arguments();
        }
        return new MessageFormat(pattern, locale).format(withNumbers(pattern, problem.arguments()));
    }

    /** A problem's arguments are words; where the pattern counts ({@code {1,choice,…}}) it needs them as numbers. */
    private static Object[] withNumbers(String pattern, List<String> arguments) {
        Object[] filled = arguments.toArray();
        var counted = COUNTED.matcher(pattern);
        while (counted.find()) {
            int index = Integer.parseInt(counted.group(1));
            if (index < filled.length
                    && filled[index] instanceof String word
                    && NUMBER.matcher(word).matches()) {
                filled[index] = Long.valueOf(word);
            }
        }
        return filled;
    }

    /** The bundle of one area, English where a language lacks a key. */
    public ResourceBundle bundle(String area) {
        var noFallbackToSystem = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT);
        return ResourceBundle.getBundle("org.layergraft." + area + ".messages", locale, noFallbackToSystem);
    }
}
