package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.layergraft.model.Shape;
import org.layergraft.text.Problem;

/**
 * A kind of layer, as data.
 *
 * @param id torch.nn's class in lower case; the edit script's {@code kind}
 * @param label torch.nn's class as written there: its class in the archive, and its name in lists
 * @param group where the palette lists it
 * @param role what it can be used for
 * @param hypers in the order of torch.nn's constructor; a later one may follow from an earlier one
 * @param blueprint what it is made of, for hyper-parameters that {@link LayerSettings} has completed
 * @param rules what must hold between its hyper-parameters
 * @param shape what it makes of an input
 * @param flops floating-point operations of one forward: a multiplication with an addition counts as two, a function of one element
 *     (ReLU, exp) as one
 */
public record LayerKind(
        String id,
        String label,
        Group group,
        Role role,
        List<HyperKind> hypers,
        Function<Settings, Blueprint> blueprint,
        Function<Settings, List<Misfit>> rules,
        ShapeRule shape,
        FlopsRule flops) {

    public LayerKind {
        hypers = List.copyOf(hypers);
    }

    /** Sections of the palette, in its order; the message {@code group.<name in lower case>} is the title. */
    public enum Group {
        VALUE,
        LINEAR,
        CONVOLUTION,
        NORMALIZATION,
        ACTIVATION,
        ATTENTION,
        FINETUNING,
        HEAD,
        CUSTOM
    }

    public enum Role {
        /** A parameter or buffer: only declared, nothing can call it. */
        VALUE,
        /** {@code forward(input) -> Tensor}. */
        UNARY,
        /** {@code forward(output, input) -> Tensor}: sees what a module was given and what it made of it. Only for wrapping. */
        BESIDE
    }

    /** What a layer makes of a shape. */
    @FunctionalInterface
    public interface ShapeRule {
        /** The input's shape comes out again. */
        ShapeRule KEEPS = (_, input) -> new Shaped.Fits(input);

        Shaped of(Settings settings, Shape input);
    }

    public sealed interface Shaped {
        record Fits(Shape output) implements Shaped {}

        record Refused(Misfit misfit) implements Shaped {}

        /** Only running tells. */
        record Unknown() implements Shaped {}

        static Shaped refused(String hyper, String key, Object... arguments) {
            return new Refused(Misfit.of(hyper, key, arguments));
        }
    }

    @FunctionalInterface
    public interface FlopsRule {
        /** One operation for every element that comes out. */
        FlopsRule ONE_EACH = (_, _, output) -> output.elements();

        FlopsRule NONE = (_, _, _) -> 0;

        long of(Settings settings, Shape input, Shape output);
    }

    /** Keeps the shape, has no rules, costs one operation for each element; {@link #shape} and the others say otherwise. */
    static LayerKind unary(
            String id, String label, Group group, List<HyperKind> hypers, Function<Settings, Blueprint> blueprint) {
        return new LayerKind(
                id, label, group, Role.UNARY, hypers, blueprint, _ -> List.of(), ShapeRule.KEEPS, FlopsRule.ONE_EACH);
    }

    LayerKind role(Role wanted) {
        return new LayerKind(id, label, group, wanted, hypers, blueprint, rules, shape, flops);
    }

    LayerKind rules(Function<Settings, List<Misfit>> wanted) {
        return new LayerKind(id, label, group, role, hypers, blueprint, wanted, shape, flops);
    }

    LayerKind shape(ShapeRule wanted) {
        return new LayerKind(id, label, group, role, hypers, blueprint, rules, wanted, flops);
    }

    LayerKind flops(FlopsRule wanted) {
        return new LayerKind(id, label, group, role, hypers, blueprint, rules, shape, wanted);
    }

    /** Empty where the input does not fit, and where only running tells. */
    Optional<Shape> output(Settings settings, Shape input) {
        return shape.of(settings, input) instanceof Shaped.Fits(Shape output) ? Optional.of(output) : Optional.empty();
    }

    /** Can a value go through it? */
    public boolean callable() {
        return role == Role.UNARY;
    }

    /** Can it go around a module? */
    public boolean wraps() {
        return role != Role.VALUE;
    }

    /** One sentence that says what it does. */
    public Problem about() {
        return Problem.of("graft", "about." + id);
    }

    public Optional<HyperKind> hyper(String name) {
        return hypers.stream().filter(h -> h.name().equals(name)).findFirst();
    }
}
