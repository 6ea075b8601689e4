package org.layergraft.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Python's three ways to put values into a text, as far as configs use them. Empty where one is used that is not known here. */
final class FormatText {

    private static final Pattern SPEC = Pattern.compile("([<>^]?)(0?)(\\d{0,4})(?:\\.(\\d{1,3}))?([dfs]?)");
    private static final Pattern FIELD = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)(?::([^{}]*))?\\}|[{}]");
    private static final Pattern PERCENT = Pattern.compile("%(?:(%)|(0?)(\\d{0,4})(?:\\.(\\d{1,3}))?([dfsr]))|%");

    private FormatText() {}

    /** {@code format(value, spec)}. */
    static Optional<String> spec(ConfigValue value, String spec) {
        if (value instanceof ConfigValue.Opaque) {
            return Optional.empty();
        }
        if (spec.isEmpty()) {
            return Optional.of(PythonWords.str(value));
        }
        var parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int width = parts.group(3).isEmpty() ? 0 : Integer.parseInt(parts.group(3));
        String kind = parts.group(5);
        Optional<String> bare;
        if (kind.equals("f") || kind.isEmpty() && parts.group(4) != null && !(value instanceof ConfigValue.Text)) {
            int places = parts.group(4) == null ? 6 : Integer.parseInt(parts.group(4));
            bare = kind.isEmpty() ? Optional.empty() : Operators.number(value).flatMap(n -> fixed(n, places));
        } else if (kind.equals("d")) {
            bare = Operators.whole(value).map(BigInteger::toString);
        } else {
            bare = parts.group(4) == null ? Optional.of(PythonWords.str(value)) : Optional.empty();
        }
        boolean right = !(value instanceof ConfigValue.Text) || parts.group(1).equals(">");
        boolean zero = !parts.group(2).isEmpty();
        return parts.group(1).equals("^")
                ? Optional.empty()
                : bare.map(text ->
                        padded(text, width, zero, right && !parts.group(1).equals("<")));
    }

    private static Optional<String> fixed(double number, int places) {
        return Double.isFinite(number)
                ? Optional.of(new BigDecimal(number)
                        .setScale(places, RoundingMode.HALF_EVEN)
                        .toPlainString())
                : Optional.empty();
    }

    private static String padded(String text, int width, boolean zero, boolean right) {
        int missing = width - text.length();
        if (missing <= 0) {
            return text;
        }
        if (zero && right) {
            return text.startsWith("-") ? "-" + "0".repeat(missing) + text.substring(1) : "0".repeat(missing) + text;
        }
        return right ? " ".repeat(missing) + text : text + " ".repeat(missing);
    }

    /** {@code text.format(*values, **named)}. */
    static Optional<String> format(String text, List<ConfigValue> values, Map<String, ConfigValue> named) {
        var result = new StringBuilder();
        var field = FIELD.matcher(text);
        int done = 0;
        int next = 0;
        while (field.find()) {
            result.append(text, done, field.start());
            done = field.end();
            if (field.group().equals("{{") || field.group().equals("}}")) {
                result.append(field.group().charAt(0));
                continue;
            }
            String name = field.group(1);
            if (name == null) {
                return Optional.empty();
            }
            Optional<Integer> index = name.isEmpty() ? Optional.of(next++) : ConfigPath.index(name);
            Optional<ConfigValue> value = index.isPresent()
                    ? index.filter(i -> i < values.size()).map(values::get)
                    : Optional.ofNullable(named.get(name));
            Optional<String> shown = value.flatMap(
                    v -> spec(v, Optional.ofNullable(field.group(2)).orElse("")));
            if (shown.isEmpty() || result.length() > Budget.LONGEST_TEXT) {
                return Optional.empty();
            }
            result.append(shown.get());
        }
        return Optional.of(result.append(text.substring(done)).toString());
    }

    /** {@code text % value}. */
    static Optional<String> percent(String text, ConfigValue value) {
        List<ConfigValue> values = value instanceof ConfigValue.Items items && items.tuple()
                ? items.items().stream().map(Entry::value).toList()
                : List.of(value);
        var result = new StringBuilder();
        var field = PERCENT.matcher(text);
        int done = 0;
        int next = 0;
        while (field.find()) {
            result.append(text, done, field.start());
            done = field.end();
            if (field.group(1) != null) {
                result.append('%');
                continue;
            }
            if (field.group(5) == null || next == values.size() || result.length() > Budget.LONGEST_TEXT) {
                return Optional.empty();
            }
            ConfigValue one = values.get(next++);
            String precision = field.group(4) == null ? "" : "." + field.group(4);
            Optional<String> shown =
                    switch (field.group(5)) {
                        case "r" -> Optional.of(PythonWords.repr(one));
                        case "s" -> spec(one, "").map(t -> padded(t, width(field.group(3)), false, true));
                        default -> spec(one, field.group(2) + field.group(3) + precision + field.group(5));
                    };
            if (shown.isEmpty()) {
                return Optional.empty();
            }
            result.append(shown.get());
        }
        return next == values.size()
                ? Optional.of(result.append(text.substring(done)).toString())
                : Optional.empty();
    }

    private static int width(String digits) {
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
