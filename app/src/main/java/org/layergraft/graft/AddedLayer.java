package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * A layer that was just declared in the module that computes the value it is meant for.
 *
 * @param place of that value, in the model that has the layer
 * @param paths every path under which the layer stands
 * @param changed said where what comes next gets another shape, if the value goes through the layer
 */
record AddedLayer(LayerSpec layer, Place place, List<String> paths, Optional<Problem> changed) {

    static AddedLayer at(Draft draft, String module, String after, LayerSpec layer, Edit.Scope scope)
            throws LayergraftException {
        switch (LayerSettings.kind(layer).role()) {
            case VALUE -> throw Problems.of("kind.notCallable", layer.kind(), layer.name());
            case BESIDE ->
                throw Problems.of("fit.onlyWraps", LayerSettings.kind(layer).label());
            case UNARY -> {}
        }
        var found = Place.of(draft, module, after);
        var site =
                new SiteFinder(draft).value(layer, found.module(), found.node().id());
        var settings = LayerSettings.of(layer, site);
        draft.found(new LayerSpec(layer.kind(), layer.name(), settings.values()));
        if (scope == Edit.Scope.THIS) {
            ClassCloner.own(draft, found.module());
        }
        var paths = new Declarer(draft, found.module()).layer(layer, settings);
        var changed = Seam.of(LayerSettings.kind(layer), settings, site).warningAt(after);
        return new AddedLayer(layer, Place.of(draft, found.module(), after), paths, changed);
    }

    String call(String value) {
        return "(" + ClassText.receiver(place.text(), place.method()) + "." + layer.name() + ").forward(" + value
                + ", )";
    }
}
