package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptModel;

/** A model with edits applied to it, one after another. Nothing of it can be changed; {@link Grafter#then} makes the next one. */
public final class Grafted {

    private final ScriptModel base;
    private final List<Step> steps;
    /** Of the model or a version before it: a start for reading, since versions differ in few units. */
    private volatile Optional<ScriptCode> code;

    /**
     * An edit that counts.
     *
     * @param model after it
     * @param added paths of what it added, in every module that got it, under the names they have by now
     * @param notes what the user should know about it
     */
    record Step(Edit edit, ScriptModel model, List<String> added, List<Problem> notes) {

        boolean isNamedBy(String target) {
            return !target.isEmpty() && added.stream().anyMatch(path -> names(target, path));
        }

        /** A target that names the module around it does not mean the addition. */
        private static boolean names(String target, String path) {
            int dot = path.lastIndexOf('.');
            var matches = Targets.matcher(target);
            return matches.test(path) && (dot < 0 || !matches.test(path.substring(0, dot)));
        }

        Step renamed(String target, String to) {
            String renamed = target.substring(0, target.lastIndexOf('.') + 1) + to;
            var paths = added.stream()
                    .map(p ->
                            p.equals(target) || p.startsWith(target + ".") ? renamed + p.substring(target.length()) : p)
                    .toList();
            return new Step(edit, model, paths, notes);
        }
    }

    Grafted(ScriptModel base, List<Step> steps, Optional<ScriptCode> code) {
        this.base = base;
        this.steps = List.copyOf(steps);
        this.code = code;
    }

    public ScriptModel base() {
        return base;
    }

    public ScriptModel model() {
        return steps.isEmpty() ? base : steps.getLast().model();
    }

    /** Put together anew with every call, but code that did not change is not parsed again. */
    public ModelGraph graph() throws LayergraftException {
        return ModelGraphs.read(model(), code());
    }

    /**
     * The same.
     *
     * @param told how far it is, from 0 to 1; where nothing was parsed before, parsing takes a third of the time
     */
    public ModelGraph graph(DoubleConsumer told) throws LayergraftException {
        if (code.isEmpty()) {
            code = Optional.of(ScriptCode.parse(model().code(), done -> told.accept(done / 3)));
        }
        return ModelGraphs.read(model(), code(), done -> told.accept((1 + 2 * done) / 3));
    }

    /** What the user should know about the edits: modules that were left out, places where a layer does not count. */
    public List<Problem> notes() {
        return steps.stream().flatMap(s -> s.notes().stream()).toList();
    }

    /** The same for one edit; nothing for an edit that a later one took back. */
    public List<Problem> notes(Edit edit) {
        return steps.stream()
                .filter(s -> s.edit().equals(edit))
                .flatMap(s -> s.notes().stream())
                .distinct()
                .toList();
    }

    List<Step> steps() {
        return steps;
    }

    /** Of {@link #model()}; kept, for whatever is made of this version next. */
    ScriptCode code() throws LayergraftException {
        var start = code;
        var parsed = start.isEmpty() ? ScriptCode.parse(model().code()) : ScriptCode.parse(model().code(), start.get());
        code = Optional.of(parsed);
        return parsed;
    }
}
