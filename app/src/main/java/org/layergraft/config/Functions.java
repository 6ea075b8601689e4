package org.layergraft.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/** Python's built-in functions that configs call. */
final class Functions {

    private final Expressions expressions;
    private final Span at;

    Functions(Expressions expressions, Span at) {
        this.expressions = expressions;
        this.at = at;
    }

    Optional<Live> call(String name, Arguments arguments, Syntax list) throws LayergraftException {
        expressions.run().spend(arguments.count());
        return switch (name) {
            case "dict" -> dict(arguments, list);
            case "list", "tuple" -> row(arguments, name.equals("tuple"));
            case "range" -> range(arguments);
            case "len" -> arguments.at(0).flatMap(this::length);
            case "int", "float", "bool", "str" -> converted(name, arguments);
            case "abs" ->
                arguments
                        .leaf(0)
                        .flatMap(v -> v instanceof ConfigValue.Real(double n, Span _)
                                ? real(Math.abs(n))
                                : Operators.whole(v).flatMap(n -> whole(n.abs())));
            case "round" -> round(arguments);
            case "min", "max" -> extreme(arguments, name.equals("max"));
            case "sum" -> sum(arguments);
            case "sorted" -> sorted(arguments);
            case "reversed" -> arguments.at(0).flatMap(Arguments::elements).map(e -> row(e.reversed(), false));
            case "enumerate" -> enumerated(arguments);
            case "zip" -> zipped(arguments);
            default -> Optional.empty();
        };
    }

    private Optional<Live> dict(Arguments arguments, Syntax list) throws LayergraftException {
        var table = new Live.Table(at, false);
        for (Live.Slot slot : arguments.positional()) {
            if (slot.value() instanceof Live.Table other) {
                expressions.run().spend(other.slots.size());
                other.slots.forEach((key, value) -> table.put(key, value.value(), value.site()));
                continue;
            }
            Optional<List<Live.Slot>> pairs = Arguments.elements(slot.value());
            if (pairs.isEmpty()) {
                return Optional.empty();
            }
            for (Live.Slot pair : pairs.get()) {
                List<Live.Slot> two = Arguments.elements(pair.value()).orElse(List.of());
                if (two.size() != 2) {
                    return Optional.empty();
                }
                table.put(
                        Expressions.key(two.get(0).value()),
                        two.get(1).value(),
                        two.get(1).site());
            }
        }
        arguments.named().forEach((key, slot) -> table.put(key, slot.value(), slot.site()));
        return arguments.clashing() || list.children().stream().anyMatch(c -> c.is("list_splat"))
                ? Optional.empty()
                : Optional.of(table);
    }

    private Optional<Live> row(Arguments arguments, boolean tuple) {
        return arguments.count() == 0
                ? Optional.of(new Live.Row(at, tuple))
                : arguments.at(0).flatMap(Arguments::elements).map(e -> row(e, tuple));
    }

    private Live row(List<Live.Slot> slots, boolean tuple) {
        var row = new Live.Row(at, tuple);
        row.slots.addAll(slots);
        return row;
    }

