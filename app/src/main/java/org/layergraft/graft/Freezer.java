package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

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
        var beyond = beyondReach(draft, target);
        if (named == 0 && !beyond.isEmpty()) {
            throw Problems.of("freeze.ownState", beyond.getFirst());
        }
        if (named == 0) {
            throw Problems.of("freeze.nothing", target, Problems.nearest(target, parameters.keySet()));
        }
        if (possible == 0) {
            throw Problems.of("freeze.dtype", target);
        }
        beyond.forEach(path -> draft.note(Problem.of("graft", "freeze.ownState", path)));
        draft.tree(rewrite);
    }

    /** Modules whose parameters, of those the target names, stand in no archive: their own code makes them when it is loaded. */
    private static List<String> beyondReach(Draft draft, String target) throws LayergraftException {
        var matches = Targets.matcher(target);
        var found = new ArrayList<String>();
        for (var module : draft.tree().modules().entrySet()) {
            String path = module.getKey();
            boolean named = Problems.hasOwnState(module.getValue())
                    && draft.classAt(path).parameters().stream()
                            .anyMatch(name -> matches.test(ModuleTree.join(path, name)));
            if (named) {
                found.add(path);
            }
        }
        return found;
    }
}
