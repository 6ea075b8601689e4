package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.Gradient;
import org.layergraft.text.Texts;

class MarksTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    private static final Parameter TABLE =
            new Parameter("embed.weight", List.of(), Shape.of(10, 4), DType.FLOAT16, false);

    private static ModelGraph model(Parameter... more) {
        var nodes = new ArrayList<>(List.of(Graphs.call("fc", "Linear"), Graphs.call("embed", "Embedding")));
        var children = new ArrayList<>(List.of(
                Graphs.leaf("fc", "Linear", 8, 4),
                Graphs.module("embed", "Embedding", List.of(), List.of(TABLE), Flow.EMPTY)));
        for (Parameter p : more) {
            String path = p.module();
            nodes.add(Graphs.call(path, "Linear"));
            children.add(Graphs.module(path, "Linear", List.of(), List.of(p), Flow.EMPTY));
        }
        return Graphs.model("m.pt", Graphs.module("", "M", children, List.of(), new Flow(nodes, List.of())));
    }

    private static Map<String, Mark> marks(
            ModelGraph graph, Overlay overlay, List<Coverage> run, Optional<ModelGraph> base) {
        Layout layout = GraphLayout.of(Drawing.of(graph, ""));
        return Marks.of(ENGLISH, graph, run, ShapeReport.EMPTY, base.map(Marks.Base::of))
                .on(layout, overlay);
    }

    @Test
    void timeIsToldInUnitsThatFitAndDeeperTheLongerItTook() {
        var times = Map.of("", 40.0, "fc", 10.0, "embed", 0.012);
        var measured = new ShapeReport(Map.of(), List.of(), "cpu", Optional.empty(), times);
        Layout layout = GraphLayout.of(Drawing.of(model(), ""));
        var marks = Marks.of(ENGLISH, model(), List.of(), measured, Optional.empty())
                .on(layout, Overlay.TIME);
        assertEquals(new Mark("10 ms", new Mark.Scale(0.5)), marks.get("fc"));
        assertEquals("12 µs", marks.get("embed").text());
    }

    @Test
    void shapesAreThoseThatCameOutAndDeeperTheMoreElements() {
        var seen = Map.of("fc", seen(1, 8, 4), "embed", seen(1, 2, 4), "idle", Seen.NEVER);
        var measured = new ShapeReport(seen, List.of(), "cpu", Optional.empty());
        Layout layout = GraphLayout.of(Drawing.of(model(), ""));
        var marks = Marks.of(ENGLISH, model(), List.of(), measured, Optional.empty())
                .on(layout, Overlay.SHAPES);
        assertEquals(
                Map.of(
                        "fc", new Mark("1×8×4", new Mark.Scale(1)),
                        "embed", new Mark("1×2×4", new Mark.Scale(0.5))),
                marks);
    }

    private static Seen seen(long... sizes) {
        return new Seen(List.of(new Seen.Tensor("", Shape.of(sizes), Optional.of(DType.FLOAT32), "cpu")), 1, 1, false);
    }

    private static Map<String, Mark> marks(Overlay overlay, List<Coverage> run) {
        return marks(model(), overlay, run, Optional.empty());
    }

    private static Coverage row(String name, int bucket, int ready) {
        Parameter p = model().parameters().stream()
                .filter(q -> q.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new Coverage(
                p, OptionalInt.of(bucket), OptionalInt.of(ready), List.of(Gradient.none(name)), Optional.empty());
    }

    @Test
    void everyOverlaySaysItInWordsToo() {
        assertEquals(
                "trained", marks(Overlay.REQUIRES_GRAD, List.of()).get("fc").text());
        assertEquals(
                "frozen", marks(Overlay.REQUIRES_GRAD, List.of()).get("embed").text());
        assertEquals("float16", marks(Overlay.DTYPE, List.of()).get("embed").text());
        assertEquals("80 B", marks(Overlay.MEMORY, List.of()).get("embed").text());
        assertEquals(Map.of(), marks(Overlay.COVERAGE, List.of()), "that has signs of its own");
    }

    @Test
    void bucketsAndOrderComeFromTheRun() {
        assertEquals(Map.of(), marks(Overlay.BUCKET, List.of()), "nothing is known before");
        var run = List.of(row("fc.weight", 1, 3), row("fc.bias", 0, 1));
        assertEquals("buckets 0–1", marks(Overlay.BUCKET, run).get("fc").text());
        var ready = marks(Overlay.READY, run).get("fc");
        assertEquals("#1–3", ready.text());
        assertEquals(2 / 3.0, ((Mark.Scale) ready.hue()).at(), 1e-9);
    }

    @Test
    void editsAreWhatWasNotThereBefore() {
        var added = Graphs.parameter("head.weight", 3, 3);
        var marks = marks(model(added), Overlay.EDITS, List.of(), Optional.of(model()));
        assertEquals("new", marks.get("head").text());
        assertFalse(marks.containsKey("fc"));
        assertTrue(
                marks(model(), Overlay.EDITS, List.of(), Optional.of(model())).isEmpty());
    }
}
