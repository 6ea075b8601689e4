package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.graft.Grafted.Step;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptModel;

/**
 * Applies edits to an archive: same base and same edits, same result, to the byte. Every edit sees the result of the ones before it.
 *
 * <p>Removing what an earlier edit added means that the edit never happened: the others are applied without it.
 */
public final class Grafter {

    private List<Step> steps;
    private ScriptModel model;
    private Optional<ScriptCode> code;
    private final ScriptModel base;
    private final ShapeSource shapes;

    private Grafter(Grafted before, ShapeSource shapes) throws LayergraftException {
        this.shapes = shapes;
        this.base = before.base();
        this.steps = new ArrayList<>(before.steps());
        this.model = before.model();
        this.code = Optional.of(before.code());
    }

    /** Nothing done yet. */
    public static Grafted start(ScriptModel base) {
        return new Grafted(base, List.of(), Optional.empty());
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
        var grafted = start(base);
        for (var edit : edits) {
            grafted = then(grafted, edit, shapes);
        }
        return grafted.model();
    }

    /**
     * The same edits with every size written out that had to be measured, so that they mean the same where nothing can be run.
     *
     * @throws LayergraftException as {@link #apply(ScriptModel, List, ShapeSource)}
     */
    public static List<Edit> resolve(ScriptModel base, List<Edit> edits, ShapeSource shapes)
            throws LayergraftException {
        var resolved = new ArrayList<Edit>();
        var grafted = start(base);
        for (var edit : edits) {
            resolved.add(resolve(grafted, edit, shapes));
            grafted = then(grafted, resolved.getLast());
        }
        return List.copyOf(resolved);
    }

    /** As {@link #resolve(ScriptModel, List, ShapeSource)}, for the next edit. */
    public static Edit resolve(Grafted before, Edit given, ShapeSource shapes) throws LayergraftException {
        var edit = given.added().isEmpty()
                ? given
                : given.with(CustomFile.named(given.added().get()));
        var draft = new Draft(before.model(), shapes, Optional.of(before.code()));
        if (edit.added().isEmpty() || shapes == ShapeSource.NONE) {
            return edit;
        }
        apply(draft, edit);
        return draft.measuredLayer().map(edit::with).orElse(edit);
    }

    /** @throws LayergraftException as {@link #apply(ScriptModel, List)} */
    public static Grafted then(Grafted before, Edit edit) throws LayergraftException {
        return then(before, edit, ShapeSource.NONE);
    }

    /** @throws LayergraftException as {@link #apply(ScriptModel, List, ShapeSource)} */
    public static Grafted then(Grafted before, Edit edit, ShapeSource shapes) throws LayergraftException {
        var grafter = new Grafter(before, shapes);
        if (edit instanceof Edit.Remove(String target)
                && before.steps().stream().anyMatch(s -> s.isNamedBy(target))) {
            grafter.without(target);
        } else {
            grafter.add(edit);
        }
        return new Grafted(before.base(), grafter.steps, grafter.code);
    }

    /** The remaining edits from the start; what was frozen, renamed or counted as a zero may be gone, all else must still be possible. */
    private void without(String removed) throws LayergraftException {
        var edits = steps.stream()
                .filter(s -> !s.isNamedBy(removed))
                .map(Step::edit)
                .toList();
        steps.clear();
        model = base;
        for (var edit : edits) {
            try {
                add(edit);
            } catch (LayergraftException impossible) {
                if (!isDispensable(edit)) {
                    throw Problems.of("remove.needed", removed, impossible.getMessage());
                }
            }
        }
    }

    /** It does something to what is there, and nothing builds on that it was done. */
    private static boolean isDispensable(Edit edit) {
        return switch (edit) {
            case Edit.Freeze _, Edit.Unfreeze _, Edit.AddZero _, Edit.Rename _ -> true;
            case Edit.Declare _, Edit.Insert _, Edit.Branch _, Edit.Wrap _, Edit.Replace _, Edit.Remove _ -> false;
        };
    }

    private void add(Edit edit) throws LayergraftException {
        var draft = new Draft(model, shapes, code);
        List<String> added = apply(draft, edit);
        if (edit instanceof Edit.Rename(String target, String to)) {
            steps.replaceAll(s -> s.renamed(target, to));
        }
        model = draft.model();
        code = Optional.of(draft.code());
        steps.add(new Step(edit, model, added, draft.notes()));
    }

    private static List<String> apply(Draft draft, Edit edit) throws LayergraftException {
        switch (edit) {
            case Edit.Declare declare -> {
                return declare(draft, declare);
            }
            case Edit.Insert insert -> {
                return Inserter.apply(draft, insert);
            }
            case Edit.Branch branch -> {
                return Brancher.apply(draft, branch);
            }
            case Edit.Wrap wrap -> {
                return Wrapper.apply(draft, wrap);
            }
            case Edit.Replace replace -> {
                return Replacer.apply(draft, replace);
            }
            case Edit.Rename(String target, String to) -> Renamer.apply(draft, target, to);
            case Edit.Remove(String target) -> Remover.apply(draft, target);
            case Edit.Freeze(String target) -> Freezer.apply(draft, target, false);
            case Edit.Unfreeze(String target) -> Freezer.apply(draft, target, true);
            case Edit.AddZero(String parameters) -> ZeroAdder.apply(draft, parameters);
        }
        return List.of();
    }

    private static List<String> declare(Draft draft, Edit.Declare edit) throws LayergraftException {
        var settings = LayerSettings.of(edit.layer(), Site.UNKNOWN);
        draft.tree().at(edit.module());
        if (edit.scope() == Edit.Scope.THIS) {
            ClassCloner.own(draft, edit.module());
        }
        return new Declarer(draft, edit.module()).layer(edit.layer(), settings);
    }
}
