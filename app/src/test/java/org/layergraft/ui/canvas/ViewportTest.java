package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one looks first. */
class ViewportTest {

    private static final double WIDTH = 520;
    private static final double HEIGHT = 460;

    /** The first box is seen whole, and no other place to begin would cut fewer boxes at the left. */
    private static void assertBeginsWell(Layout layout) {
        var view = Viewport.first(layout, WIDTH, HEIGHT, 0);
        var seen = view.seen(WIDTH, HEIGHT);
        var first = layout.boxes().getFirst().area();
        assertTrue(
                first.x() >= seen.x() && first.x() + first.width() <= seen.x() + seen.width(),
                () -> "the first box is not seen whole");
        long cut = cut(layout, seen, seen.x());
        for (double x = first.x() + first.width() - seen.width(); x <= first.x(); x += 0.5) {
            assertTrue(cut <= cut(layout, seen, x), cut + " boxes are cut off at the left");
        }
    }

    private static long cut(Layout layout, Layout.Area seen, double x) {
        return layout.boxes().stream()
                .map(Layout.Box::area)
                .filter(a -> a.y() < seen.y() + seen.height() && a.x() < x && x < a.x() + a.width())
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aWideGraphIsNotCutAtTheLeft(long seed) {
        assertBeginsWell(GraphLayout.of(Drawing.of(Graphs.random(seed, 60))));
    }

    @Test
    void neitherAreTheExamples() {
        assertBeginsWell(GraphLayout.of(Drawing.of(Graphs.detector(), "")));
        assertBeginsWell(GraphLayout.of(Drawing.of(Graphs.wide(50, 1_000))));
    }

    @Test
    void aWideRowOfBoxesWhoseFirstStandsFarRightBeginsAtABox() {
        var boxes = new ArrayList<Layout.Box>();
        var items = Drawing.of(Graphs.wide(20, 20)).items();
        for (int i = 0; i < 20; i++) {
            // The first in the text stands in the middle of the row.
            double x = 24 + 130 * ((i + 10) % 20);
            boxes.add(new Layout.Box(items.get(i), new Layout.Area(x, 24, 100, 28)));
        }
        assertBeginsWell(new Layout("", boxes, List.of(), List.of(), Optional.empty(), 2_650, 900, false));
    }

    @Test
    void whatFitsIsSeenWhole() {
        var layout = GraphLayout.of(Drawing.of(Graphs.residual(2)));
        var view = Viewport.first(layout, 2_000, 2_000, 0);
        assertEquals(1, view.scale());
        assertEquals(layout.width() / 2, view.worldX(1_000), 0.01);
    }
}
