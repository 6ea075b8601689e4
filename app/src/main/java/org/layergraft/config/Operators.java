package org.layergraft.config;

import java.math.BigInteger;
import java.util.Optional;
import org.layergraft.config.ConfigValue.Bool;
import org.layergraft.config.ConfigValue.Int;
import org.layergraft.config.ConfigValue.Items;
import org.layergraft.config.ConfigValue.None;
import org.layergraft.config.ConfigValue.Opaque;
import org.layergraft.config.ConfigValue.Real;
import org.layergraft.config.ConfigValue.Text;

/** Python's operators on values that do not change. Empty where Python would raise, or where the result is beyond any config. */
final class Operators {

    private Operators() {}

    static Optional<ConfigValue> binary(String operator, ConfigValue left, ConfigValue right, Span at) {
        if (left instanceof Text(String text, Span _)) {
            return text(operator, text, right, at);
        }
        if (operator.equals("*") && right instanceof Text(String text, Span _)) {
            return whole(left).flatMap(times -> repeated(text, times, at));
        }
        Optional<BigInteger> a = whole(left);
        Optional<BigInteger> b = whole(right);
        if (a.isPresent() && b.isPresent() && !operator.equals("/")) {
            return integers(operator, a.get(), b.get(), at);
        }
        Optional<Double> x = number(left);
        Optional<Double> y = number(right);
        return x.isPresent() && y.isPresent() ? reals(operator, x.get(), y.get(), at) : Optional.empty();
    }

    private static Optional<ConfigValue> text(String operator, String text, ConfigValue right, Span at) {
        return switch (operator) {
            case "+" ->
                right instanceof Text(String more, Span _) && text.length() + more.length() <= Budget.LONGEST_TEXT
                        ? Optional.of(new Text(text + more, at))
                        : Optional.empty();
            case "*" -> whole(right).flatMap(times -> repeated(text, times, at));
            case "%" -> FormatText.percent(text, right).map(t -> new Text(t, at));
            default -> Optional.empty();
        };
    }

    private static Optional<ConfigValue> repeated(String text, BigInteger times, Span at) {
        return times(times, text.length(), Budget.LONGEST_TEXT).map(n -> new Text(text.repeat(n), at));
    }

    /** How often something of this length may be repeated; 0 for negative numbers. */
    static Optional<Integer> times(BigInteger times, int length, int most) {
        if (times.signum() <= 0 || length == 0) {
            return Optional.of(0);
        }
        return times.bitLength() < 32 && times.longValue() * length <= most
                ? Optional.of(times.intValue())
                : Optional.empty();
    }

    private static Optional<ConfigValue> integers(String operator, BigInteger a, BigInteger b, Span at) {
        if (a.bitLength() > Budget.MOST_BITS || b.bitLength() > Budget.MOST_BITS) {
            return Optional.empty();
        }
        Optional<BigInteger> result =
                switch (operator) {
                    case "+" -> Optional.of(a.add(b));
                    case "-" -> Optional.of(a.subtract(b));
                    case "*" -> Optional.of(a.multiply(b));
                    case "//" -> b.signum() == 0 ? Optional.empty() : Optional.of(floor(a, b));
                    case "%" ->
                        b.signum() == 0
                                ? Optional.empty()
                                : Optional.of(a.subtract(floor(a, b).multiply(b)));
                    case "&" -> Optional.of(a.and(b));
                    case "|" -> Optional.of(a.or(b));
                    case "^" -> Optional.of(a.xor(b));
                    case "<<" -> shift(b).map(a::shiftLeft);
                    case ">>" -> shift(b).map(a::shiftRight);
                    case "**" ->
                        shift(b).filter(n -> (long) n * a.bitLength() <= Budget.MOST_BITS)
                                .map(a::pow);
                    default -> Optional.empty();
                };
        if (operator.equals("**") && b.signum() < 0) {
            return reals("**", a.doubleValue(), b.doubleValue(), at);
        }
        return result.map(n -> new Int(n, at));
    }

    private static Optional<Integer> shift(BigInteger by) {
        return by.signum() >= 0 && by.bitLength() < 31 && by.intValue() <= Budget.MOST_BITS
                ? Optional.of(by.intValue())
                : Optional.empty();
    }

