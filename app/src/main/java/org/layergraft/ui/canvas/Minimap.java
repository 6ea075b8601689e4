package org.layergraft.ui.canvas;

import java.util.function.BiConsumer;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.layergraft.ui.canvas.Palette.Tint;

/** The whole graph in a corner, with a frame around what is seen. Press or drag to travel. */
final class Minimap extends StackPane {

    static final double WIDTH = 168;
    static final double HEIGHT = 120;
    private static final double PAD = 6;
    private static final double LEAST_FRAME = 10;
    /** More marks than this cannot be told apart at this size. */
    private static final int MOST_BOXES = 4_000;

    private final Palette palette;
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private Layout layout = Layout.EMPTY;

    /** @param travel told the layout's point that should be in the middle */
    Minimap(Palette palette, BiConsumer<Double, Double> travel) {
        this.palette = palette;
        getStyleClass().add("minimap");
        getChildren().add(canvas);
        setMinSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
        addEventHandler(MouseEvent.ANY, e -> {
            if (e.isPrimaryButtonDown() && layout.width() > 0) {
                travel.accept((e.getX() - left()) / scale(), (e.getY() - top()) / scale());
            }
            e.consume();
        });
    }

    void paint(Layout shown, Viewport view, double width, double height, String selected) {
        layout = shown;
        GraphicsContext gc = canvas.getGraphicsContext2D();
        gc.clearRect(0, 0, WIDTH, HEIGHT);
        int step = 1 + shown.boxes().size() / MOST_BOXES;
        for (int i = 0; i < shown.boxes().size(); i += step) {
            Layout.Box box = shown.boxes().get(i);
            boolean chosen = box.id().equals(selected);
            gc.setFill(palette.get(chosen ? Tint.SELECTION : box.item().dashed() ? Tint.DASHED : Tint.EDGE));
            Layout.Area a = box.area();
            gc.fillRect(
                    left() + a.x() * scale(),
                    top() + a.y() * scale(),
                    Math.max(1.5, a.width() * scale()),
                    Math.max(1, a.height() * scale()));
        }
        Layout.Area frame = frame(view.seen(width, height));
        gc.setFill(palette.get(Tint.VIEW_FILL));
        gc.fillRect(frame.x(), frame.y(), frame.width(), frame.height());
        gc.setStroke(palette.get(Tint.VIEW_FRAME));
        gc.setLineWidth(1);
        gc.strokeRect(
                Math.rint(frame.x()) + 0.5,
                Math.rint(frame.y()) + 0.5,
                Math.rint(frame.width()) - 1,
                Math.rint(frame.height()) - 1);
    }

    /** Around what is seen of the graph that was painted last. */
    Layout.Area frame(Layout.Area seen) {
        // Of a very long graph so little is seen that a true frame would be a dot.
        double wide = Math.max(LEAST_FRAME, seen.width() * scale());
        double high = Math.max(LEAST_FRAME, seen.height() * scale());
        double middleX = left() + (seen.x() + seen.width() / 2) * scale();
        double middleY = top() + (seen.y() + seen.height() / 2) * scale();
        double x = Math.clamp(middleX - wide / 2, 1, WIDTH - 1 - LEAST_FRAME);
        double y = Math.clamp(middleY - high / 2, 1, HEIGHT - 1 - LEAST_FRAME);
        double right = Math.clamp(middleX + wide / 2, x + LEAST_FRAME, WIDTH - 1);
        double bottom = Math.clamp(middleY + high / 2, y + LEAST_FRAME, HEIGHT - 1);
        return new Layout.Area(x, y, right - x, bottom - y);
    }

    private double scale() {
        return Math.min(
                (WIDTH - 2 * PAD) / Math.max(1, layout.width()), (HEIGHT - 2 * PAD) / Math.max(1, layout.height()));
    }

    private double left() {
        return (WIDTH - layout.width() * scale()) / 2;
    }

    private double top() {
        return (HEIGHT - layout.height() * scale()) / 2;
    }
}
