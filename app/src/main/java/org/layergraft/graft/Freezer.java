package org.layergraft.graft;

import org.layergraft.text.LayergraftException;

/** Sets requires_grad of every parameter a target names. A tensor that several modules share is one tensor. */
final class Freezer {

    private Freezer() {}

    static void apply(Draft draft, String target, boolean trainable) throws LayergraftException {
        var matches = Targets.matcher(target);
        var parameters = draft.tree().parameters();
        var rewrite = new TreeRewrite();
        int named = 0;
        int possible = 0;
        for (var parameter : parameters.entrySet()) {
            if (matches.test(parameter.getKey())) {
                named++;
                var tensor = parameter.getValue();
                if (!trainable || tensor.dtype().isFloating()) {
                    possible++;
                    rewrite.replace(tensor, tensor.withRequiresGrad(trainable));
                }
            }
        }
        if (named == 0) {
            throw Problems.of("freeze.nothing", target, Problems.nearest(target, parameters.keySet()));
        }
        if (possible == 0) {
            throw Problems.of("freeze.dtype", target);
        }
        draft.tree(rewrite);
    }
}