    private static BigInteger floor(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        return parts[1].signum() != 0 && parts[1].signum() != b.signum() ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Optional<ConfigValue> reals(String operator, double x, double y, Span at) {
        Optional<Double> result =
                switch (operator) {
                    case "+" -> Optional.of(x + y);
                    case "-" -> Optional.of(x - y);
                    case "*" -> Optional.of(x * y);
                    case "/" -> y == 0 ? Optional.empty() : Optional.of(x / y);
                    case "//" -> y == 0 ? Optional.empty() : Optional.of(Math.floor(x / y));
                    case "%" -> y == 0 ? Optional.empty() : Optional.of(x - Math.floor(x / y) * y);
                    case "**" -> Optional.of(Math.pow(x, y)).filter(Double::isFinite);
                    default -> Optional.empty();
                };
        return result.map(n -> new Real(n, at));
    }

    static Optional<ConfigValue> unary(String operator, ConfigValue value, Span at) {
        return switch (operator) {
            case "-" ->
                value instanceof Real(double n, Span _)
                        ? Optional.of(new Real(-n, at))
                        : whole(value).map(n -> new Int(n.negate(), at));
            case "+" ->
                value instanceof Real(double n, Span _)
                        ? Optional.of(new Real(n, at))
                        : whole(value).map(n -> new Int(n, at));
            case "~" -> whole(value).map(n -> new Int(n.not(), at));
            default -> Optional.empty();
        };
    }

    static Optional<Boolean> compare(String operator, ConfigValue left, ConfigValue right) {
        if (left instanceof Opaque || right instanceof Opaque) {
            return Optional.empty();
        }
        return switch (operator) {
            case "==" -> Optional.of(equal(left, right));
            case "!=", "<>" -> Optional.of(!equal(left, right));
            case "is" -> identical(left, right);
            case "is not" -> identical(left, right).map(same -> !same);
            case "in" -> contains(right, left);
            case "not in" -> contains(right, left).map(there -> !there);
            case "<" -> order(left, right).map(o -> o < 0);
            case "<=" -> order(left, right).map(o -> o <= 0);
            case ">" -> order(left, right).map(o -> o > 0);
            case ">=" -> order(left, right).map(o -> o >= 0);
            default -> Optional.empty();
        };
    }

    /** Only of what there is but one in Python. */
    private static Optional<Boolean> identical(ConfigValue left, ConfigValue right) {
        return left instanceof None || right instanceof None || left instanceof Bool && right instanceof Bool
                ? Optional.of(left.same(right))
                : Optional.empty();
    }

    static boolean equal(ConfigValue left, ConfigValue right) {
        Optional<Double> x = number(left);
        Optional<Double> y = number(right);
        return x.isPresent() && y.isPresent() ? x.get().equals(y.get()) : left.same(right);
    }

    private static Optional<Boolean> contains(ConfigValue all, ConfigValue one) {
        return switch (all) {
            case ConfigValue.Dict dict ->
                one instanceof Text(String key, Span _)
                        ? Optional.of(dict.entries().containsKey(key))
                        : Optional.empty();
            case Items items -> Optional.of(items.items().stream().anyMatch(i -> equal(i.value(), one)));
            case Text(String text, Span _) ->
                one instanceof Text(String part, Span _) ? Optional.of(text.contains(part)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Of numbers, and of texts. */
    static Optional<Integer> order(ConfigValue left, ConfigValue right) {
        if (left instanceof Text(String a, Span _) && right instanceof Text(String b, Span _)) {
            return Optional.of(a.compareTo(b));
        }
        return number(left).flatMap(x -> number(right).map(x::compareTo));
    }

    /** As {@code bool(value)}; empty for what is not known. */
    static Optional<Boolean> truth(ConfigValue value) {
        return switch (value) {
            case Bool(boolean on, Span _) -> Optional.of(on);
            case None _ -> Optional.of(false);
            case Int(BigInteger n, Span _) -> Optional.of(n.signum() != 0);
            case Real(double n, Span _) -> Optional.of(n != 0);
            case Text(String text, Span _) -> Optional.of(!text.isEmpty());
            case ConfigValue.Dict dict -> Optional.of(!dict.entries().isEmpty());
            case Items items -> Optional.of(!items.items().isEmpty());
            case ConfigValue.Name _ -> Optional.of(true);
            case Opaque _ -> Optional.empty();
        };
    }

    /** True counts as 1 in Python. */
    static Optional<BigInteger> whole(ConfigValue value) {
        return switch (value) {
            case Int(BigInteger n, Span _) -> Optional.of(n);
            case Bool(boolean on, Span _) -> Optional.of(on ? BigInteger.ONE : BigInteger.ZERO);
            default -> Optional.empty();
        };
    }

    static Optional<Double> number(ConfigValue value) {
        return value instanceof Real(double n, Span _)
                ? Optional.of(n)
                : whole(value).map(BigInteger::doubleValue);
    }
}
