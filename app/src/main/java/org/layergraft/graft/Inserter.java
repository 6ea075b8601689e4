package org.layergraft.graft;

import java.util.List;
import org.layergraft.text.LayergraftException;

/** Lets a value go through a new layer before anything reads it. */
final class Inserter {

    private Inserter() {}

    /** @return paths of the new layer */
    static List<String> apply(Draft draft, Edit.Insert edit) throws LayergraftException {
        var added = AddedLayer.at(draft, edit.module(), edit.after(), edit.layer(), edit.scope());
        added.changed().ifPresent(draft::note);
        var place = added.place();
        var splices = new Splices();
        if (place.isArgument()) {
            splices.insert(
                    place.method().bodyStart(),
                    "    " + place.argument() + " = " + added.call(place.argument()) + "\n");
        } else {
            for (int[] read : place.reads()) {
                splices.replace(read[0], read[1], added.call(place.text().substring(read[0], read[1])));
            }
        }
        draft.unit(place.type().unit(), splices.in(place.text()));
        return added.paths();
    }
}
