package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/**
 * What is known where a layer goes.
 *
 * @param shape of the value the layer is given, where all of it is known
 * @param width its last size, where only that is known
 * @param wrapped the module that a wrap or replace is about
 * @param replaced the same module where the layer takes its place
 */
public record Site(Optional<Shape> shape, OptionalLong width, Optional<Wrapped> wrapped, Optional<Replaced> replaced) {

    /** Nothing is known: the layer is only declared. */
    public static final Site UNKNOWN = ofWidth(OptionalLong.empty());

    Site(Optional<Shape> shape, OptionalLong width, Optional<Wrapped> wrapped) {
        this(shape, width, wrapped, Optional.empty());
    }

    /**
     * @param convolution how it convolves, where it is a convolution and its code says so
     */
    public record Wrapped(ModuleNode module, Optional<Convolution> convolution) {
        /** A matrix on the last size. */
        boolean isLinear() {
            return module.type().equals("Linear") || module.type().equals("NonDynamicallyQuantizableLinear");
        }
    }

    /** Numbers of a convolution, one for each of its dimensions. */
    public record Convolution(List<Long> stride, List<Long> padding, List<Long> dilation, long groups) {
        public Convolution {
            stride = List.copyOf(stride);
            padding = List.copyOf(padding);
            dilation = List.copyOf(dilation);
        }
    }

    public static Site of(Shape shape) {
        return new Site(Optional.of(shape), OptionalLong.empty(), Optional.empty());
    }

    /** The same place, where more is known of the shape by now. */
    public Site shaped(Optional<Shape> known) {
        return new Site(known, width, wrapped, replaced);
    }

    /** Without what is only likely: that a layer is given what the module before it was made for. */
    Site proven() {
        return new Site(shape, width, wrapped);
    }

    public static Site ofWidth(OptionalLong width) {
        return new Site(Optional.empty(), width, Optional.empty());
    }

    /**
     * A value in a model.
     *
     * @param module in whose forward the node stands; "" also means whichever computes it
     * @param after the node, as an edit names it
     * @param shapes asked only when the graph does not prove what the layer needs
     * @throws LayergraftException when there is no such value
     */
    public static Site value(ScriptModel model, ShapeSource shapes, LayerSpec layer, String module, String after)
            throws LayergraftException {
        var draft = new Draft(model, shapes);
        var place = Place.of(draft, module, after);
        return new SiteFinder(draft).value(layer, place.module(), place.node().id());
    }

    /** What a module gives, for a layer around it; the rest as {@link #value}. */
    public static Site result(ScriptModel model, ShapeSource shapes, LayerSpec layer, String module)
            throws LayergraftException {
        return new SiteFinder(new Draft(model, shapes)).result(layer, module);
    }

    /** What a module is given and what it gives, for a layer in its place; the rest as {@link #value}. */
    public static Site argument(ScriptModel model, ShapeSource shapes, LayerSpec layer, String module)
            throws LayergraftException {
        return new SiteFinder(new Draft(model, shapes)).argument(layer, module);
    }

    OptionalLong lastSize() {
        var last = shape.filter(s -> s.rank() > 0)
                .map(s -> OptionalLong.of(s.sizes().getLast()))
                .orElse(width);
        return last.isPresent() ? last : replaced.map(Replaced::lastTaken).orElse(OptionalLong.empty());
    }

    /** Size 1 of N×C×… . */
    OptionalLong channels() {
        return shape.filter(s -> s.rank() > 1)
                .map(s -> OptionalLong.of(s.sizes().get(1)))
                .or(() -> replaced.map(Replaced::channelsTaken))
                .orElse(OptionalLong.empty());
    }

    int rank() {
        return shape.map(Shape::rank).or(() -> replaced.map(Replaced::rank)).orElse(0);
    }
}
