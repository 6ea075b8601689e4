package org.layergraft.ui.canvas;

import com.sun.prism.GraphicsPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.layergraft.bench.Kit;
import org.layergraft.bench.Synthetic;

/** Measures the frames of one size; see FrameBench. */
public final class FrameMain {

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 900;
    /** There and back again, so that everything stays in view. */
    private static final int CYCLE = 40;

    private static final int WARM_UP = 2 * CYCLE;
    private static final int MOST_FRAMES = 400;
    private static final long MOST_NANOS = 25_000_000_000L;

    private final Stage stage = new Stage();
    private final GraphCanvas graph = new GraphCanvas();
    private final Canvas reference = new Canvas(WIDTH, HEIGHT);
    private final Scene scene = new Scene(graph, WIDTH, HEIGHT);

    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[0]);
        Layout layout = GraphLayout.of(Drawing.of(Synthetic.flow(size)));
        var window = new CompletableFuture<FrameMain>();
        Platform.startup(() -> window.complete(new FrameMain()));
        FrameMain shown = window.get();
        String renderer = GraphicsPipeline.getPipeline().getClass().getSimpleName();
        if (arguments[1].equals("hardware") && renderer.equals("SWPipeline")) {
            Kit.say("%6d boxes: this display has no GPU that JavaFX draws with", size);
        } else {
            Kit.say("%6d boxes, %s:", size, renderer);
            shown.measure(size, layout);
        }
        System.exit(0);
    }

    private FrameMain() {
        // Makes its context, without which it keeps no commands.
        reference.getGraphicsContext2D().clearRect(0, 0, WIDTH, HEIGHT);
        stage.setScene(scene);
        stage.show();
    }

    private void measure(int size, Layout layout) throws Exception {
        onFx(() -> {
            graph.resize(WIDTH, HEIGHT);
            graph.layout();
            graph.surface().show(layout, java.util.Optional.empty());
            graph.fit();
        });
        Thread.sleep(500);
        report(size, "pan", this::pan);
        onFx(graph::fit);
        report(size, "zoom", this::zoom);
    }

    private void report(int size, String what, IntConsumer gesture) throws Exception {
        var boxes = new ArrayList<Double>();
        onFx(() -> scene.setRoot(graph));
        List<Double> ours = frames(i -> {
            gesture.accept(i);
            boxes.add((double) graph.surface().drawnBoxes());
        });
        List<Replay> kept = keep(gesture);
        onFx(() -> {
            scene.setRoot(new Pane());
            scene.setRoot(new Pane(reference));
        });
        List<Double> same = frames(i -> kept.get(i % CYCLE).on(reference));
        onFx(() -> scene.setRoot(new Pane()));
        Kit.say(
                "%6d boxes (%5.0f in view), %-4s  median %6.1f ms, p99 %6.1f ms = %5.1f fps;  same primitives %6.1f,"
                        + " %6.1f ms;  ratio %4.2f, %4.2f;  %d frames, %s",
                size,
                Kit.median(boxes),
                what,
                Kit.median(ours),
                Kit.quantile(ours, 0.99),
                1000 / Kit.median(ours),
                Kit.median(same),
                Kit.quantile(same, 0.99),
                Kit.median(ours) / Kit.median(same),
                Kit.quantile(ours, 0.99) / Kit.quantile(same, 0.99),
                ours.size(),
                Kit.load());
    }

    /** As a touchpad's fingers do. */
    private void pan(int frame) {
        double way = frame % CYCLE < CYCLE / 2 ? 1 : -1;
        scroll(2 * way, 1 * way, false);
    }

    /** As a wheel does, finely. */
    private void zoom(int frame) {
        scroll(0, frame % CYCLE < CYCLE / 2 ? 4 : -4, true);
    }

    private void scroll(double dx, double dy, boolean wheel) {
        Event.fireEvent(
                graph.surface(),
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        WIDTH / 2.0,
                        HEIGHT / 2.0,
                        WIDTH / 2.0,
                        HEIGHT / 2.0,
                        false,
                        wheel,
                        false,
                        false,
                        !wheel,
                        false,
                        dx,
                        dy,
                        dx,
                        dy,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        0,
                        null));
    }

    /** The commands of one cycle. */
    private List<Replay> keep(IntConsumer gesture) throws Exception {
        var kept = new ArrayList<Replay>();
        onFx(() -> {
            for (int i = 0; i < CYCLE; i++) {
                gesture.accept(i);
                Canvas canvas = canvas();
                canvas.getGraphicsContext2D().clearRect(0, 0, WIDTH, HEIGHT);
                graph.layout();
                graph.surface().layout();
                kept.add(Replay.of(canvas));
            }
        });
        return kept;
    }

    private Canvas canvas() {
        return (Canvas) ((Parent) graph.surface())
                .getChildrenUnmodifiable().stream()
                        .filter(Canvas.class::isInstance)
                        .findFirst()
                        .orElseThrow();
    }

    /** Milliseconds from one frame to the next while each frame changes something. */
    private static List<Double> frames(IntConsumer change) throws Exception {
        var taken = new ArrayList<Double>();
        var done = new CompletableFuture<List<Double>>();
        Platform.runLater(() -> new AnimationTimer() {
            private int frame;
            private long last;
            private long first;

            @Override
            public void handle(long ignored) {
                long now = System.nanoTime();
                if (frame > WARM_UP) {
                    taken.add((now - last) / 1e6);
                } else {
                    first = now;
                }
                last = now;
                change.accept(frame++);
                if (taken.size() >= MOST_FRAMES || taken.size() >= CYCLE && now - first > MOST_NANOS) {
                    stop();
                    done.complete(taken);
                }
            }
        }.start());
        return done.get();
    }

    private static void onFx(Runnable work) throws Exception {
        var done = new CompletableFuture<Boolean>();
        Platform.runLater(() -> {
            work.run();
            done.complete(true);
        });
        done.get();
    }
}
