package org.layergraft.graft;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Value;

/** Every complaint of this package is about what the user asked for. */
final class Problems {

    private static final int SUGGESTIONS = 3;

    private Problems() {}

    static LayergraftException of(String key, Object... arguments) {
        return LayergraftException.input("graft", key, arguments);
    }

    /** What a module with a {@code __setstate__} of its own saves is for its code to say, not for us. */
    static void refuseOwnState(String path, Value.Instance module) throws LayergraftException {
        if (hasOwnState(module)) {
            throw of("module.ownState", path.isEmpty() ? "\"\"" : path);
        }
    }

    static boolean hasOwnState(Value.Instance module) {
        return !(module.state() instanceof Value.Dict);
    }

    /** The names most like the wanted one, for "did you mean". */
    static String nearest(String wanted, Collection<String> names) {
        return names.stream()
                .filter(n -> !n.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
