package org.layergraft.graft;

import java.util.Optional;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/** Knows shapes that the graph alone does not prove, from having run the model; see {@link Probes}. */
@FunctionalInterface
public interface ShapeSource {

    /** Nothing was run: only what follows from the graph is known. */
    ShapeSource NONE = (model, node) -> Optional.empty();

    /**
     * May run the model, once for each version of it, and so may take as long as a forward.
     *
     * @param model the version the question is about: a base with the edits so far
     * @param node id of a node of that version's graph
     * @return the full shape of the node's value on the user's inputs, the first time it ran; empty when it did not run or is no
     *     single tensor
     * @throws LayergraftException when the model cannot be run at all
     */
    Optional<Shape> of(ScriptModel model, String node) throws LayergraftException;
}
