package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerSpec;
import org.layergraft.model.ModelGraph;
import org.layergraft.report.Subject;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Waiting;

/** The graph around each edit that changes it, as the model is after all of them. Needs no toolkit; takes seconds for many edits. */
public final class EditPictures {

    /** A page of pictures more tells less. */
    private static final int MOST = 24;

    private record Place(String module, String inIt) {}

    private EditPictures() {}

    /** Edits that change no structure, or whose place later edits took away, have none. */
    public static List<Subject.EditPicture> of(Experiment experiment, Texts texts) {
        return of(experiment, texts, () -> false);
    }

    /**
     * The same.
     *
     * @throws CancellationException once it is dropped
     */
    public static List<Subject.EditPicture> of(Experiment experiment, Texts texts, Waiting waiting) {
        ModelGraph graph = experiment.graph();
        record Shown(Edit edit, Place place) {}
        var all = experiment.log().edits().stream()
                .flatMap(edit -> place(edit, graph).map(place -> new Shown(edit, place)).stream())
                .limit(MOST)
                .toList();
        var pictures = new ArrayList<Subject.EditPicture>();
        for (Shown one : all) {
            if (waiting.isDropped()) {
                throw new CancellationException();
            }
            pictures.add(picture(one.edit(), graph, one.place(), texts));
            waiting.at((double) pictures.size() / all.size());
        }
        return List.copyOf(pictures);
    }

    private static Subject.EditPicture picture(Edit edit, ModelGraph graph, Place place, Texts texts) {
        var print = GraphPrint.around(graph, place.module(), Set.of(place.inIt()), texts);
        return new Subject.EditPicture(edit, print.svg(), print.paper());
    }

    private static Optional<Place> place(Edit edit, ModelGraph graph) {
        return switch (edit) {
            case Edit.Declare(String module, LayerSpec layer, var _) -> added(graph, module, layer);
            case Edit.Insert(String module, var _, LayerSpec layer, var _) -> added(graph, module, layer);
            case Edit.Branch(String module, var _, LayerSpec layer, var _, var _, var _) -> added(graph, module, layer);
            case Edit.Wrap(String module, LayerSpec layer, var _) ->
                module(graph, module).map(p -> new Place(p.module(), below(module, layer.name())));
            case Edit.Replace(String module, LayerSpec layer, var _) ->
                module(graph, layer.name().isEmpty() ? module : below(parent(module), layer.name()));
            case Edit.Remove _, Edit.Freeze _, Edit.Unfreeze _, Edit.AddZero _, Edit.Rename _ -> Optional.empty();
        };
    }

    private static Optional<Place> added(ModelGraph graph, String module, LayerSpec layer) {
        String path = below(module, layer.name());
        boolean there = graph.module(path).isPresent()
                || graph.parameters().stream().anyMatch(p -> p.name().equals(path));
        return graph.module(module).filter(_ -> there).map(_ -> new Place(module, path));
    }

    private static Optional<Place> module(ModelGraph graph, String path) {
        return graph.module(path).filter(_ -> !path.isEmpty()).map(_ -> new Place(caller(graph, path), path));
    }

    /** The nearest module around it that has a forward of its own: lists of modules have none. */
    private static String caller(ModelGraph graph, String path) {
        String around = parent(path);
        while (!around.isEmpty()
                && graph.module(around)
                        .filter(m -> !m.forward().nodes().isEmpty())
                        .isEmpty()) {
            around = parent(around);
        }
        return around;
    }

    private static String below(String module, String name) {
        return module.isEmpty() ? name : module + "." + name;
    }

    private static String parent(String path) {
        return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }
}
