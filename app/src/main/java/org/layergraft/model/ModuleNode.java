package org.layergraft.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * A module and everything below it.
 *
 * @param path as PyTorch prints it, {@code encoder.layers.2}; "" for the root
 * @param name last part of the path; "" for the root
 * @param type short class name, {@code Linear}
 * @param className TorchScript class, {@code __torch__.torch.nn.modules.linear.___torch_mangle_0.Linear}
 * @param parameters its own, in registration order, under the names they have here (also when shared)
 * @param forward {@link Flow#EMPTY} when it has no forward of its own (a ModuleList, say)
 */
public record ModuleNode(
        String path,
        String name,
        String type,
        String className,
        List<ModuleNode> children,
        List<Parameter> parameters,
        List<Buffer> buffers,
        Flow forward) {

    public ModuleNode {
        children = List.copyOf(children);
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
    }

    /** This module and all below it, in pre-order. */
    public Stream<ModuleNode> walk() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(ModuleNode::walk));
    }
}
