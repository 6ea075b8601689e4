package org.layergraft.ui.canvas;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;

/**
 * A parameter's path in a layout: what of it is drawn.
 *
 * @param nodes steps of the path, drawn or not
 * @param boxes ids of the drawn boxes and frames that have a part of it
 * @param ends by the id of the box in which it ends
 */
record Lit(Set<String> nodes, Set<String> boxes, Map<String, GradientPath.Kind> ends) {

    static final Lit NOTHING = new Lit(Set.of(), Set.of(), Map.of());

    static Lit of(GradientPath path, Layout layout) {
        var touched = new HashSet<String>();
        path.nodes().forEach(n -> holders(n).forEach(touched::add));
        var boxes = new HashSet<String>();
        Map<String, String> shownBy = new HashMap<>();
        Stream.concat(layout.frames().stream(), layout.boxes().stream()).forEach(b -> {
            b.item().module().ifPresent(m -> shownBy.putIfAbsent(m, b.id()));
            boolean within = b.item().module().filter(touched::contains).isPresent();
            boolean itself = path.nodes().contains(b.id())
                    || b.item().kind() == FlowNode.Kind.PARAMETER
                            && b.item().parameters().contains(path.parameter());
            if (within || itself) {
                boxes.add(b.id());
            }
        });
        Map<String, GradientPath.Kind> ends = new HashMap<>();
        for (GradientPath.End end : path.ends()) {
            Stream.concat(
                            Stream.of(end.node()).filter(n -> layout.find(n).isPresent()),
                            holders(end.node()).filter(shownBy::containsKey).map(shownBy::get))
                    .findFirst()
                    .ifPresent(box -> ends.merge(box, end.kind(), (a, b) -> a.ordinal() < b.ordinal() ? a : b));
        }
        return new Lit(path.nodes(), boxes, ends);
    }

    /** The module in whose forward a step stands, and what is around it, from the inside out. */
    private static Stream<String> holders(String node) {
        int slash = node.indexOf('/');
        String inside = slash >= 0 ? node.substring(0, slash) : parent(node.replaceFirst("#\\d+$", ""));
        return Stream.iterate(inside, p -> !p.isEmpty(), Lit::parent);
    }

    private static String parent(String path) {
        return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }

    boolean isOn(FlowEdge edge) {
        return nodes.contains(edge.from()) && boxes.contains(edge.to());
    }
}
