package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/** What the value of a hyper-parameter that was left out follows from. */
@FunctionalInterface
public interface Follows {

    /**
     * @param chosen what was given for the layer, and what was found for the hyper-parameters before this one
     * @return empty where the place does not tell
     */
    Optional<Hyper> from(Site site, Settings chosen);

    Follows NOTHING = (_, _) -> Optional.empty();

    /** The last size of the tensor at the place. */
    Follows LAST_SIZE = (site, _) -> whole(site.lastSize());

    /** Size 1 of N×C×… . */
    Follows CHANNELS = (site, _) -> whole(site.channels());

    /** The last size, as a list of one. */
    Follows LAST_SIZES = (site, _) -> {
        var last = site.lastSize();
        return last.isEmpty() ? Optional.empty() : Optional.of(new Hyper.Wholes(List.of(last.getAsLong())));
    };

    /** What another hyper-parameter of the layer has. */
    static Follows sameAs(String other) {
        return scaled(other, v -> v);
    }

    static Follows scaled(String other, LongUnaryOperator scale) {
        return (_, chosen) -> chosen.values().get(other) instanceof Hyper.Whole(long value)
                ? Optional.of(new Hyper.Whole(scale.applyAsLong(value)))
                : Optional.empty();
    }

    private static Optional<Hyper> whole(OptionalLong size) {
        return size.isEmpty() ? Optional.empty() : Optional.of(new Hyper.Whole(size.getAsLong()));
    }
}
