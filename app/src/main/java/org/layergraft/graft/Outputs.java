package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.layergraft.torchscript.ScriptClass;

/** What the root's forward returns, as far as its text tells: type, number of flattened tensors, which of them are floating. */
final class Outputs {

    /** Operators whose result is no floating tensor. */
    private static final Set<String> WHOLE = Set.of(
            ("argmax argmin argsort nonzero eq ne gt lt ge le logical_and logical_or logical_not logical_xor isnan"
                            + " isinf isfinite bincount randint randperm bitwise_and bitwise_or bitwise_not bucketize"
                            + " searchsorted")
                    .split(" "));

    /** Operators whose second result is no floating tensor. */
    private static final Set<String> WITH_INDICES =
            Set.of("topk", "sort", "max", "min", "median", "mode", "kthvalue", "cummax", "cummin");

    private static final Pattern OPERATOR = Pattern.compile("torch\\.(\\w+)\\(.*", Pattern.DOTALL);

    private final String body;
    private final String type;
    private final String value;

    Outputs(String text, ScriptClass.Method forward, ScriptClass.Span value) {
        this.body = text.substring(forward.bodyStart(), forward.span().end());
        this.type = forward.returnType().strip();
        this.value = value.in(text).strip();
    }

    String value() {
        return value;
    }

    boolean isTensor() {
        return type.equals("Tensor");
    }

    boolean isNamed() {
        return isNamed(type);
    }

    private static boolean isNamed(String type) {
        return type.matches("Dict\\[str,\\s*Tensor]");
    }

    /** Which item of a tuple is a dictionary by name: torchvision's detectors return (losses, detections). */
    OptionalInt namedItem() {
        var types = tuple().orElse(List.of());
        return IntStream.range(0, types.size())
                .filter(i -> isNamed(types.get(i)))
                .findFirst();
    }

    /** Types of the items, when a tuple is returned. */
    Optional<List<String>> tuple() {
        return type.startsWith("Tuple[") ? Optional.of(split(type.substring(6, type.length() - 1))) : Optional.empty();
    }

    /** The returned value's own items, when it is written as {@code (a, b)}. */
    Optional<List<String>> tupleItems() {
        if (!value.startsWith("(") || closing(value, 0) != value.length() - 1) {
            return Optional.empty();
        }
        var items = split(value.substring(1, value.length() - 1));
        return items.size() == tuple().map(List::size).orElse(-1) ? Optional.of(items) : Optional.empty();
    }

    /** One expression per flattened tensor, "" where its expression is unknown; empty when their number is unknown. */
    Optional<List<String>> flattened() {
        if (isTensor()) {
            return Optional.of(List.of(value));
        }
        if (isNamed()) {
            return entries(value);
        }
        var found = new ArrayList<String>();
        var items = tupleItems()
                .or(() -> definition(value)
                        .filter(d -> d.startsWith("(") && closing(d, 0) == d.length() - 1)
                        .map(d -> split(d.substring(1, d.length() - 1))));
        var types = tuple();
        if (types.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < types.get().size(); i++) {
            int leaves = leaves(types.get().get(i));
            if (leaves < 0) {
                return Optional.empty();
            }
            boolean plain = types.get().get(i).equals("Tensor")
                    && items.isPresent()
                    && items.get().size() > i;
            for (int leaf = 0; leaf < leaves; leaf++) {
                found.add(plain ? items.get().get(i) : "");
            }
        }
        return Optional.of(found);
    }

    /** Positions of the floating ones among {@link #flattened()}; a tensor that nothing is known about counts as floating. */
    Optional<List<Integer>> floating() {
        return flattened().map(all -> {
            var found = new ArrayList<Integer>();
            for (int i = 0; i < all.size(); i++) {
                if (isFloating(all.get(i))) {
                    found.add(i);
                }
            }
            return found;
        });
    }

    private boolean isFloating(String expression) {
        if (expression.matches("\\w+")) {
            var second = Pattern.compile("\\w+\\s*,\\s*" + expression + "\\s*,?\\s*=\\s*torch\\.(\\w+)\\(")
                    .matcher(body);
            if (second.find()) {
                return !WITH_INDICES.contains(second.group(1));
            }
            return definition(expression).map(this::isFloating).orElse(true);
        }
        var operator = OPERATOR.matcher(expression);
        return !operator.matches() || !WHOLE.contains(operator.group(1));
    }

    /** What the only assignment to a name assigns. */
    private Optional<String> definition(String name) {
        if (!name.matches("\\w+")) {
            return Optional.empty();
        }
        var found = Pattern.compile("(?m)^\\s*" + name + "\\s*(?::[^=\\n]*)?=\\s*(.*)$")
                .matcher(body)
                .results()
                .map(m -> m.group(1).strip())
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private Optional<List<String>> entries(String expression) {
        if (expression.startsWith("{") && closing(expression, 0) == expression.length() - 1) {
            return Optional.of(split(expression.substring(1, expression.length() - 1)).stream()
                    .map(pair -> pair.replaceFirst("^\\s*\"[^\"]*\"\\s*:\\s*", ""))
                    .toList());
        }
        if (expression.startsWith("torch.copy(") && expression.endsWith(")")) {
            return entries(expression
                    .substring("torch.copy(".length(), expression.length() - 1)
                    .strip());
        }
        var made = definition(expression).flatMap(this::entries);
        if (made.isEmpty()) {
            return made;
        }
        var all = new ArrayList<>(made.get());
        Pattern.compile("(?m)^    " + expression + "\\[\"[^\"]*\"]\\s*=\\s*(.*)$")
                .matcher(body)
                .results()
                .forEach(m -> all.add(m.group(1)));
        boolean more = Pattern.compile("_set_item\\(\\s*" + expression + "\\b")
                .matcher(body)
                .find();
        return more ? Optional.empty() : Optional.of(all);
    }

    private static int leaves(String type) {
        if (type.equals("Tensor")) {
            return 1;
        }
        if (!type.startsWith("Tuple[")) {
            return -1;
        }
        int sum = 0;
        for (String item : split(type.substring(6, type.length() - 1))) {
            int leaves = leaves(item);
            if (leaves < 0) {
                return -1;
            }
            sum += leaves;
        }
        return sum;
    }

    /** At commas that stand in no bracket and no string. */
    static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> i = Math.max(i, text.indexOf('"', i + 1));
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(start, i).strip());
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(text.substring(start).strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** The arguments of a call whose bracket opens at {@code open}. */
    static List<String> arguments(String text, int open) {
        int close = closing(text, open);
        return close < 0 ? List.of() : split(text.substring(open + 1, close));
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> i = Math.max(i, text.indexOf('"', i + 1));
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
