package org.layergraft.ui.canvas;

import org.layergraft.model.FlowEdge;

/** Where a dragged layer would land. */
public sealed interface DropTarget {

    /** @param after id of the node whose value the edge carries */
    record OnEdge(FlowEdge edge, String after) implements DropTarget {}

    /** A step, or the path of a module at the side. */
    record OnNode(String nodeId) implements DropTarget {}

    /** Empty space in the module that is open: declared there, used by nothing. */
    record InModule(String path) implements DropTarget {}
}
