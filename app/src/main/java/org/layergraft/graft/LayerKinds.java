package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every kind of layer there is, in the order of the palette. A new kind is one method in its family's file, its line in that family's
 * list, and its {@code about} sentence in the message bundles.
 */
public final class LayerKinds {

    private static final List<LayerKind> ALL = Stream.of(
                    LinearKinds.ALL,
                    ConvolutionKinds.ALL,
                    NormKinds.ALL,
                    ActivationKinds.ALL,
                    AttentionKinds.ALL,
                    FinetuningKinds.ALL,
                    HeadKinds.ALL,
                    ValueKinds.ALL,
                    CustomKinds.ALL)
            .flatMap(List::stream)
            .toList();

    private LayerKinds() {}

    public static List<LayerKind> all() {
        return ALL;
    }

    public static Optional<LayerKind> find(String id) {
        return ALL.stream().filter(k -> k.id().equals(id)).findFirst();
    }
}
