package org.layergraft.text;

import java.util.Arrays;
import java.util.List;

/**
 * Something that went wrong, told to a person: a key into the bundle of {@code area} and what fills its placeholders. The
 * sentence names the file, the place and the remedy.
 */
public record Problem(String area, String key, List<String> arguments) {

    public Problem {
        arguments = List.copyOf(arguments);
    }

    public static Problem of(String area, String key, Object... arguments) {
        return new Problem(
                area, key, Arrays.stream(arguments).map(String::valueOf).toList());
    }
}
