package org.layergraft.graft;

import java.util.List;
import java.util.Optional;

/** Code in edits that came from somebody, not from this program: layers that were typed, or taken from a file. */
public final class TypedCode {

    private TypedCode() {}

    /** Those edits as a script, the same text for the same code; "" where there are none. */
    public static String of(List<Edit> edits) {
        var typed = edits.stream()
                .filter(e ->
                        layer(e).filter(l -> l.kind().equals(CustomKinds.ID)).isPresent())
                .toList();
        return typed.isEmpty() ? "" : EditScript.write(typed);
    }

    private static Optional<LayerSpec> layer(Edit edit) {
        return switch (edit) {
            case Edit.Declare e -> Optional.of(e.layer());
            case Edit.Insert e -> Optional.of(e.layer());
            case Edit.Branch e -> Optional.of(e.layer());
            case Edit.Wrap e -> Optional.of(e.layer());
            case Edit.Replace e -> Optional.of(e.layer());
            case Edit.Remove _, Edit.Freeze _, Edit.Unfreeze _, Edit.Rename _, Edit.AddZero _ -> Optional.empty();
        };
    }
}
