package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/** What the value of a hyper-parameter that was left out follows from. */
@FunctionalInterface
public interface Follows {

    /**
     * @param chosen what was given for the layer, and what was found for the hyper-parameters before this one
     * @return empty where the place does not tell
     */
    Optional<Hyper> from(Site site, Settings chosen);

    /** Does it follow from places where no module is replaced, too? */
    default boolean anywhere() {
        return true;
    }

    Follows NOTHING = new Built(_ -> Optional.empty());

    /** The last size of the tensor at the place. */
    Follows LAST_SIZE = (site, _) -> whole(site.lastSize());

    /** Size 1 of N×C×… . */
    Follows CHANNELS = (site, _) -> whole(site.channels());

    /** The sizes that the norm before normalized; else the last size, as a list of one. */
    Follows LAST_SIZES = (site, _) -> {
        var before = site.shape().isPresent()
                ? Optional.<List<Long>>empty()
                : site.replaced().flatMap(Replaced::normalized);
        if (before.isPresent()) {
            return Optional.of(new Hyper.Wholes(before.get()));
        }
        var last = site.lastSize();
        return last.isEmpty() ? Optional.empty() : Optional.of(new Hyper.Wholes(List.of(last.getAsLong())));
    };

    /**
     * A size of what the layer gives: where it takes a module's place, of what that gave, so that whatever comes next still fits.
     *
     * @param given that size
     * @param otherwise where no module is replaced, or its size is not known
     */
    record Result(Function<Replaced, OptionalLong> given, Follows otherwise) implements Follows {
        @Override
        public Optional<Hyper> from(Site site, Settings chosen) {
            return site.replaced().flatMap(r -> whole(given.apply(r))).or(() -> otherwise.from(site, chosen));
        }

        @Override
        public boolean anywhere() {
            return otherwise.anywhere();
        }
    }

    /** The last size of what a replaced module gave. */
    static Follows lastGiven(Follows otherwise) {
        return new Result(Replaced::lastGiven, otherwise);
    }

    /** Size 1 of N×C×… that a replaced module gave. */
    static Follows channelsGiven(Follows otherwise) {
        return new Result(Replaced::channelsGiven, otherwise);
    }

    /** How a replaced module was built. */
    record Built(Function<Replaced, Optional<Hyper>> built) implements Follows {
        @Override
        public Optional<Hyper> from(Site site, Settings chosen) {
            return site.replaced().flatMap(built);
        }

        @Override
        public boolean anywhere() {
            return false;
        }
    }

    /** What another hyper-parameter of the layer has. */
    static Follows sameAs(String other) {
        return scaled(other, v -> v);
    }

    static Follows scaled(String other, LongUnaryOperator scale) {
        return (_, chosen) -> chosen.values().get(other) instanceof Hyper.Whole(long value)
                ? Optional.of(new Hyper.Whole(scale.applyAsLong(value)))
                : Optional.empty();
    }

    static Optional<Hyper> whole(OptionalLong size) {
        return size.isEmpty() ? Optional.empty() : Optional.of(new Hyper.Whole(size.getAsLong()));
    }
}
