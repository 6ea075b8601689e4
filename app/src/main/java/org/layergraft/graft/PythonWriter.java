package org.layergraft.graft;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.ScriptModel;

/** Writes one edit after another as Python. */
final class PythonWriter {

    private final ModelGraph graph;
    private final PythonSources sources;
    private final PythonPlaces places;
    private final PythonBranches branches;
    private final PythonFile file = new PythonFile();
    /** Names that edits gave to what was in the model. */
    private final Set<String> renamed = new HashSet<>();

    private final Texts english = new Texts(Locale.ENGLISH);

    PythonWriter(ScriptModel base, ModelGraph graph) throws LayergraftException {
        this.graph = graph;
        this.sources = new PythonSources(base, graph);
        this.places = new PythonPlaces(graph, sources);
        this.branches = new PythonBranches(places, file, LossRule.of(base));
    }

    void add(ScriptModel before, Grafted.Step step) throws LayergraftException {
        file.tell(english.get(EditTexts.describe(step.edit())));
        var draft = new Draft(before, ShapeSource.NONE);
        var finder = new SiteFinder(draft);
        switch (step.edit()) {
            case Edit.Declare(String _, LayerSpec layer, Edit.Scope _) -> {
                var settings = LayerSettings.of(layer, Site.UNKNOWN);
                for (String path : step.added()) {
                    assign(path, layer, settings);
                }
            }
            case Edit.Insert(String module, String after, LayerSpec layer, Edit.Scope _) -> {
                var place = Place.of(draft, module, after);
                var settings = LayerSettings.of(layer, finder.value(layer, place.module(), after));
                for (String path : step.added()) {
                    assign(path, layer, settings);
                }
                insert(place, step.added());
            }
            case Edit.Branch branch -> {
                var place = Place.of(draft, branch.module(), branch.after());
                var settings =
                        LayerSettings.of(branch.layer(), finder.value(branch.layer(), place.module(), branch.after()));
                for (String path : step.added()) {
                    assign(path, branch.layer(), settings);
                }
                branches.add(before, step, branch, place);
            }
            case Edit.Wrap(String _, LayerSpec layer, Edit.Scope _) -> {
                boolean beside = LayerSettings.kind(layer).role() == LayerKind.Role.BESIDE;
                for (String path : step.added()) {
                    var python = python(
                            layer, path, LayerSettings.of(layer, finder.result(layer, PythonPlaces.parent(path))));
                    file.help(beside ? PythonFile.WRAP_BESIDE : PythonFile.WRAP);
                    file.state((beside ? "wrap_beside(" : "wrap(") + member(PythonPlaces.parent(path)) + ", "
                            + PythonLayer.quoted(PythonPlaces.name(path)) + ", " + python.constructor() + ")");
                }
            }
            case Edit.Replace(String _, LayerSpec layer, Edit.Scope _) -> {
                for (String path : step.added()) {
                    var old = graph.module(path).isPresent() ? path : renamedFrom(draft, path, step);
                    var python = python(layer, path, LayerSettings.of(layer, finder.argument(layer, old)));
                    file.state(member(path) + " = " + python.constructor());
                    if (!old.equals(path)) {
                        file.state("del " + member(old));
                        file.byHand("In " + places.classOf(PythonPlaces.parent(path)) + ", write self."
                                + PythonPlaces.name(path) + " for self." + PythonPlaces.name(old) + ".");
                    }
                }
            }
            case Edit.Remove(String target) -> removed(draft, target);
            case Edit.Rename(String target, String to)
            when isTheirs(target) -> {
                renamed.add(PythonPlaces.parent(target).isEmpty() ? to : PythonPlaces.parent(target) + "." + to);
                file.byHand("In " + places.classOf(PythonPlaces.parent(target)) + ", write self." + to + " for self."
                        + PythonPlaces.name(target) + ", in __init__ and wherever it is read.");
            }
            // An added layer has its last name from the start.
            case Edit.Rename _ -> {}
            case Edit.Freeze(String target) -> trainable(draft, target, false);
            case Edit.Unfreeze(String target) -> trainable(draft, target, true);
            case Edit.AddZero(String parameters) ->
                branches.addLoss(before, step.model(), self -> ZeroAdder.python(draft, parameters, self));
        }
    }

