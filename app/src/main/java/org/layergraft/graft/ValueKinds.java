package org.layergraft.graft;

import java.util.List;
import org.layergraft.graft.LayerKind.Group;
import org.layergraft.graft.LayerKind.Role;
import org.layergraft.graft.NewTensor.Initializer;
import org.layergraft.model.Shape;

/** Bare tensors of a module: torch/nn/parameter.py, torch/nn/modules/module.py (register_buffer). */
final class ValueKinds {

    static final List<LayerKind> ALL = List.of(parameter(), buffer());

    private ValueKinds() {}

    private static LayerKind parameter() {
        return value(
                "parameter",
                "Parameter",
                NewTensor.Role.PARAMETER,
                HyperKind.word("init", "normal", "xavier_uniform", "uniform", "zeros", "ones"));
    }

    private static LayerKind buffer() {
        return value(
                "buffer",
                "Buffer",
                NewTensor.Role.BUFFER,
                HyperKind.word("init", "zeros", "ones", "normal", "uniform"));
    }

    private static LayerKind value(String id, String label, NewTensor.Role role, HyperKind init) {
        return LayerKind.unary(id, label, Group.VALUE, List.of(HyperKind.sizes("shape", Follows.NOTHING), init), s -> {
                    var shape = new Shape(s.wholes("shape"));
                    var tensor = new NewTensor("", shape, initializer(s.word("init"), shape), role);
                    return Blueprint.of(label).tensors(List.of(tensor));
                })
                .role(Role.VALUE);
    }

    static Initializer initializer(String word, Shape shape) {
        return switch (word) {
            case "xavier_uniform" -> new Initializer.Uniform(Math.sqrt(6.0 / fans(shape)));
            case "kaiming_uniform" -> new Initializer.Uniform(1 / Math.sqrt(fanIn(shape)));
            case "uniform" -> new Initializer.Uniform(1);
            case "zeros" -> new Initializer.Constant(0);
            case "ones" -> new Initializer.Constant(1);
            default -> new Initializer.Normal(1);
        };
    }

    /** With a = sqrt(5), as torch.nn's layers call it; a vector counts its length. */
    private static double fanIn(Shape shape) {
        long outputs = shape.rank() < 2 ? 1 : shape.sizes().getFirst();
        return Math.max(1, shape.elements() / Math.max(1, outputs));
    }

    /** fan_in + fan_out as torch/nn/init.py counts them; a vector counts its length once each way. */
    private static double fans(Shape shape) {
        if (shape.rank() < 2) {
            return Math.max(1, 2.0 * shape.elements());
        }
        double field = shape.sizes().stream().skip(2).reduce(1L, Math::multiplyExact);
        return (shape.sizes().get(0) + shape.sizes().get(1)) * field;
    }
}
