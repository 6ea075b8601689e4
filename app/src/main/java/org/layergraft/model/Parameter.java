package org.layergraft.model;

import java.util.List;

/**
 * A parameter as {@code named_parameters()} lists it.
 *
 * @param name the first state-dict name that reaches it, e.g. {@code encoder.layers.2.norm.weight}
 * @param aliases its other names, when several modules share the tensor
 * @param trainable requires_grad
 */
public record Parameter(String name, List<String> aliases, Shape shape, DType dtype, boolean trainable) {

    public Parameter {
        aliases = List.copyOf(aliases);
    }

    /** Path of the module that owns it; "" for the root. */
    public String module() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** The attribute's own name: {@code weight}. */
    public String localName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
