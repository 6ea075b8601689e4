package org.layergraft.config;

import java.util.regex.Pattern;

/**
 * {@code {{$NAME:default}}} that stands by itself is no Python before MMEngine has replaced it (mmengine/config/config.py,
 * _substitute_env_variables). For the parser it becomes a text of the same length, so that every place stays where it is. A carriage
 * return alone, which ends a line for Python and not for the parser, becomes a line feed.
 */
final class Placeholders {

    private static final Pattern BARE = Pattern.compile("\\{\\{(\\s*\\$\\w+\\s*:\\s*[^\\s'\"{}]*\\s*)\\}\\}");
    private static final Pattern ALONE = Pattern.compile("\r(?!\n)");

    private Placeholders() {}

    static String masked(String text) {
        String lines = text.indexOf('\r') < 0 ? text : ALONE.matcher(text).replaceAll("\n");
        if (!lines.contains("{{")) {
            return lines;
        }
        var found = BARE.matcher(lines);
        var masked = new StringBuilder(lines);
        while (found.find()) {
            if (!insideText(lines, found.start())) {
                masked.setCharAt(found.start() + 1, '\'');
                masked.setCharAt(found.end() - 2, '\'');
            }
        }
        return masked.toString();
    }

    private static boolean insideText(String text, int at) {
        int line = text.lastIndexOf('\n', at) + 1;
        long quotes = text.substring(line, at)
                .chars()
                .filter(c -> c == '\'' || c == '"')
                .count();
        return quotes % 2 == 1;
    }
}
