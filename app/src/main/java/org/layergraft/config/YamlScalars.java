package org.layergraft.config;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a plain scalar is to PyYAML, which MMEngine reads YAML with: YAML 1.1 (yaml/resolver.py, yaml/constructor.py). */
final class YamlScalars {

    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern WHOLE =
            Pattern.compile("([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|0([0-7_]+)|(0|[1-9][0-9_]*))");
    private static final Pattern REAL =
            Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?");
    private static final Pattern INFINITE = Pattern.compile("([-+]?)\\.(?:inf|Inf|INF)");
    private static final Pattern UNUSUAL =
            Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?|\\d{4}-\\d\\d?-\\d\\d?(?:[Tt ].*)?");
    private static final int LONGEST = 4300;

    private YamlScalars() {}

    static ConfigValue of(String text, Span at) {
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return new ConfigValue.Bool(TRUE.contains(text), at);
        }
        if (NULL.contains(text)) {
            return new ConfigValue.None(at);
        }
        if (text.length() > LONGEST) {
            return new ConfigValue.Text(text, at);
        }
        var whole = WHOLE.matcher(text);
        if (whole.matches()) {
            Optional<BigInteger> number = digits(whole.group(2), 2)
                    .or(() -> digits(whole.group(3), 16))
                    .or(() -> digits(whole.group(4), 8))
                    .or(() -> digits(whole.group(5), 10));
            boolean negative = whole.group(1).equals("-");
            return number.<ConfigValue>map(n -> new ConfigValue.Int(negative ? n.negate() : n, at))
                    .orElse(new ConfigValue.Opaque(text, at));
        }
        if (REAL.matcher(text).matches()) {
            return new ConfigValue.Real(Double.parseDouble(text.replace("_", "")), at);
        }
        var infinite = INFINITE.matcher(text);
        if (infinite.matches()) {
            return new ConfigValue.Real(
                    infinite.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY, at);
        }
        if (text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN")) {
            return new ConfigValue.Real(Double.NaN, at);
        }
        return UNUSUAL.matcher(text).matches() ? new ConfigValue.Opaque(text, at) : new ConfigValue.Text(text, at);
    }

    private static Optional<BigInteger> digits(String digits, int base) {
        String bare = digits == null ? "" : digits.replace("_", "");
        return bare.isEmpty() ? Optional.empty() : Optional.of(new BigInteger(bare, base));
    }
}
