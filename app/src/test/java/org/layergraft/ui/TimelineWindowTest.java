package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.RankReport;
import org.layergraft.ui.timeline.Made;
import org.layergraft.ui.timeline.TimelineChart;

/** The timeline in the window, at 1280×800. */
class TimelineWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        select();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void select() throws Exception {
        Fx.run(() -> {
            var bottom = window.node(TabPane.class, "#bottom");
            bottom.getTabs().stream()
                    .filter(tab -> "timeline-tab".equals(tab.getId()))
                    .forEach(bottom.getSelectionModel()::select);
        });
        window.layout();
    }

    private TimelineChart chart() {
        return window.node(TimelineChart.class, "#timeline");
    }

    private String told() throws Exception {
        window.layout();
        return Fx.call(() -> window.label("#timeline-told").getText());
    }

    @Test
    void beforeARunItSaysWhatItIsFor() throws Exception {
        assertFalse(Fx.call(() -> chart().isVisible()));
        assertTrue(Fx.call(() -> window.label("#timeline-empty").getText()).startsWith("Run all ranks"));
        window.picture("timeline-empty");
    }

    @Test
    void aRunShowsALaneForEachRankAndForScreenReadersASentence() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        assertTrue(told().startsWith("Iteration 3, to scale"), told());
        assertTrue(Fx.call(() -> chart().isVisible()));
        assertEquals(
                "Rank 0, iteration 3: forward 2.0 ms, loss 100 µs, backward 6.9 ms, optimizer step 1.0 ms; 53 %"
                    + " hidden. Rank 1, iteration 3: forward 2.0 ms, loss 100 µs, backward 6.9 ms, optimizer step 1.0"
                    + " ms; 53 % hidden.",
                Fx.call(() -> chart().getAccessibleText()));
        Fx.run(() -> window.model.runs().forget());
        window.layout();
        assertFalse(Fx.call(() -> chart().isVisible()));
    }

    @Test
    void arrowsStepThroughWhatHappened() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        window.layout();
        press(KeyCode.RIGHT);
        assertEquals("Rank 0: forward, 0 µs to 2.0 ms: 2.0 ms", told());
        press(KeyCode.RIGHT);
        assertEquals("Rank 0: broadcast, 20 µs to 300 µs", told());
        press(KeyCode.RIGHT, KeyCode.RIGHT, KeyCode.RIGHT);
        assertEquals("Rank 0: gradient of head.weight ready at 3.0 ms", told());
        press(KeyCode.DOWN);
        assertEquals("Rank 1: gradient of head.weight ready at 3.0 ms", told());
        press(KeyCode.ESCAPE);
        assertTrue(told().startsWith("Iteration 3"), told());
    }

    @Test
    void theWheelZoomsAtThePointerAndTheButtonShowsAllAgain() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        window.layout();
        // On the second bucket of rank 0: pointing at it tells about it, before and after.
        Point2D at = Fx.call(() -> {
            for (double x = 250; x < chart().getWidth(); x += 8) {
                for (double y = 22; y < 70; y += 6) {
                    chart().fireEvent(Mouse.free(MouseEvent.MOUSE_MOVED, chart().localToScene(x, y)));
                    if (window.label("#timeline-told").getText().startsWith("Rank 0: bucket 1")) {
                        return new Point2D(x + 6, y); // Inside, not beside.
                    }
                }
            }
            return Point2D.ZERO;
        });
        assertTrue(at.getX() > 0, "the bucket is found with the mouse");
        int before = Fx.call(() -> chart().drawn());
        Fx.run(() -> IntStream.range(0, 8).forEach(_ -> chart().fireEvent(wheel(at, 40))));
        assertTrue(told().startsWith("Rank 0: bucket 1"), told());
        assertTrue(Fx.call(() -> chart().drawn() < before), "what is outside is not drawn");
        Fx.run(() -> window.button("#timeline-fit").fire());
        window.layout();
        assertEquals(before, Fx.call(() -> chart().drawn()));
    }

    @Test
    void aRankThatWaitsIsShownWaiting() throws Exception {
        Fx.run(() -> window.model
                .timeline()
                .show(List.of(
                        Made.rank(
                                0,
                                new RankReport.End.Waiting(1, org.layergraft.step.Phase.BACKWARD),
                                java.util.Optional.of(Made.waiting(0))),
                        Made.finishedRank(1, Made.finished(4_000_000)))));
        window.layout();
        assertTrue(Fx.call(() -> chart().getAccessibleText()).contains("waits: bucket 0"));
        window.picture("timeline-waits");
    }

    /** A frame of eight ranks with a thousand parameters each has to fit in far less than a sixtieth of a second. */
    @Test
    void eightRanksWithAThousandParametersStayFluid() throws Exception {
        Fx.run(() -> window.model
                .timeline()
                .show(IntStream.range(0, 8)
                        .mapToObj(rank -> Made.finishedRank(rank, Made.large(rank * 150_000L, 1000)))
                        .toList()));
        window.layout();
        // Processor time: what else the machine does in the meantime is not the chart's work.
        var clock = java.lang.management.ManagementFactory.getThreadMXBean();
        long[] took = new long[40];
        for (int i = 0; i < took.length; i++) {
            double delta = i % 2 == 0 ? 40 : -40;
            took[i] = Fx.call(() -> {
                long start = clock.getCurrentThreadCpuTime();
                chart().fireEvent(wheel(new Point2D(300, 40), delta));
                window.scene.getRoot().layout();
                return clock.getCurrentThreadCpuTime() - start;
            });
        }
        java.util.Arrays.sort(took);
        long frame = took[took.length / 2];
        assertTrue(frame < 16_000_000, "a frame takes " + frame / 1e6 + " ms");
        window.picture("timeline-eight");
    }

    @Test
    void nothingIsCutOffInEitherLanguageAndTheme() throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (boolean dark : new boolean[] {false, true}) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language).inDark(dark)));
                Fx.run(() -> window.model.running().run(true));
                select();
                assertEquals(
                        List.of(),
                        Fx.call(() -> CutOff.in((javafx.scene.Parent) window.scene.lookup(".timeline"))),
                        "" + language);
                window.picture("timeline-" + language.getLanguage() + (dark ? "-dark" : ""));
                Fx.run(() -> bottomOf(0.4));
                window.layout();
                assertEquals(
                        List.of(),
                        Fx.call(() -> CutOff.in((javafx.scene.Parent) window.scene.lookup(".timeline"))),
                        "" + language);
                window.picture("timeline-tall-" + language.getLanguage() + (dark ? "-dark" : ""));
            }
        }
    }

    private void bottomOf(double divider) {
        for (Node n = window.scene.lookup("#bottom"); n != null; n = n.getParent()) {
            if (n instanceof SplitPane pane && pane.getOrientation() == javafx.geometry.Orientation.VERTICAL) {
                pane.setDividerPositions(divider);
                return;
            }
        }
    }

    private void press(KeyCode... codes) throws Exception {
        for (KeyCode code : codes) {
            Fx.run(() -> chart().fireEvent(OpenWindow.key(code)));
        }
    }

    private ScrollEvent wheel(Point2D inChart, double delta) {
        // Without a source, the first two coordinates are the scene's.
        Point2D at = chart().localToScene(inChart);
        return new ScrollEvent(
                ScrollEvent.SCROLL,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                false,
                false,
                false,
                false,
                false,
                false,
                0,
                delta,
                0,
                delta,
                ScrollEvent.HorizontalTextScrollUnits.NONE,
                0,
                ScrollEvent.VerticalTextScrollUnits.NONE,
                0,
                0,
                null);
    }
}
