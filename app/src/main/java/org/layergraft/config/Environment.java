package org.layergraft.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The variables that {@code {{$NAME:default}}} stands for. MMEngine takes them from the environment of the training program, a default
 * where one is not set, and stops with a KeyError where there is neither (mmengine/config/config.py, _substitute_env_variables); here
 * they come from the environment of this program, and each is told.
 */
final class Environment {

    /** As MMEngine finds them, comments and texts included. */
    private static final Pattern ASKED = Pattern.compile("\\{\\{['\"]?\\s*\\$(\\w+)\\s*:\\s*(\\S*?)\\s*['\"]?\\}\\}");

    private final Function<String, Optional<String>> variables;

    Environment(Function<String, Optional<String>> variables) {
        this.variables = variables;
    }

    static Environment ofThisProgram() {
        return new Environment(name -> Optional.ofNullable(System.getenv(name)));
    }

    /** A variable that a text asks for with a default, and the first place where it does. */
    record Asked(String name, String otherwise, int start, int end) {}

    static Iterable<Asked> asked(String text) {
        Map<String, Asked> all = new LinkedHashMap<>();
        var found = ASKED.matcher(text);
        while (found.find()) {
            // The same variable may have another default elsewhere.
            all.putIfAbsent(
                    found.group(1) + ":" + found.group(2),
                    new Asked(found.group(1), found.group(2), found.start(), found.end()));
        }
        return all.values();
    }

    boolean isSet(String name) {
        return variables.apply(name).isPresent();
    }

    /** What is put in its place; empty where MMEngine stops. */
    Optional<String> value(String name, String otherwise) {
        return variables.apply(name).or(() -> Optional.of(otherwise)).filter(v -> !v.isEmpty());
    }
}
