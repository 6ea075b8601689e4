package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;

class GraphLayoutTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boxesNeverOverlapAndEdgesEndAtTheirBoxes(long seed) {
        Drawing drawing = Drawing.of(Graphs.random(seed, 60));
        for (Layout layout : List.of(
                GraphLayout.of(drawing), GraphLayout.of(drawing, false, () -> false), GraphLayout.plain(drawing))) {
            assertNoOverlap(layout);
            assertEdgesTouch(layout);
            assertEquals(
                    drawing.items().size(),
                    layout.boxes().size() + layout.frames().size(),
                    "every item has exactly one place");
        }
    }

    @Test
    void nothingInTheRandomGraphsFallsBackToThePlainLayout() {
        for (long seed = 1; seed <= 8; seed++) {
            assertFalse(GraphLayout.of(Graphs.random(seed, 60)).plain(), "seed " + seed);
        }
    }

    /** Two that stand side by side in one frame, the left one first. */
    private record Neighbours(String left, String right) {
        Neighbours turned() {
            return new Neighbours(right, left);
        }

        static Set<Neighbours> in(Layout layout) {
            var all = Stream.concat(layout.boxes().stream(), layout.frames().stream())
                    .filter(b -> !b.item().side())
                    .toList();
            var found = new HashSet<Neighbours>();
            for (Layout.Box one : all) {
                for (Layout.Box other : all) {
                    Layout.Area a = one.area();
                    Layout.Area b = other.area();
                    boolean beside = a.y() < b.y() + b.height() && b.y() < a.y() + a.height();
                    if (one.item().block().equals(other.item().block()) && beside && a.centreX() < b.centreX()) {
                        found.add(new Neighbours(one.id(), other.id()));
                    }
                }
            }
            return found;
        }
    }

    /** A forward with if, for and while in it, whose calls can all be unfolded. */
    private static ModelGraph foldable(long seed) {
        Flow flow = Graphs.random(seed, 40);
        var children = flow.nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.CALL)
                .map(n -> Graphs.module(n.id(), "Part", List.of(), List.of(), inner(n.id())))
                .toList();
        return Graphs.model("random.pt", Graphs.module("", "Net", children, List.of(), flow));
    }

    private static Flow inner(String module) {
        var nodes = IntStream.range(0, 8)
                .mapToObj(i -> Graphs.node(module + "/n" + i, FlowNode.Kind.OPERATOR, "step", "T", ""))
                .toList();
        var edges = IntStream.range(1, 8)
                .mapToObj(i -> Graphs.edge(nodes.get(i % 3).id(), nodes.get(i).id()))
                .toList();
        return new Flow(nodes, edges);
    }

    @Test
    void aFrameAroundLittleStillHasRoomForItsName() {
        var inner = new Flow(List.of(Graphs.node("enc/r", FlowNode.Kind.OPERATOR, "relu", "T", "")), List.of());
        var enc = Graphs.module("encoder_of_images", "Block", List.of(), List.of(), inner);
        var model = Graphs.model(
                "m.pt",
                Graphs.module(
                        "",
                        "Net",
                        List.of(enc),
                        List.of(),
                        new Flow(List.of(Graphs.call("encoder_of_images", "Block")), List.of())));
        Layout.Box frame = GraphLayout.of(
                        Drawing.of(model, Usage.of(model), "", Set.of("encoder_of_images")), false, () -> false)
                .frames()
                .getFirst();
        double room = Sizes.room(frame.item(), frame.area().width());
        assertTrue(Labels.width(frame.item().title(), Sizes.DETAIL) <= room, frame + ": " + room);
    }

    /** Also where values go into if, for and while. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatStaysKeepsItsOrderWhenSomethingUnfolds(long seed) {
        ModelGraph model = foldable(seed);
        Usage usage = Usage.of(model);
        Drawing folded = Drawing.of(model, usage, "", Set.of());
        assertTrue(folded.items().stream().anyMatch(i -> i.kind() == FlowNode.Kind.BLOCK), "values cross frames");
        for (boolean compact : List.of(false, true)) {
            var before = Neighbours.in(GraphLayout.of(folded, compact, () -> false));
            var order = folded.items().stream().map(Item::id).toList();
            before.forEach(n -> assertTrue(order.indexOf(n.left()) < order.indexOf(n.right()), "as in the text: " + n));
            assertTrue(before.size() > 5);
            for (Item item : folded.items().stream().filter(Item::unfolds).toList()) {
                Layout unfolded = GraphLayout.of(Drawing.of(model, usage, "", Set.of(item.id())), compact, () -> false);
                assertFalse(unfolded.plain());
                var after = Neighbours.in(unfolded);
                before.forEach(n -> assertFalse(after.contains(n.turned()), n + " when " + item.id() + " unfolds"));
            }
        }
    }

    @Test
    void theSameDrawingGivesTheSameLayout() {
        Drawing drawing = Drawing.of(Graphs.detector(), "");
        assertEquals(GraphLayout.of(drawing), GraphLayout.of(drawing));
    }

    @Test
    void aBlockEnclosesItsStepsAndNothingElse() {
        Layout layout = GraphLayout.of(Drawing.of(Graphs.detector(), ""));
        Layout.Box frame = layout.frames().getFirst();
        for (Layout.Box box : layout.boxes()) {
            boolean member = box.item().block().isPresent();
            assertEquals(member, frame.area().touches(box.area()), box.id());
        }
    }

    @Test
    void aVeryLongNameMakesNoWideFrame() {
        String path = "very_long_module_name_".repeat(9);
        var inner = Graphs.leaf(path + ".0", "Linear", 4, 4);
        var flow = new Flow(List.of(Graphs.call(path + ".0", "Linear")), List.of());
        var outer = Graphs.module(path, "Sequential", List.of(inner), List.of(), flow);
        var calls = new Flow(List.of(Graphs.call(path, "Sequential")), List.of());
        var graph = Graphs.model("long", Graphs.module("", "Long", List.of(outer), List.of(), calls));
        var layout = GraphLayout.of(Drawing.of(graph, Usage.of(graph), "", Set.of(path)));
        assertTrue(layout.width() < 500, () -> "as wide as its name: " + layout.width());
    }

    @Test
    void flowsRunDownwards() {
        Layout layout = GraphLayout.of(Graphs.residual(50));
        for (Layout.Route route : layout.routes()) {
            assertTrue(route.points().getLast().y() > route.points().getFirst().y());
        }
    }

    @Test
    void whatNothingReadsStandsDashedAtTheSide() {
        Layout layout = GraphLayout.of(Drawing.of(Graphs.detector(), ""));
        Layout.Area side = layout.side().orElseThrow();
        for (String id : List.of("/.class_embed", "aux_head")) {
            Layout.Box box = layout.box(id).orElseThrow();
            assertTrue(box.item().dashed() && box.item().side(), id);
            assertTrue(side.contains(box.area().x(), box.area().y()), id);
        }
        assertTrue(layout.boxes().stream().filter(b -> !b.item().side()).noneMatch(b -> side.touches(b.area())));
        assertFalse(layout.box("norm").orElseThrow().item().dashed());
    }

    @Test
    void longSkipsByTheThousandTakeThePlainLayoutAtOnce() {
        var nodes = new java.util.ArrayList<>(Graphs.residual(5_000).nodes());
        var edges = new java.util.ArrayList<>(Graphs.residual(5_000).edges());
        for (int i = 0; i < 400; i++) {
            edges.add(Graphs.edge(
                    nodes.get(i).id(), nodes.get(nodes.size() - 1 - i).id()));
        }
        Drawing drawing = Drawing.of(new Flow(nodes, edges));
        assertTrue(PlainLayout.dummies(drawing) > GraphLayout.MOST_DUMMIES);
        Layout layout = assertTimeout(Duration.ofSeconds(5), () -> GraphLayout.of(drawing));
        assertTrue(layout.plain());
        assertEquals(5_000, layout.boxes().size());
    }

    @Test
    void aStoppedLayoutStillGivesSomethingToShow() {
        Layout layout = GraphLayout.of(Drawing.of(Graphs.residual(200)), false, () -> true);
        assertTrue(layout.plain());
        assertEquals(200, layout.boxes().size());
    }

    @Test
    void anEmptyFlowIsAnEmptyLayout() {
        Layout layout = GraphLayout.of(Flow.EMPTY);
        assertTrue(layout.boxes().isEmpty() && layout.routes().isEmpty());
    }

    private static void assertNoOverlap(Layout layout) {
        List<Layout.Box> boxes = layout.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = i + 1; j < boxes.size(); j++) {
                assertFalse(
                        boxes.get(i).area().touches(boxes.get(j).area()),
                        boxes.get(i).id() + " lies on " + boxes.get(j).id());
            }
        }
    }

    private static void assertEdgesTouch(Layout layout) {
        Map<String, Layout.Area> areas = Stream.concat(layout.boxes().stream(), layout.frames().stream())
                .collect(Collectors.toMap(Layout.Box::id, Layout.Box::area));
        Function<Layout.Point, Function<Layout.Area, Boolean>> on =
                p -> a -> a.grown(1).contains(p.x(), p.y());
        for (Layout.Route route : layout.routes()) {
            assertTrue(
                    on.apply(route.points().getFirst())
                            .apply(areas.get(route.edge().from())),
                    "start of " + route.edge());
            assertTrue(
                    on.apply(route.points().getLast())
                            .apply(areas.get(route.edge().to())),
                    "end of " + route.edge());
        }
    }
}
