package org.layergraft.graft;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * One hyper-parameter of a layer kind, named as in torch.nn's constructor.
 *
 * @param initial what counts when it is not given and nothing follows; empty when it must be given or follow
 * @param follows where its value comes from when it is not given
 * @param tied it must be what it follows from, wherever that is known: {@code in_features}
 * @param min smallest allowed number (each number of a list), @param max largest
 * @param count how many numbers a list has; a single number stands for all of them. 0 for any number
 * @param words the allowed words of a {@link Type#WORD}; empty for other types
 * @param counts whether it makes a difference there, with these other values: a LoRA around a Linear has no kernel to move
 */
public record HyperKind(
        String name,
        Type type,
        Optional<Hyper> initial,
        Follows follows,
        boolean tied,
        double min,
        double max,
        int count,
        List<String> words,
        BiPredicate<Site, Settings> counts) {

    public HyperKind {
        words = List.copyOf(words);
    }

    private HyperKind(
            String name,
            Type type,
            Optional<Hyper> initial,
            Follows follows,
            boolean tied,
            double min,
            double max,
            int count,
            List<String> words) {
        this(name, type, initial, follows, tied, min, max, count, words, (_, _) -> true);
    }

    public enum Type {
        WHOLE,
        REAL,
        FLAG,
        /** One of {@link #words()}. */
        WORD,
        WHOLES,
        /** Any text; may have several lines. */
        TEXT
    }

    static HyperKind size(String name, Follows follows) {
        return new HyperKind(name, Type.WHOLE, Optional.empty(), follows, false, 1, Integer.MAX_VALUE, 0, List.of());
    }

    static HyperKind whole(String name, long initial, long min, long max) {
        return new HyperKind(
                name,
                Type.WHOLE,
                Optional.of(new Hyper.Whole(initial)),
                Follows.NOTHING,
                false,
                min,
                max,
                0,
                List.of());
    }

    static HyperKind sizes(String name, Follows follows) {
        return new HyperKind(name, Type.WHOLES, Optional.empty(), follows, false, 1, Integer.MAX_VALUE, 0, List.of());
    }

    /** One number for each of {@code count} dimensions. */
    static HyperKind each(String name, int count, long initial, long min) {
        var list = new Hyper.Wholes(Collections.nCopies(count, initial));
        return new HyperKind(
                name, Type.WHOLES, Optional.of(list), Follows.NOTHING, false, min, 1 << 20, count, List.of());
    }

    static HyperKind flag(String name, boolean initial) {
        return new HyperKind(
                name, Type.FLAG, Optional.of(new Hyper.Flag(initial)), Follows.NOTHING, false, 0, 1, 0, List.of());
    }

    static HyperKind real(String name, double initial, double min, double max) {
        return new HyperKind(
                name, Type.REAL, Optional.of(new Hyper.Real(initial)), Follows.NOTHING, false, min, max, 0, List.of());
    }

    /** The first word counts when none is given. */
    static HyperKind word(String name, String... words) {
        return new HyperKind(
                name,
                Type.WORD,
                Optional.of(new Hyper.Word(words[0])),
                Follows.NOTHING,
                false,
                0,
                0,
                0,
                List.of(words));
    }

    static HyperKind text(String name, String initial) {
        return new HyperKind(
                name, Type.TEXT, Optional.of(new Hyper.Word(initial)), Follows.NOTHING, false, 0, 0, 0, List.of());
    }

    HyperKind following(Follows wanted) {
        return new HyperKind(name, type, initial, wanted, tied, min, max, count, words, counts);
    }

    HyperKind otherwise(Hyper value) {
        return new HyperKind(name, type, Optional.of(value), follows, tied, min, max, count, words, counts);
    }

    HyperKind mustFollow() {
        return new HyperKind(name, type, initial, follows, true, min, max, count, words, counts);
    }

    HyperKind onlyIf(BiPredicate<Site, Settings> wanted) {
        return new HyperKind(name, type, initial, follows, tied, min, max, count, words, wanted);
    }

    HyperKind within(double least, double most) {
        return new HyperKind(name, type, initial, follows, tied, least, most, count, words, counts);
    }

    /** Must it be written where nothing is known about shapes? */
    public boolean required() {
        return initial.isEmpty();
    }
}
