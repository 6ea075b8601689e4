package org.layergraft.ui.canvas;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.ModelGraph;

/** Which part of a model is drawn: what is unfolded in the module that is open, and what the drawing is narrowed to. */
final class Sheet {

    private record Shown(ModelGraph graph, Usage usage) {}

    private final Folds folds = new Folds();
    /** What somebody unfolded or folded while the drawing was narrowed: it stays so whatever else is looked for. */
    private final Map<String, Boolean> chosen = new HashMap<>();

    private Optional<Shown> shown = Optional.empty();
    private Optional<Set<String>> wanted = Optional.empty();

    /** @return is it another model, and not the next version of the one before? */
    boolean show(ModelGraph graph) {
        boolean other =
                shown.filter(s -> s.graph().title().equals(graph.title())).isEmpty();
        if (other) {
            folds.forget();
            chosen.clear();
        }
        shown = Optional.of(new Shown(graph, Usage.of(graph)));
        return other;
    }

    Optional<ModelGraph> graph() {
        return shown.map(Shown::graph);
    }

    /**
     * @param places ids of steps, paths of modules and names of parameters; nothing for everything
     * @return is it another part than before?
     */
    boolean narrow(Optional<Set<String>> places) {
        boolean other = !wanted.equals(places);
        wanted = places.map(Set::copyOf);
        return other;
    }

    boolean isNarrowed() {
        return wanted.isPresent();
    }

    /** Nothing before a model is shown. */
    Optional<Excerpt> of(String open) {
        return shown.map(s -> {
            if (wanted.isPresent()) {
                return Narrowed.of(s.graph(), s.usage(), open, wanted.get(), chosen);
            }
            folds.visit(s.graph(), s.usage(), open);
            var drawing = Drawing.of(s.graph(), s.usage(), open, folds.unfolded());
            return new Excerpt(drawing, folds.unfolded(), Map.of());
        });
    }

    void unfoldAs(Sheet other) {
        folds.takeOver(other.folds);
    }

    /** @param frame is it unfolded now? */
    void toggle(String call, boolean frame) {
        if (wanted.isPresent()) {
            chosen.put(call, !frame);
        } else if (frame) {
            folds.fold(call);
        } else {
            shown.ifPresent(s -> folds.unfold(s.graph(), call));
        }
    }

    /** Where something is, or would be, drawn. */
    Optional<Reveal> find(String open, String what) {
        return of(open).flatMap(excerpt -> Reveal.find(shown.orElseThrow().graph(), open, excerpt.unfolded(), what));
    }
}
