package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.text.LayergraftException;

/**
 * Fills in what a {@link LayerSpec} leaves out and finds what does not fit its kind or its place.
 *
 * @param values what was given and what was found, in the kind's order; hyper-parameters that are wrong or missing are not in it
 * @param misfits empty when everything is there and right
 */
record LayerSettings(LayerKind kind, Settings values, List<Misfit> misfits) {

    /** A storage is one Java array here. */
    private static final int MOST_ELEMENTS = 1 << 28;

    static LayerKind kind(LayerSpec layer) throws LayergraftException {
        return LayerKinds.find(layer.kind())
                .orElseThrow(() -> Problems.of(
                        "kind.unknown",
                        layer.kind(),
                        LayerKinds.all().stream().map(LayerKind::id).collect(Collectors.joining(", "))));
    }

    /** @throws LayergraftException with the first misfit */
    static Settings of(LayerSpec layer, Site site) throws LayergraftException {
        var found = check(kind(layer), layer, site);
        if (!found.misfits.isEmpty()) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, found.misfits.getFirst().problem());
        }
        return found.values;
    }

    /**
     * The layer with every hyper-parameter written out, so that it means the same wherever nothing is known.
     *
     * @throws LayergraftException with the first misfit
     */
    static LayerSpec resolve(LayerSpec layer, Site site) throws LayergraftException {
        return CustomFile.named(
                new LayerSpec(layer.kind(), layer.name(), of(layer, site).values()));
    }

    static LayerSettings check(LayerKind kind, LayerSpec layer, Site site) {
        var misfits = new ArrayList<Misfit>();
        for (String given : layer.hypers().keySet()) {
            if (kind.hyper(given).isEmpty()) {
                misfits.add(Misfit.of(given, "hyper.unknown", given, kind.id(), names(kind)));
            }
        }
        var chosen = new LinkedHashMap<String, Hyper>();
        for (var hyper : kind.hypers()) {
            Optional.ofNullable(layer.hypers().get(hyper.name()))
                    .flatMap(given -> fitting(hyper, given))
                    .ifPresent(value -> chosen.put(hyper.name(), value));
        }
        var values = new LinkedHashMap<String, Hyper>();
        for (var hyper : kind.hypers()) {
            var follows = hyper.follows().from(site, new Settings(chosen));
            var given = Optional.ofNullable(layer.hypers().get(hyper.name()));
            var value = given.isPresent()
                    ? Optional.ofNullable(chosen.get(hyper.name()))
                    : follows.flatMap(v -> fitting(hyper, v)).or(hyper::initial);
            value.ifPresent(v -> {
                chosen.put(hyper.name(), v);
                values.put(hyper.name(), v);
            });
            if (value.isEmpty()) {
                misfits.add(absent(layer, kind, hyper, given.or(() -> follows), site));
            } else if (hyper.tied()) {
                var must = hyper.follows().from(site.proven(), new Settings(chosen));
                if (must.isPresent() && !must.equals(value)) {
                    misfits.add(Misfit.of(hyper.name(), "fit.tied", hyper.name(), show(value.get()), show(must.get())));
                }
            }
        }
        var settings = new Settings(values);
        if (misfits.isEmpty()) {
            misfits.addAll(kind.rules().apply(settings));
        }
        if (misfits.isEmpty() && !small(kind, settings)) {
            misfits.add(Misfit.of("", "fit.tooLarge", MOST_ELEMENTS));
        }
        if (misfits.isEmpty()
                && site.shape().isPresent()
                && kind.shape().of(settings, site.shape().get()) instanceof LayerKind.Shaped.Refused(var misfit)) {
            misfits.add(misfit);
        }
        return new LayerSettings(kind, settings, List.copyOf(misfits));
    }

    private static Misfit absent(LayerSpec layer, LayerKind kind, HyperKind hyper, Optional<Hyper> wrong, Site site) {
        if (wrong.isPresent()) {
            return Misfit.of(
                    hyper.name(), "hyper.wrong", hyper.name(), layer.name(), show(wrong.get()), expected(hyper));
        }
        if (kind.role() == LayerKind.Role.BESIDE && site.wrapped().isPresent()) {
            var module = site.wrapped().get().module();
            return Misfit.of(
                    hyper.name(), "fit.wrapped", kind.label(), ModuleChoice.shown(module.path()), module.type());
        }
        boolean follows =
                hyper.follows().anywhere() || site.replaced().isPresent() && hyper.follows() != Follows.NOTHING;
        String key = follows ? "hyper.unknownShape" : "hyper.missing";
        return Misfit.of(hyper.name(), key, hyper.name(), layer.name(), kind.id());
    }

    /** The value as the kind wants it; empty where it cannot be. */
    private static Optional<Hyper> fitting(HyperKind hyper, Hyper given) {
        var value =
                switch (hyper.type()) {
                    case REAL -> given instanceof Hyper.Whole(long whole) ? new Hyper.Real(whole) : given;
                    // torch.nn takes LayerNorm(16) as well as LayerNorm([16]), and kernel_size=3 as well as (3, 3).
                    case WHOLES ->
                        given instanceof Hyper.Whole(long whole)
                                ? new Hyper.Wholes(Collections.nCopies(Math.max(1, hyper.count()), whole))
                                : given;
                    case WHOLE, FLAG, WORD, TEXT -> given;
                };
        boolean fits =
                switch (value) {
                    case Hyper.Whole(long whole) -> hyper.type() == HyperKind.Type.WHOLE && inside(hyper, whole);
                    case Hyper.Real(double real) -> hyper.type() == HyperKind.Type.REAL && inside(hyper, real);
                    case Hyper.Flag _ -> hyper.type() == HyperKind.Type.FLAG;
                    case Hyper.Word(String word) ->
                        hyper.type() == HyperKind.Type.TEXT
                                || hyper.type() == HyperKind.Type.WORD
                                        && hyper.words().contains(word);
                    case Hyper.Wholes(List<Long> list) ->
                        hyper.type() == HyperKind.Type.WHOLES
                                && (hyper.count() == 0 || hyper.count() == list.size())
                                && list.stream().allMatch(v -> inside(hyper, v))
                                && small(list);
                };
        return fits ? Optional.of(value) : Optional.empty();
    }

    private static boolean inside(HyperKind hyper, double value) {
        return value >= hyper.min() && value <= hyper.max();
    }

    static boolean small(List<Long> sizes) {
        return sizes.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b) <= MOST_ELEMENTS;
    }

    private static boolean small(LayerKind kind, Settings settings) {
        try {
            return small(kind.blueprint().apply(settings));
        } catch (ArithmeticException overflow) {
            return false;
        }
    }

    private static boolean small(Blueprint layer) {
        return layer.tensors().stream().allMatch(t -> small(t.shape().sizes()))
                && layer.children().values().stream().allMatch(LayerSettings::small);
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
        String many = hyper.count() == 0 ? ", …" : ", …] (" + hyper.count() + ")";
        return switch (hyper.type()) {
            case WHOLE ->
                hyper.max() < Integer.MAX_VALUE
                        ? "an integer from " + (long) hyper.min() + " to " + (long) hyper.max()
                        : "an integer >= " + (long) hyper.min();
            case REAL -> "a number from " + hyper.min() + " to " + hyper.max();
            case FLAG -> "true | false";
            case WORD -> String.join(" | ", hyper.words());
            case WHOLES -> "[integer >= " + (long) hyper.min() + (hyper.count() == 0 ? ", …]" : many);
            case TEXT -> "\"…\"";
        };
    }

    private static String names(LayerKind kind) {
        return kind.hypers().stream().map(HyperKind::name).collect(Collectors.joining(", "));
    }
}
