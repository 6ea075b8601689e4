package org.layergraft.graft;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A layer someone wants.
 *
 * @param kind id of a {@link LayerKind}: {@code parameter}, {@code linear}, …
 * @param name attribute name in its module: {@code class_embed}
 * @param hypers as given; what follows from the shapes at the place may be left out
 */
public record LayerSpec(String kind, String name, SequencedMap<String, Hyper> hypers) {
    public LayerSpec {
        hypers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(hypers));
    }
}
