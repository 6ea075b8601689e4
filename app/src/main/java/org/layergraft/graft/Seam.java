package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.Shape;
import org.layergraft.text.Problem;

/**
 * Where a layer meets what is around it: does what comes next get what it got before? Knows a misfit only where it is proven or the
 * replaced module's own tensors tell.
 */
record Seam(LayerKind kind, Settings settings, Site site) {

    /** Any image large enough for a kernel, where only channels are compared. */
    private static final long LARGE = 1 << 10;

    static Seam of(LayerKind kind, Settings settings, Site site) {
        return new Seam(kind, settings, site);
    }

    /** What fits badly, as one sentence. */
    Optional<Problem> warning() {
        return site.replaced().isPresent()
                ? taken(site.replaced().get()).or(() -> given(site.replaced().get()))
                : changed().map(c -> Problem.of("graft", "check.changed", c.before(), c.now()));
    }

    /** The same, where the sentence must say where. */
    Optional<Problem> warningAt(String place) {
        return site.replaced().isPresent()
                ? warning()
                : changed().map(c -> Problem.of("graft", "check.changedAt", c.before(), c.now(), place));
    }

    private record Change(Object before, Object now) {
        static Optional<Change> of(Object before, Object now) {
            return before.equals(now) ? Optional.empty() : Optional.of(new Change(before, now));
        }
    }

    /** Of a value that goes through the layer. */
    private Optional<Change> changed() {
        if (site.shape().isPresent()) {
            var input = site.shape().get();
            return kind.output(settings, input).flatMap(output -> Change.of(input, output));
        }
        if (site.width().isEmpty()) {
            return Optional.empty();
        }
        // Only the last size is known: any shape that ends in it tells what a layer on the last size makes of it.
        long width = site.width().getAsLong();
        return kind.output(settings, Shape.of(1, width))
                .flatMap(shape -> Change.of(width, shape.sizes().getLast()));
    }

    /** Where nothing proves what the layer is given, it is most likely what the replaced module was made for. */
    private Optional<Problem> taken(Replaced replaced) {
        for (var hyper : kind.hypers()) {
            boolean ofInput = hyper.tied() || hyper.follows() == Follows.LAST_SIZES;
            var likely = hyper.follows().from(site, settings);
            var has = Optional.ofNullable(settings.values().get(hyper.name()));
            boolean other = ofInput && likely.isPresent() && has.isPresent() && !likely.equals(has);
            if (other) {
                return Optional.of(Problem.of(
                        "graft",
                        "check.takes",
                        path(replaced),
                        LayerSettings.show(likely.get()),
                        hyper.name(),
                        LayerSettings.show(has.get())));
            }
        }
        return Optional.empty();
    }

    private Optional<Problem> given(Replaced replaced) {
        var input = site.shape().or(() -> like(replaced));
        var output = input.flatMap(in -> kind.output(settings, in));
        if (output.isEmpty()) {
            return Optional.empty();
        }
        var change = site.shape().isPresent() && replaced.result().isPresent()
                ? Change.of(replaced.result().get(), output.get())
                : compared(replaced, output.get());
        return change.map(c -> Problem.of("graft", "check.gives", path(replaced), c.before(), c.now()));
    }

    private static Optional<Change> compared(Replaced replaced, Shape output) {
        boolean channels = replaced.channelsTaken().isPresent();
        var before = channels ? replaced.channelsGiven() : replaced.lastGiven();
        return before.isEmpty() || output.rank() < 2
                ? Optional.empty()
                : Change.of(
                        before.getAsLong(),
                        channels ? output.sizes().get(1) : output.sizes().getLast());
    }

    /** A shape that the replaced module could have taken. */
    private Optional<Shape> like(Replaced replaced) {
        OptionalLong channels = replaced.channelsTaken();
        if (channels.isPresent()) {
            var sizes = new ArrayList<>(List.of(1L, channels.getAsLong()));
            while (sizes.size() < Math.max(3, replaced.rank())) {
                sizes.add(LARGE);
            }
            return Optional.of(new Shape(sizes));
        }
        var last = site.lastSize();
        return last.isPresent() ? Optional.of(Shape.of(1, last.getAsLong())) : Optional.empty();
    }

    private static String path(Replaced replaced) {
        return replaced.module().module().path();
    }
}
