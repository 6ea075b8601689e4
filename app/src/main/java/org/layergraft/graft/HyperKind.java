package org.layergraft.graft;

import java.util.List;
import java.util.Optional;

/**
 * One hyper-parameter of a layer kind, named as in torch.nn's constructor.
 *
 * @param initial what counts when it is not given; empty when it must be given or follows
 * @param follows where its value comes from when it is not given
 * @param min smallest allowed number (each number of a list), @param max largest
 * @param words the allowed words of a {@link Type#WORD}; empty for other types
 */
public record HyperKind(
        String name, Type type, Optional<Hyper> initial, Follows follows, double min, double max, List<String> words) {

    public HyperKind {
        words = List.copyOf(words);
    }

    public enum Type {
        WHOLE,
        REAL,
        FLAG,
        WORD,
        WHOLES
    }

    /** What a value that was left out follows from. */
    public enum Follows {
        NOTHING,
        /** The last size of the tensor at the place. */
        LAST_SIZE
    }

    static HyperKind size(String name, Follows follows) {
        return new HyperKind(name, Type.WHOLE, Optional.empty(), follows, 1, Integer.MAX_VALUE, List.of());
    }

    static HyperKind sizes(String name, Follows follows) {
        return new HyperKind(name, Type.WHOLES, Optional.empty(), follows, 1, Integer.MAX_VALUE, List.of());
    }

    static HyperKind flag(String name, boolean initial) {
        return new HyperKind(name, Type.FLAG, Optional.of(new Hyper.Flag(initial)), Follows.NOTHING, 0, 1, List.of());
    }

    static HyperKind real(String name, double initial, double min, double max) {
        return new HyperKind(
                name, Type.REAL, Optional.of(new Hyper.Real(initial)), Follows.NOTHING, min, max, List.of());
    }

    static HyperKind word(String name, String... words) {
        return new HyperKind(
                name, Type.WORD, Optional.of(new Hyper.Word(words[0])), Follows.NOTHING, 0, 0, List.of(words));
    }

    /** Must it be written where nothing is known about shapes? */
    public boolean required() {
        return initial.isEmpty();
    }
}
