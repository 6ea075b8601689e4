package org.layergraft.graft;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A layer with all its sizes: the class it gets in the archive, its tensors, and the layers it is made of.
 *
 * @param type short name of its class, torch.nn's where there is one: {@code Linear}
 * @param tensors parameters and buffers, in registration order
 * @param children layers it holds, by attribute name
 * @param constants {@code Final} attributes, {@code out_features : Final[int] = 16}, one per line
 * @param arguments of {@code forward}, every one a Tensor; {@code [input]} for most
 * @param body the statements of {@code forward}, which returns a Tensor; the tensors are local names there, the children {@code
 *     self}'s attributes. Empty for what holds others and is never called itself.
 */
public record Blueprint(
        String type,
        List<NewTensor> tensors,
        SequencedMap<String, Blueprint> children,
        List<String> constants,
        List<String> arguments,
        List<String> body) {

    public Blueprint {
        tensors = List.copyOf(tensors);
        children = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(children));
        constants = List.copyOf(constants);
        arguments = List.copyOf(arguments);
        body = List.copyOf(body);
    }

    /** A layer with one input and no tensors of its own. */
    static Blueprint of(String type, String... body) {
        return new Blueprint(type, List.of(), new LinkedHashMap<>(), List.of(), List.of("input"), List.of(body));
    }

    /** A ModuleList: only holds. */
    static Blueprint list(SequencedMap<String, Blueprint> children) {
        return new Blueprint("ModuleList", List.of(), children, List.of(), List.of(), List.of());
    }

    Blueprint tensors(List<NewTensor> wanted) {
        return new Blueprint(type, wanted, children, constants, arguments, body);
    }

    Blueprint child(String name, Blueprint layer) {
        var more = new LinkedHashMap<>(children);
        more.put(name, layer);
        return new Blueprint(type, tensors, more, constants, arguments, body);
    }

    Blueprint constants(String... wanted) {
        return new Blueprint(type, tensors, children, List.of(wanted), arguments, body);
    }

    Blueprint arguments(String... wanted) {
        return new Blueprint(type, tensors, children, constants, List.of(wanted), body);
    }

    Blueprint named(String otherType) {
        return new Blueprint(otherType, tensors, children, constants, arguments, body);
    }

    /** Elements of all parameters, those of its children included. */
    public long parameters() {
        long own = tensors.stream()
                .filter(NewTensor::isParameter)
                .mapToLong(t -> t.shape().elements())
                .sum();
        return own + children.values().stream().mapToLong(Blueprint::parameters).sum();
    }

    /** @param bytesPerElement of the model's element type */
    public long bytes(int bytesPerElement) {
        long own = tensors.stream()
                .mapToLong(
                        t -> t.shape().elements() * (t.role() == NewTensor.Role.COUNTER ? Long.BYTES : bytesPerElement))
                .sum();
        return own
                + children.values().stream()
                        .mapToLong(c -> c.bytes(bytesPerElement))
                        .sum();
    }
}
