package org.layergraft.graft;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Module and parameter paths, or globs over them as in a shell: {@code *} stands for anything, {@code ?} for one character. */
final class Targets {

    private Targets() {}

    static boolean isGlob(String target) {
        return target.contains("*") || target.contains("?");
    }

    /** True for the paths that the target names, and not for what lies below. */
    static Predicate<String> exactly(String target) {
        var pattern = Pattern.compile(regex(target));
        return path -> pattern.matcher(path).matches();
    }

    /** True for every path that the target names, or that lies below one it names. The empty target is the root. */
    static Predicate<String> matcher(String target) {
        if (target.isEmpty()) {
            return path -> true;
        }
        var pattern = Pattern.compile(regex(target) + "(\\..*)?");
        return path -> pattern.matcher(path).matches();
    }

    private static String regex(String target) {
        var regex = new StringBuilder();
        for (char c : target.toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return regex.toString();
    }
}
