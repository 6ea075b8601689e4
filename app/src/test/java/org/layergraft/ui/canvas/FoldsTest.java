package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.layergraft.model.ModelGraph;

/** What is unfolded, and what is drawn then. */
class FoldsTest {

    private static final ModelGraph MODEL = Graphs.detector();
    private static final Usage USAGE = Usage.of(MODEL);

    private static List<String> modules(Drawing drawing) {
        return drawing.items().stream().filter(Item::unfolds).map(Item::id).toList();
    }

    /** Unfolding in any order loses no step, draws none twice, and folding everything gives the first drawing back. */
    @Property(tries = 60)
    void everyStepIsDrawnOnce(@ForAll List<@IntRange(min = 0, max = 40) Integer> choices) {
        var folds = new Folds();
        for (int choice : choices) {
            var there = modules(Drawing.of(MODEL, USAGE, "", folds.unfolded()));
            folds.unfold(MODEL, there.get(choice % there.size()));
        }
        Drawing drawing = Drawing.of(MODEL, USAGE, "", folds.unfolded());
        var ids = drawing.items().stream().map(Item::id).toList();
        assertEquals(new HashSet<>(ids).size(), ids.size());
        Set<String> plain = Drawing.of(MODEL, "").items().stream().map(Item::id).collect(Collectors.toSet());
        assertTrue(ids.containsAll(plain));
        for (String call : folds.unfolded()) {
            var inside = MODEL.module(call).orElseThrow().forward().nodes();
            assertTrue(inside.stream().allMatch(n -> ids.contains(n.id())), call);
        }
        Layout layout = GraphLayout.of(drawing);
        for (Layout.Box box : layout.boxes()) {
            box.item().block().flatMap(layout::find).ifPresent(frame -> {
                Layout.Area f = frame.area();
                Layout.Area b = box.area();
                assertTrue(
                        b.x() >= f.x()
                                && b.y() >= f.y()
                                && b.x() + b.width() <= f.x() + f.width()
                                && b.y() + b.height() <= f.y() + f.height(),
                        box.id() + " stands in its frame");
            });
        }
        assertEquals(
                drawing.items().size(), layout.boxes().size() + layout.frames().size());
        folds.unfolded().forEach(folds::fold);
        assertEquals(Drawing.of(MODEL, ""), Drawing.of(MODEL, USAGE, "", folds.unfolded()));
    }

    @Test
    void atFirstAsMuchIsUnfoldedAsCanBeReadAtOnce() {
        var folds = new Folds();
        folds.visit(MODEL, USAGE, "");
        assertTrue(Drawing.of(MODEL, USAGE, "", folds.unfolded()).items().size() <= 24);
        folds.unfolded().forEach(folds::fold);
        folds.visit(MODEL, USAGE, "");
        assertEquals(Set.of(), folds.unfolded(), "what the person folded stays folded");
    }
}
