package org.layergraft.ui;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;

/** Edits that tests need often. */
final class Edits {

    private Edits() {}

    /** A parameter of the root that nothing reads. */
    static Edit declare(String name, long... shape) {
        var sizes = new Hyper.Wholes(Arrays.stream(shape).boxed().toList());
        return new Edit.Declare(
                "", new LayerSpec("parameter", name, new LinkedHashMap<>(Map.of("shape", sizes))), Edit.Scope.THIS);
    }
}
