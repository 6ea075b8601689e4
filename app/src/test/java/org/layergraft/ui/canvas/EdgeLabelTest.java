package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;

/** Where shapes stand beside the lines. */
class EdgeLabelTest {

    static ShapeReport report(Drawing drawing) {
        var seen = new HashMap<String, Seen>();
        drawing.items().forEach(i -> {
            var tensor = new Seen.Tensor("", Shape.of(2, i.id().length(), 32, 32), Optional.of(DType.FLOAT32), "cpu");
            seen.put(i.id(), new Seen(List.of(tensor), 1, 1, false));
        });
        return new ShapeReport(seen, List.of(), "cpu", Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noShapeLiesOnABoxOrOnAnotherShape(long seed) {
        var drawing = Drawing.of(Graphs.random(seed, 60));
        var layout = GraphLayout.of(drawing);
        var labels = EdgeLabel.place(layout, report(drawing));
        for (EdgeLabel label : labels) {
            assertTrue(
                    layout.boxes().stream().noneMatch(b -> b.area().touches(label.area())), () -> "on a box: " + label);
            assertTrue(
                    labels.stream()
                            .filter(l -> l != label)
                            .noneMatch(l -> l.area().touches(label.area())),
                    () -> "on another: " + label);
        }
    }

    @Test
    void aValueThatGoesToManyIsToldOnceAndAParameterNotAtAll() {
        var nodes = List.of(
                Graphs.operator("/a", "a"),
                Graphs.operator("/b", "b"),
                Graphs.operator("/c", "c"),
                Graphs.node("/.w", FlowNode.Kind.PARAMETER, "w", "Tensor", ""));
        var edges = List.of(Graphs.edge("/a", "/b"), Graphs.edge("/a", "/c"), Graphs.edge("/.w", "/c"));
        var drawing = Drawing.of(new Flow(nodes, edges));
        var labels = EdgeLabel.place(GraphLayout.of(drawing), report(drawing));
        assertEquals(List.of("/a"), labels.stream().map(l -> l.edge().from()).toList());
        assertEquals("2×2×32×32", labels.getFirst().text());
    }

    @Test
    void whatIsNotKnownIsNotWritten() {
        var nodes = List.of(Graphs.operator("/a", "a"), Graphs.operator("/b", "b"), Graphs.operator("/c", "c"));
        var edges = List.of(Graphs.edge("/a", "/b"), Graphs.edge("/b", "/c"));
        var layout = GraphLayout.of(Drawing.of(new Flow(nodes, edges)));
        var report = new ShapeReport(Map.of("/b", Seen.NEVER), List.of(), "cpu", Optional.empty());
        assertEquals(List.of(), EdgeLabel.place(layout, report));
    }

    @Test
    void shapesOfFiveThousandBoxesAreWrittenInTime() {
        var drawing = Drawing.of(Graphs.wide(50, 5_000));
        var layout = GraphLayout.plain(drawing);
        var report = report(drawing);
        EdgeLabel.place(layout, report);
        long start = System.nanoTime();
        var labels = EdgeLabel.place(layout, report);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(labels.size() > 2_000, "only " + labels.size());
        assertTrue(millis < 1_500, millis + " ms");
    }
}
