package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ShapeReport;

/**
 * All that one frame needs to know.
 *
 * @param hovered id of the box under the pointer, or ""
 * @param slot where a dragged layer would go, if it is over an edge
 * @param dropping id of the box that a dragged layer is over, or ""
 * @param shapes what is known not to have run is faded
 * @param labels shapes beside the edges
 * @param skipping lines that stand for steps that are left out
 * @param marks what the chosen overlay says, by the id of the box; it takes the place of {@code covers}
 * @param overlaid another overlay than coverage is chosen
 * @param lit the path of the chosen parameter
 * @param stale the shapes are of the version before
 * @param covers what is known about the parameters of a box, by its id
 */
record Scenery(
        Layout layout,
        Viewport view,
        String selected,
        String hovered,
        Optional<Slot> slot,
        String dropping,
        Map<String, Cover> covers,
        ShapeReport shapes,
        List<EdgeLabel> labels,
        Set<FlowEdge> skipping,
        Map<String, Mark> marks,
        boolean overlaid,
        Lit lit,
        boolean stale,
        String sideHeading) {

    /** On the path that is lit; without one, at the box that is selected. */
    boolean isActive(FlowEdge edge) {
        return lit.equals(Lit.NOTHING)
                ? edge.from().equals(selected) || edge.to().equals(selected)
                : lit.isOn(edge);
    }

    /** How well a box is covered, where that is what is looked at. */
    Cover cover(String box) {
        return overlaid ? Cover.UNKNOWN : covers.getOrDefault(box, Cover.UNKNOWN);
    }

    /** How a line is drawn that steps were left out of, or where nothing flowed. */
    double[] dashes(FlowEdge edge) {
        if (skipping.contains(edge)) {
            return RoutePainter.SKIPPING;
        }
        boolean idle = shapes.didNotRun(edge.from()) || shapes.didNotRun(edge.to());
        return idle ? RoutePainter.IDLE : RoutePainter.WHOLE;
    }

    /** On the way to this one: without shapes, which stand beside lines as they will be. */
    Scenery moving(Layout between, Viewport through) {
        return new Scenery(
                between,
                through,
                selected,
                hovered,
                Optional.empty(),
                dropping,
                covers,
                shapes,
                List.of(),
                skipping,
                marks,
                overlaid,
                lit,
                stale,
                sideHeading);
    }

    record Slot(FlowEdge edge, Layout.Point at) {}
}
