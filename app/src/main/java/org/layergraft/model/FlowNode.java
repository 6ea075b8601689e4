package org.layergraft.model;

import java.util.List;
import java.util.Optional;

/**
 * One step of a module's forward.
 *
 * <p>Ids are stable and unique in the whole model. A call of a module is the callee's path, {@code encoder.layers.2}, with
 * {@code #2} for its second call in document order. An operator is {@code path/name}, {@code encoder.layers.2/relu},
 * with {@code /relu#2} for the second of that name in that forward; in the root's forward {@code /relu}. An argument is
 * {@code path/@x}, the result {@code path/@return}, a parameter or buffer read {@code path/.weight}.
 *
 * @param kind what it is
 * @param label short text for a box: the attribute or operator name
 * @param type TorchScript type of its value where known, else ""; for a module call the class's short name; for a {@code with} block
 *     that of its context manager, {@code no_grad} say
 * @param module path of the called module, for {@link Kind#CALL}
 * @param block id of the enclosing {@link Kind#BLOCK} node, if it stands inside an if, for, while or with
 * @param place where its expression stands
 * @param numbers the numeric constants among an operator's arguments, as the code has them: {@code 0.} in {@code torch.mul(x, 0.)}
 */
public record FlowNode(
        String id,
        Kind kind,
        String label,
        String type,
        Optional<String> module,
        Optional<String> block,
        Optional<SourcePlace> place,
        List<String> numbers) {

    public FlowNode {
        numbers = List.copyOf(numbers);
    }

    public FlowNode(
            String id,
            Kind kind,
            String label,
            String type,
            Optional<String> module,
            Optional<String> block,
            Optional<SourcePlace> place) {
        this(id, kind, label, type, module, block, place, List.of());
    }

    public enum Kind {
        INPUT,
        OUTPUT,
        CALL,
        OPERATOR,
        PARAMETER,
        BLOCK
    }
}
