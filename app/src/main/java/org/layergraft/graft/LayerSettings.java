package org.layergraft.graft;

import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.layergraft.graft.HyperKind.Follows;
import org.layergraft.text.LayergraftException;

/** Fills in what a {@link LayerSpec} leaves out and refuses what does not fit its kind. */
final class LayerSettings {

    private LayerSettings() {}

    static LayerKind kind(LayerSpec layer) throws LayergraftException {
        return LayerKinds.find(layer.kind())
                .orElseThrow(() -> Problems.of(
                        "kind.unknown",
                        layer.kind(),
                        LayerKinds.all().stream().map(LayerKind::id).collect(Collectors.joining(", "))));
    }

    /** @param width last size of the tensor at the place, where it is known */
    static Settings of(LayerSpec layer, OptionalLong width) throws LayergraftException {
        var kind = kind(layer);
        for (String given : layer.hypers().keySet()) {
            if (kind.hyper(given).isEmpty()) {
                throw Problems.of("hyper.unknown", given, kind.id(), names(kind));
            }
        }
        var values = new HashMap<String, Hyper>();
        for (var hyper : kind.hypers()) {
            var given = layer.hypers().get(hyper.name());
            if (given != null) {
                values.put(hyper.name(), checked(layer, hyper, given));
            } else if (hyper.initial().isPresent()) {
                values.put(hyper.name(), hyper.initial().get());
            } else if (hyper.follows() == Follows.LAST_SIZE
                    && follow(layer, hyper, width).isPresent()) {
                long size = follow(layer, hyper, width).getAsLong();
                values.put(
                        hyper.name(),
                        hyper.type() == HyperKind.Type.WHOLES
                                ? new Hyper.Wholes(List.of(size))
                                : new Hyper.Whole(size));
            } else if (hyper.follows() == Follows.LAST_SIZE) {
                throw Problems.of("hyper.unknownShape", hyper.name(), layer.name(), kind.id());
            } else {
                throw Problems.of("hyper.missing", hyper.name(), layer.name(), kind.id());
            }
        }
        return new Settings(values);
    }

    /** A size that nothing else tells is the size the layer already has: a Linear keeps the width. */
    private static OptionalLong follow(LayerSpec layer, HyperKind hyper, OptionalLong width) {
        if (hyper.name().equals("out_features") && layer.hypers().get("in_features") instanceof Hyper.Whole(long in)) {
            return OptionalLong.of(in);
        }
        return width;
    }

    private static Hyper checked(LayerSpec layer, HyperKind hyper, Hyper given) throws LayergraftException {
        var value =
                switch (hyper.type()) {
                    case REAL -> given instanceof Hyper.Whole(long whole) ? new Hyper.Real(whole) : given;
                    // torch.nn takes LayerNorm(16) as well as LayerNorm([16]).
                    case WHOLES -> given instanceof Hyper.Whole(long whole) ? new Hyper.Wholes(List.of(whole)) : given;
                    case WHOLE, FLAG, WORD -> given;
                };
        boolean fits =
                switch (value) {
                    case Hyper.Whole(long whole) -> hyper.type() == HyperKind.Type.WHOLE && inside(hyper, whole);
                    case Hyper.Real(double real) -> hyper.type() == HyperKind.Type.REAL && inside(hyper, real);
                    case Hyper.Flag _ -> hyper.type() == HyperKind.Type.FLAG;
                    case Hyper.Word(String word) ->
                        hyper.type() == HyperKind.Type.WORD && hyper.words().contains(word);
                    case Hyper.Wholes(List<Long> list) ->
                        hyper.type() == HyperKind.Type.WHOLES
                                && list.stream().allMatch(v -> inside(hyper, v))
                                && small(list);
                };
        if (!fits) {
            throw Problems.of("hyper.wrong", hyper.name(), layer.name(), show(given), expected(hyper));
        }
        return value;
    }

    private static boolean inside(HyperKind hyper, double value) {
        return value >= hyper.min() && value <= hyper.max();
    }

    /** A storage is one Java array here: at most 2^28 elements. */
    private static boolean small(List<Long> sizes) {
        return sizes.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b) <= 1 << 28;
    }

    static String show(Hyper value) {
        return switch (value) {
            case Hyper.Whole(long whole) -> Long.toString(whole);
            case Hyper.Real(double real) -> Double.toString(real);
            case Hyper.Flag(boolean flag) -> Boolean.toString(flag);
            case Hyper.Word(String word) -> "\"" + word + "\"";
            case Hyper.Wholes(List<Long> list) -> list.toString();
        };
    }

    private static String expected(HyperKind hyper) {
        return switch (hyper.type()) {
            case WHOLE -> "an integer >= " + (long) hyper.min();
            case REAL -> "a number from " + hyper.min() + " to " + hyper.max();
            case FLAG -> "true | false";
            case WORD -> String.join(" | ", hyper.words());
            case WHOLES -> "[integer >= " + (long) hyper.min() + ", …]";
        };
    }

    private static String names(LayerKind kind) {
        return kind.hypers().stream().map(HyperKind::name).collect(Collectors.joining(", "));
    }
}
