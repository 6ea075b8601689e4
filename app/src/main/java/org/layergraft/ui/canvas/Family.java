package org.layergraft.ui.canvas;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What sort of step a box is; each has a colour of that name in {@code canvas.css}. Names to families: {@code families.properties}. */
enum Family {
    LAYER,
    ACTIVATION,
    NORM,
    ATTENTION,
    POOL,
    REDUCTION,
    ARITHMETIC,
    SHAPE,
    /** A module made of modules. */
    CONTAINER,
    PARAMETER,
    /** Arguments and results. */
    PORT,
    /** if, for, while, with. */
    CONTROL,
    OTHER;

    private static final List<Rule> RULES = rules();

    private record Rule(Family family, List<String> words) {
        boolean fits(String name) {
            return words.stream().anyMatch(w -> w.startsWith("~") ? name.contains(w.substring(1)) : name.equals(w));
        }
    }

    /** {@code layer}, as in {@code -lg-family-layer}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param name an operator's or class's short name: {@code relu_}, {@code Conv2d} */
    static Family named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.replaceAll("[_0-9]+(d?)$", "");
        return RULES.stream()
                .filter(r -> r.fits(lower) || r.fits(bare))
                .map(Rule::family)
                .findFirst()
                .orElse(OTHER);
    }

    private static List<Rule> rules() {
        var table = new Properties();
        try (var in = Family.class.getResourceAsStream("families.properties")) {
            table.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words(table, "order").stream()
                .map(f -> new Rule(valueOf(f.toUpperCase(Locale.ROOT)), words(table, f)))
                .toList();
    }

    private static List<String> words(Properties table, String key) {
        return Arrays.stream(table.getProperty(key).split(","))
                .map(String::strip)
                .toList();
    }
}
