package org.layergraft.graft;

import org.layergraft.text.LayergraftException;

/** What is known about the places where layers go. */
final class Sites {

    private Sites() {}

    /** Settings for a layer that reads what the module at {@code path} gives. */
    static Settings result(Draft draft, String path, LayerSpec layer) throws LayergraftException {
        var widths = new Widths(draft.graph(), LossRule.of(draft.model()).inputs());
        return LayerSettings.of(layer, widths.of(path, path + "/@return"));
    }
}
