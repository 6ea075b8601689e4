package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/**
 * Applies edits to an archive: same base and same edits, same result, to the byte. Every edit sees the result of the ones before it.
 *
 * <p>Removing what an earlier edit added means that the edit never happened: the others are applied without it.
 */
public final class Grafter {

    private Grafter() {}

    /** @param added paths of what the edit added, in every module that got it */
    private record Step(Edit edit, ScriptModel model, List<String> added) {

        boolean isNamedBy(String target) {
            return !target.isEmpty() && added.stream().anyMatch(path -> names(target, path));
        }

        /** A target that names the module around it does not mean the addition. */
        private static boolean names(String target, String path) {
            int dot = path.lastIndexOf('.');
            var matches = Targets.matcher(target);
            return matches.test(path) && (dot < 0 || !matches.test(path.substring(0, dot)));
        }
    }

    /**
     * @throws LayergraftException INPUT with one sentence when an edit cannot be applied: an unknown module or value, a name that is
     *     taken, a size that must be given, something that is used and cannot be removed. The base is untouched.
     */
    public static ScriptModel apply(ScriptModel base, List<Edit> edits) throws LayergraftException {
        return apply(base, edits, ShapeSource.NONE);
    }

    /**
     * The same, and sizes that an edit leaves out and that the graph does not prove are asked of {@code shapes}.
     *
     * @throws LayergraftException as {@link #apply(ScriptModel, List)}, and what {@code shapes} throws
     */
    public static ScriptModel apply(ScriptModel base, List<Edit> edits, ShapeSource shapes) throws LayergraftException {
        var model = base;
        var steps = new ArrayList<Step>();
        for (var edit : edits) {
            if (edit instanceof Edit.Remove(String target) && steps.stream().anyMatch(s -> s.isNamedBy(target))) {
                var others = steps.stream()
                        .filter(s -> !s.isNamedBy(target))
                        .map(Step::edit)
                        .toList();
                steps.clear();
                model = again(base, others, steps, target, shapes);
            } else {
                steps.add(one(model, edit, shapes));
                model = steps.getLast().model();
            }
        }
        return model;
    }

    /** The remaining edits from the start; what was frozen may be gone, everything else must still be possible. */
    private static ScriptModel again(
            ScriptModel base, List<Edit> edits, List<Step> steps, String removed, ShapeSource shapes)
            throws LayergraftException {
        var model = base;
        for (var edit : edits) {
            try {
                steps.add(one(model, edit, shapes));
                model = steps.getLast().model();
            } catch (LayergraftException impossible) {
                if (!(edit instanceof Edit.Freeze || edit instanceof Edit.Unfreeze)) {
                    throw Problems.of("remove.needed", removed, impossible.getMessage());
                }
            }
        }
        return model;
    }

    private static Step one(ScriptModel model, Edit edit, ShapeSource shapes) throws LayergraftException {
        var draft = new Draft(model, shapes);
        List<String> added =
                switch (edit) {
                    case Edit.Declare declare -> declare(draft, declare);
                    case Edit.Insert insert -> Inserter.apply(draft, insert);
                    case Edit.Branch branch -> Brancher.apply(draft, branch);
                    case Edit.Remove(String target) -> {
                        Remover.apply(draft, target);
                        yield List.of();
                    }
                    case Edit.Freeze(String target) -> {
                        Freezer.apply(draft, target, false);
                        yield List.of();
                    }
                    case Edit.Unfreeze(String target) -> {
                        Freezer.apply(draft, target, true);
                        yield List.of();
                    }
                };
        return new Step(edit, draft.model(), added);
    }

    private static List<String> declare(Draft draft, Edit.Declare edit) throws LayergraftException {
        var settings = LayerSettings.of(edit.layer(), OptionalLong.empty());
        draft.tree().at(edit.module());
        if (edit.scope() == Edit.Scope.THIS) {
            ClassCloner.own(draft, edit.module());
        }
        return new Declarer(draft, edit.module()).layer(edit.layer(), settings);
    }
}
