package org.layergraft.ui.menu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerSpec;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.text.Problem;

/** What can be done with a place, and how to find out why not what cannot: edits are tried, and their results dropped. */
public final class Offers {

    /** A name that nothing has: whether a name is good is asked later. */
    private static final String TRIAL = "layergraft_trial";

    /** Every kind that can receive a value can take its place; this one needs no sizes. */
    private static final LayerSpec LAYER = new LayerSpec("relu", TRIAL, new LinkedHashMap<>());

    /**
     * @param refusal why it cannot be done, where that is known without trying
     * @param trial an edit that can be made where this can be done
     */
    public record Offer(Act act, Optional<Problem> refusal, Optional<Edit> trial) {

        /** Why it cannot be done; empty where it can. Takes as long as the edit takes. */
        Optional<Problem> tried(Experiment experiment) {
            return refusal.or(() -> trial.flatMap(edit -> Experiments.refusal(experiment, edit)));
        }
    }

    private final ModelGraph graph;
    private final Subject subject;
    private final String openModule;
    private final List<Offer> offers = new ArrayList<>();

    private Offers(ModelGraph graph, Subject subject, String openModule) {
        this.graph = graph;
        this.subject = subject;
        this.openModule = openModule;
    }

    /**
     * @param openModule whose forward is drawn
     * @return what is meaningful there, in the order of {@link Act}
     */
    public static List<Offer> of(ModelGraph graph, Subject subject, String openModule) {
        var offers = new Offers(graph, subject, openModule);
        offers.freezing();
        if (subject.isOne()) {
            offers.names();
            offers.layers();
            offers.showing();
        }
        offers.offer(Act.COPY_NAME, Optional.empty());
        return List.copyOf(offers.offers);
    }

    private void offer(Act act, Optional<Problem> refusal) {
        offers.add(new Offer(act, refusal, Optional.empty()));
    }

    private void offer(Act act, Edit trial) {
        offers.add(new Offer(act, Optional.empty(), Optional.of(trial)));
    }

    private void freezing() {
        var targets = subject.targets(graph);
        if (targets.isEmpty()) {
            return;
        }
        var parameters = Matching.parameters(graph, Matching.target(graph, targets));
        offer(Act.FREEZE, why(parameters.isEmpty(), parameters.stream().noneMatch(Parameter::trainable), "frozen"));
        offer(
                Act.UNFREEZE,
                why(
                        parameters.isEmpty(),
                        parameters.stream()
                                .noneMatch(p -> !p.trainable() && p.dtype().isFloating()),
                        "trainable"));
        if (subject.isOne()) {
            offer(Act.FREEZE_MATCHING, Optional.empty());
        }
        if (parameters.isEmpty()) {
            offer(Act.ADD_ZERO, why(true, true, ""));
        } else {
            offer(Act.ADD_ZERO, new Edit.AddZero(Matching.target(graph, targets)));
        }
    }

    private static Optional<Problem> why(boolean none, boolean nothingToDo, String already) {
        return none
                ? Optional.of(Problem.of("ui", "menu.why.parameters"))
                : nothingToDo ? Optional.of(Problem.of("ui", "menu.why." + already)) : Optional.empty();
    }

    private void names() {
        subject.targets(graph).stream().filter(t -> !t.isEmpty()).findFirst().ifPresent(target -> {
            offer(Act.RENAME, new Edit.Rename(target, TRIAL));
            offer(Act.REMOVE, new Edit.Remove(target));
        });
    }

    private void layers() {
        var spot = subject.spot(graph, openModule);
        spot.after().ifPresent(after -> {
            var trial = new Edit.Insert(spot.module(), after, LAYER, Edit.Scope.THIS);
            offer(Act.ADD_AFTER, trial);
            offer(Act.BRANCH, trial);
        });
        if (!subject.line()) {
            spot.inside().filter(module -> !module.isEmpty()).ifPresent(module -> {
                offer(Act.WRAP, new Edit.Wrap(module, LAYER, Edit.Scope.THIS));
                offer(Act.REPLACE, new Edit.Replace(module, LAYER, Edit.Scope.THIS));
                offer(Act.CHECKPOINT, Optional.empty());
            });
        }
    }

    private void showing() {
        subject.spot(graph, openModule)
                .inside()
                .flatMap(graph::module)
                .filter(m -> !m.forward().nodes().isEmpty() && !m.path().equals(openModule))
                .ifPresent(_ -> offer(Act.FOCUS, Optional.empty()));
        if (!subject.place().isEmpty()) {
            if (subject.where() != Subject.Origin.GRAPH) {
                offer(Act.SHOW_IN_GRAPH, Optional.empty());
            }
            if (subject.where() != Subject.Origin.OUTLINE) {
                offer(Act.SHOW_IN_OUTLINE, Optional.empty());
            }
        }
    }
}
