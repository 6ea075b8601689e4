package org.layergraft.torchscript;

import java.util.Optional;

/** Finds objects in a model's tree. */
public final class ScriptModules {

    private ScriptModules() {}

    /**
     * The object at a path as PyTorch prints it, {@code encoder.layers.2}; "" is the model itself. Empty where nothing, or
     * something that is no object, stands there.
     */
    public static Optional<Value.Instance> at(ScriptModel model, String path) {
        var found = model.module();
        if (path.isEmpty()) {
            return Optional.of(found);
        }
        for (var name : path.split("\\.", -1)) {
            if (!(ScriptModel.attributes(found).get(name) instanceof Value.Instance child)) {
                return Optional.empty();
            }
            found = child;
        }
        return Optional.of(found);
    }
}
