package org.layergraft.graft;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Module and parameter paths, or globs over them as in a shell: {@code *} stands for anything, {@code ?} for one character, {@code
 * {fc1.weight,fc2.*}} for either.
 */
public final class Targets {

    private Targets() {}

    static boolean isGlob(String target) {
        return target.contains("*") || target.contains("?") || hasChoices(target);
    }

    private static boolean hasChoices(String target) {
        return target.matches("[^{}]*(\\{[^{}]*}[^{}]*)+");
    }

    /** True for the paths that the target names, and not for what lies below. */
    static Predicate<String> exactly(String target) {
        var pattern = Pattern.compile(regex(target));
        return path -> pattern.matcher(path).matches();
    }

    /** True for every path that the target names, or that lies below one it names. The empty target is the root. */
    public static Predicate<String> matcher(String target) {
        if (target.isEmpty()) {
            return path -> true;
        }
        var pattern = Pattern.compile(regex(target) + "(\\..*)?");
        return path -> pattern.matcher(path).matches();
    }

    private static String regex(String target) {
        var regex = new StringBuilder();
        boolean choices = hasChoices(target);
        boolean inside = false;
        for (char c : target.toCharArray()) {
            inside = choices && (c == '{' || inside && c != '}');
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        case '{' -> choices ? "(?:" : "\\{";
                        case '}' -> choices ? ")" : "\\}";
                        case ',' -> inside ? "|" : ",";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return regex.toString();
    }
}
