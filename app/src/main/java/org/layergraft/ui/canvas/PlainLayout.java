package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.model.FlowEdge;

/** Rows by longest path, straight lines, no frames: linear time, for graphs that the layered layout cannot finish. */
final class PlainLayout {

    private PlainLayout() {}

    /** How many layers all edges cross together, beyond the first each: what a layered layout has to carry. */
    static long dummies(Drawing drawing) {
        var rows = rows(drawing);
        return drawing.links().stream()
                .mapToLong(e -> Math.max(0, Math.abs(rows.get(e.to()) - rows.get(e.from())) - 1))
                .sum();
    }

    static Layout of(Drawing drawing) {
        Map<String, Integer> rowOf = rows(drawing);
        var rows = new TreeMap<Integer, List<Item>>();
        drawing.items().stream()
                .filter(i -> !i.side())
                .forEach(i -> rows.computeIfAbsent(rowOf.get(i.id()), _ -> new ArrayList<>())
                        .add(i));
        double breadth = drawing.breadth();
        double width =
                rows.values().stream().mapToDouble(r -> width(r, breadth)).max().orElse(0) + 2 * Sizes.GAP;
        var sources = new HashMap<String, List<String>>();
        drawing.links()
                .forEach(e ->
                        sources.computeIfAbsent(e.to(), _ -> new ArrayList<>()).add(e.from()));

        var placed = new HashMap<String, Layout.Area>();
        double y = Sizes.GAP;
        for (List<Item> row : rows.values()) {
            row.sort(Comparator.comparingDouble(i -> barycentre(sources.getOrDefault(i.id(), List.of()), placed)));
            double x = (width - width(row, breadth)) / 2;
            double height = row.stream().mapToDouble(Sizes::height).max().orElse(0);
            for (Item item : row) {
                placed.put(item.id(), new Layout.Area(x, y, Sizes.width(item, breadth), Sizes.height(item)));
                x += Sizes.width(item, breadth) + Sizes.GAP;
            }
            y += height + Sizes.LAYER_GAP;
        }
        var boxes = drawing.items().stream()
                .filter(i -> !i.side())
                .map(i -> new Layout.Box(i, placed.get(i.id())))
                .toList();
        var routes = drawing.links().stream().map(e -> straight(e, placed)).toList();
        double height = rows.isEmpty() ? 0 : y - Sizes.LAYER_GAP + Sizes.GAP;
        return new Layout(
                drawing.module(), boxes, List.of(), routes, Optional.empty(), rows.isEmpty() ? 0 : width, height, true);
    }

    private static Layout.Route straight(FlowEdge edge, Map<String, Layout.Area> placed) {
        Layout.Area from = placed.get(edge.from());
        Layout.Area to = placed.get(edge.to());
        boolean down = to.y() > from.y();
        return Layout.Route.of(
                edge,
                List.of(
                        new Layout.Point(from.centreX(), down ? from.y() + from.height() : from.y()),
                        new Layout.Point(to.centreX(), down ? to.y() : to.y() + to.height())));
    }

    private static double width(List<Item> row, double breadth) {
        return row.stream().mapToDouble(i -> Sizes.width(i, breadth)).sum() + (row.size() - 1) * Sizes.GAP;
    }

    private static double barycentre(List<String> sources, Map<String, Layout.Area> placed) {
        return sources.stream()
                .filter(placed::containsKey)
                .mapToDouble(s -> placed.get(s).centreX())
                .average()
                .orElse(0);
    }

    /** Row of every item. Nodes stand in the order of the text, so an edge that points back closes a loop and is left out. */
    private static Map<String, Integer> rows(Drawing drawing) {
        var index = new HashMap<String, Integer>();
        drawing.items().forEach(i -> index.putIfAbsent(i.id(), index.size()));
        var targets = new HashMap<String, List<String>>();
        for (FlowEdge e : drawing.links()) {
            if (index.get(e.from()) < index.get(e.to())) {
                targets.computeIfAbsent(e.from(), _ -> new ArrayList<>()).add(e.to());
            }
        }
        var rows = new HashMap<String, Integer>();
        for (Item item : drawing.items()) {
            int row = rows.computeIfAbsent(item.id(), _ -> 0);
            targets.getOrDefault(item.id(), List.of()).forEach(t -> rows.merge(t, row + 1, Math::max));
        }
        return rows;
    }
}