    /** Was it in the model before, under whatever name? */
    private boolean isTheirs(String path) {
        return renamed.contains(path)
                || graph.module(path).isPresent()
                || graph.parameters().stream().anyMatch(p -> p.name().equals(path));
    }

    private void assign(String path, LayerSpec layer, Settings settings) throws LayergraftException {
        file.state(python(layer, path, settings).assignment(member(PythonPlaces.parent(path))));
    }

    private PythonLayer python(LayerSpec layer, String path, Settings settings) throws LayergraftException {
        var python = new PythonLayer(LayerSettings.kind(layer), PythonPlaces.name(path), settings);
        python.definition().ifPresent(file::define);
        return python;
    }

    private void insert(Place place, List<String> added) {
        String name = PythonPlaces.name(added.getFirst());
        boolean guarded = places.isGuarded(place.module(), added);
        var holder = graph.module(place.module());
        var node = holder.flatMap(h -> PythonPlaces.node(h, place.node().id()));
        if (place.isArgument() && holder.flatMap(sources::forward).isPresent()) {
            var forward = sources.forward(holder.get()).orElseThrow();
            forward.first(
                    place.argument() + " = " + PythonPlaces.call(forward, name, guarded) + place.argument() + ")");
        } else if (node.flatMap(n -> sources.anchor(holder.get(), n)).isPresent()) {
            var anchor = sources.anchor(holder.get(), node.get()).orElseThrow();
            anchor.forward()
                    .through(anchor.expression(), added.getFirst(), PythonPlaces.call(anchor.forward(), name, guarded));
        } else if (sources.added(place.node().id()).isPresent()) {
            var forward = sources.added(place.node().id()).orElseThrow().forward();
            forward.throughAdded(place.node().id(), added.getFirst(), PythonPlaces.call(forward, name, guarded));
        } else if (place.node()
                        .module()
                        .filter(sources::isCalledOnce)
                        .filter(places::hasOneName)
                        .isPresent()
                && added.size() == 1) {
            file.help(PythonFile.AFTER);
            file.state("after(" + member(place.node().module().get()) + ", " + member(place.module()) + ", "
                    + PythonLayer.quoted(name) + ")");
            return;
        } else {
            file.byHand(
                    places.where(place) + "send this value through self." + name + ": " + PythonPlaces.source(place));
            return;
        }
        if (guarded) {
            file.help(PythonFile.THROUGH);
        }
    }

    private void removed(Draft draft, String target) throws LayergraftException {
        var matches = Targets.exactly(target);
        var members = new TreeSet<String>(draft.tree().modules().keySet());
        members.addAll(draft.tree().parameters().keySet());
        members.stream().filter(m -> !m.isEmpty() && matches.test(m)).forEach(m -> file.state("del " + member(m)));
    }

    private void trainable(Draft draft, String target, boolean on) throws LayergraftException {
        String flag = on ? "True" : "False";
        if (target.isEmpty()
                || draft.tree().modules().containsKey(target)
                || draft.tree().parameters().containsKey(target)) {
            file.state(member(target) + ".requires_grad_(" + flag + ")");
            return;
        }
        var matches = Targets.matcher(target);
        draft.tree().parameters().keySet().stream()
                .filter(matches)
                .forEach(p -> file.state(member(p) + ".requires_grad_(" + flag + ")"));
    }

    private static String renamedFrom(Draft draft, String path, Grafted.Step step) throws LayergraftException {
        var edit = (Edit.Replace) step.edit();
        if (!Targets.isGlob(edit.module()) && PythonPlaces.parent(edit.module()).equals(PythonPlaces.parent(path))) {
            return edit.module();
        }
        return draft.tree().modules().keySet().stream()
                .filter(m -> PythonPlaces.parent(m).equals(PythonPlaces.parent(path)))
                .findFirst()
                .orElse(path);
    }

    private static String member(String path) {
        return PythonLayer.member("model", path);
    }

    PythonExport write(String title) {
        String patch = PythonPatch.of(sources.forwards());
        return new PythonExport(file.text(title, patch), patch);
    }
}