    private Optional<Live> range(Arguments arguments) throws LayergraftException {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < arguments.count(); i++) {
            Optional<Integer> number = arguments.index(i);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            numbers.add(number.get());
        }
        if (numbers.isEmpty() || numbers.size() > 3) {
            return Optional.empty();
        }
        long start = numbers.size() == 1 ? 0 : numbers.get(0);
        long end = numbers.get(numbers.size() == 1 ? 0 : 1);
        long step = numbers.size() == 3 ? numbers.get(2) : 1;
        if (step == 0 || (end - start) / step > Budget.LONGEST) {
            return Optional.empty();
        }
        var row = new Live.Row(at, false);
        for (long i = start; step > 0 ? i < end : i > end; i += step) {
            expressions.run().spend(1);
            row.slots.add(Arguments.derived(new ConfigValue.Int(BigInteger.valueOf(i), at)));
        }
        return Optional.of(row);
    }

    private Optional<Live> length(Live live) {
        return switch (live) {
            case Live.Table table -> whole(BigInteger.valueOf(table.slots.size()));
            case Live.Row row -> whole(BigInteger.valueOf(row.slots.size()));
            case Live.Leaf(ConfigValue.Text(String text, Span _)) ->
                whole(BigInteger.valueOf(text.codePointCount(0, text.length())));
            case Live.Leaf _ -> Optional.empty();
        };
    }

    private Optional<Live> converted(String name, Arguments arguments) throws LayergraftException {
        if (arguments.count() != 1) {
            return Optional.empty();
        }
        ConfigValue value = expressions.run().freeze(arguments.at(0).orElseThrow());
        return switch (name) {
            case "str" ->
                value instanceof ConfigValue.Opaque
                        ? Optional.empty()
                        : leaf(new ConfigValue.Text(PythonWords.str(value), at));
            case "bool" -> Operators.truth(value).flatMap(on -> leaf(new ConfigValue.Bool(on, at)));
            case "int" ->
                switch (value) {
                    case ConfigValue.Real(double n, Span _) ->
                        Double.isFinite(n) ? whole(new java.math.BigDecimal(n).toBigInteger()) : Optional.empty();
                    case ConfigValue.Text(String text, Span _) ->
                        text.strip().matches("[+-]?\\d{1,300}")
                                ? whole(new BigInteger(text.strip()))
                                : Optional.empty();
                    default -> Operators.whole(value).flatMap(this::whole);
                };
            default ->
                value instanceof ConfigValue.Text(String text, Span _)
                        ? PythonLiterals.real(text.strip(), at).map(Expressions::leaf)
                        : Operators.number(value).flatMap(this::real);
        };
    }

    private Optional<Live> round(Arguments arguments) {
        Optional<Double> number = arguments.leaf(0).flatMap(Operators::number).filter(Double::isFinite);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        var exact = new java.math.BigDecimal(number.get());
        if (arguments.count() == 1) {
            return whole(exact.setScale(0, java.math.RoundingMode.HALF_EVEN).toBigInteger());
        }
        return arguments
                .index(1)
                .filter(n -> n >= 0 && n < 100)
                .flatMap(n ->
                        real(exact.setScale(n, java.math.RoundingMode.HALF_EVEN).doubleValue()));
    }

    private Optional<Live> extreme(Arguments arguments, boolean most) {
        if (!arguments.named().isEmpty()) {
            return Optional.empty();
        }
        Optional<List<Live.Slot>> all = arguments.count() == 1
                ? arguments.at(0).flatMap(Arguments::elements)
                : Optional.of(arguments.positional());
        Optional<Live> best = Optional.empty();
        for (Live.Slot slot : all.orElse(List.of())) {
            if (best.isPresent()) {
                Optional<Integer> order = Operators.order(scalar(slot.value()), scalar(best.get()));
                if (order.isEmpty()) {
                    return Optional.empty();
                }
                if (most ? order.get() <= 0 : order.get() >= 0) {
                    continue;
                }
            }
            best = Optional.of(slot.value());
        }
        return best.filter(Live.Leaf.class::isInstance);
    }

    private Optional<Live> sum(Arguments arguments) throws LayergraftException {
        Optional<List<Live.Slot>> all = arguments.at(0).flatMap(Arguments::elements);
        Optional<Live> total = Optional.of(
                arguments.at(1).orElseGet(() -> Expressions.leaf(new ConfigValue.Int(BigInteger.ZERO, at))));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        for (Live.Slot slot : all.get()) {
            if (total.isEmpty()) {
                return total;
            }
            total = expressions.combined("+", total.get(), slot.value(), at);
        }
        return total;
    }

    private Optional<Live> sorted(Arguments arguments) {
        Optional<List<Live.Slot>> all = arguments.at(0).flatMap(Arguments::elements);
        if (all.isEmpty() || !arguments.named().isEmpty()) {
            return Optional.empty();
        }
        var slots = new ArrayList<>(all.get());
        var first = slots.isEmpty()
                ? Optional.<ConfigValue>empty()
                : Optional.of(scalar(slots.getFirst().value()));
        boolean comparable = slots.stream()
                .allMatch(s ->
                        Operators.order(scalar(s.value()), first.orElseThrow()).isPresent());
        if (!comparable) {
            return Optional.empty();
        }
        slots.sort(
                (a, b) -> Operators.order(scalar(a.value()), scalar(b.value())).orElse(0));
        return Optional.of(row(slots, false));
    }

    /** Nothing else has an order here. */
    private static ConfigValue scalar(Live live) {
        return live instanceof Live.Leaf(ConfigValue value) ? value : new ConfigValue.Opaque("…", live.span());
    }

    private Optional<Live> enumerated(Arguments arguments) {
        return arguments.at(0).flatMap(Arguments::elements).map(all -> {
            var row = new Live.Row(at, false);
            for (Live.Slot slot : all) {
                var number =
                        BigInteger.valueOf(row.slots.size() + arguments.index(1).orElse(0));
                row.slots.add(pair(List.of(Arguments.derived(new ConfigValue.Int(number, at)), slot)));
            }
            return row;
        });
    }

    private Optional<Live> zipped(Arguments arguments) {
        var columns = new ArrayList<List<Live.Slot>>();
        for (Live.Slot slot : arguments.positional()) {
            Optional<List<Live.Slot>> elements = Arguments.elements(slot.value());
            if (elements.isEmpty()) {
                return Optional.empty();
            }
            columns.add(elements.get());
        }
        int length = columns.stream().mapToInt(List::size).min().orElse(0);
        var row = new Live.Row(at, false);
        for (int i = 0; i < length; i++) {
            int index = i;
            row.slots.add(pair(columns.stream().map(c -> c.get(index)).toList()));
        }
        return Optional.of(row);
    }

    private Live.Slot pair(List<Live.Slot> slots) {
        return new Live.Slot(row(slots, true), Site.derived(at));
    }

    private Optional<Live> whole(BigInteger number) {
        return leaf(new ConfigValue.Int(number, at));
    }

    private Optional<Live> real(double number) {
        return leaf(new ConfigValue.Real(number, at));
    }

    private static Optional<Live> leaf(ConfigValue value) {
        return Optional.of(new Live.Leaf(value));
    }
}
