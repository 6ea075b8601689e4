package org.layergraft.ui.timeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.layergraft.step.Timeline;
import org.layergraft.ui.timeline.TimeTints.Tint;

/** Draws the lanes, what is outside the window left out. */
final class TimePainter {

    /** Left of the lanes stands who they are. */
    static final double GUTTER = 118;

    /** Above the lanes stands the axis. */
    static final double AXIS = 20;

    private static final double LEAST_BAR = 1.5;
    private static final double HATCH = 5;
    private static final double AXIS_STEP = 90;

    private final TimeTints tints;
    private final GraphicsContext g;
    private int drawn;

    TimePainter(TimeTints tints, GraphicsContext g) {
        this.tints = tints;
        this.g = g;
    }

    /** What is drawn, and what is pointed at. */
    record Sheet(List<LaneRows> lanes, TimeView view, TimeTexts texts, Optional<Marked> marked) {}

    record Marked(LaneRows lane, Item item) {}

    void paint(double width, double height, Sheet sheet) {
        drawn = 0;
        g.setFill(tints.get(Tint.GROUND));
        g.fillRect(0, 0, width, height);
        g.setFont(tints.font());
        g.setTextBaseline(VPos.CENTER);
        axis(width, height, sheet.view());
        g.save();
        g.beginPath();
        g.rect(0, AXIS, width, Math.max(0, height - AXIS));
        g.clip();
        for (LaneRows lane : sheet.lanes()) {
            double y = AXIS + lane.top() - sheet.view().top();
            if (y < height && AXIS + lane.bottom() - sheet.view().top() > AXIS) {
                lane(width, sheet, lane);
            }
        }
        g.restore();
    }

    /** How many things were drawn in the last frame. */
    int drawn() {
        return drawn;
    }

    private void axis(double width, double height, TimeView view) {
        double step = step(AXIS_STEP / view.scale());
        double first = Math.ceil(view.time(0) / step) * step;
        g.setTextAlign(TextAlignment.CENTER);
        for (double time = first; view.x(time) < width - GUTTER; time += step) {
            double x = Math.round(GUTTER + view.x(time)) + 0.5;
            if (x < GUTTER) {
                continue;
            }
            g.setStroke(tints.get(Tint.LINE));
            g.setLineWidth(1);
            g.strokeLine(x, AXIS - 4, x, height);
            g.setFill(tints.get(Tint.TEXT_MUTED));
            String label = label(time, step);
            double half = width(label, g.getFont()) / 2;
            g.fillText(label, Math.min(x, width - half - 2), AXIS / 2 - 1);
        }
    }

    /** 1, 2 or 5 times a power of ten. */
    static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double times : new double[] {1, 2, 5}) {
            if (power * times >= least) {
                return power * times;
            }
        }
        return power * 10;
    }

    private static String label(double time, double step) {
        double rounded = Math.round(time / step) * step;
        double unit = step >= 100_000 ? 1e6 : step >= 100 ? 1e3 : 1;
        int decimals = (int) Math.clamp(Math.ceil(-Math.log10(step / unit) - 1e-9), 0, 3);
        String name = unit == 1e6 ? " s" : unit == 1e3 ? " ms" : " µs";
        return String.format(Locale.ROOT, "%." + decimals + "f", rounded / unit) + name;
    }

    private void lane(double width, Sheet sheet, LaneRows lane) {
        double top = AXIS - sheet.view().top();
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(tints.get(Tint.TEXT));
        double name = top + lane.y(LaneRows.PHASES) + LaneRows.height(LaneRows.PHASES) / 2;
        g.fillText(sheet.texts().rank(lane.lane()), 10, name);
        g.setFill(tints.get(lane.lane().times().waitsIn().isPresent() ? Tint.WAITS : Tint.TEXT_MUTED));
        g.fillText(sheet.texts().figure(lane.lane()), 10, name + 17, GUTTER - 16);
        g.save();
        g.beginPath();
        g.rect(GUTTER, AXIS, Math.max(0, width - GUTTER), 100_000);
        g.clip();
        g.translate(GUTTER, top);
        double lastTick = Double.NEGATIVE_INFINITY;
        for (Item item : lane.items()) {
            double from = sheet.view().x(item.from());
            double to = sheet.view().x(item.to());
            if (to < -2 || from > width - GUTTER + 2) {
                continue;
            }
            if (item.kind() == Item.Kind.READY) {
                if (from - lastTick < 0.75) {
                    continue;
                }
                lastTick = from;
            }
            drawn++;
            boolean marked = sheet.marked()
                    .filter(m -> m.lane() == lane && m.item().equals(item))
                    .isPresent();
            // A bar far longer than the window is drawn as far as it can be seen.
            item(sheet, lane, item, Math.max(from, -10), Math.min(to, width - GUTTER + 10));
            if (marked) {
                g.setStroke(tints.get(Tint.MARKED));
                g.setLineWidth(2);
                double y = lane.y(item.row());
                g.strokeRect(from - 2, y - 1, Math.max(LEAST_BAR, to - from) + 4, LaneRows.height(item.row()) + 2);
            }
        }
        g.restore();
    }

    private void item(Sheet sheet, LaneRows lane, Item item, double from, double to) {
        double y = lane.y(item.row());
        double height = LaneRows.height(item.row());
        switch (item.kind()) {
            case PHASE -> {
                Timeline.Span span = lane.lane().times().phases().get(item.index());
                bar(Tint.valueOf(span.phase().name()), from, to, y, height);
                double end = restOf(lane, item)
                        .map(rest -> sheet.view().x(rest.from()))
                        .orElse(to);
                inside(
                        sheet.texts().words().get("phase." + span.phase().name().toLowerCase(Locale.ROOT)),
                        from,
                        Math.min(to, end),
                        y + height / 2);
            }
            case REST -> hatched(Tint.REST, from, to, y, height);
            case READY -> {
                g.setStroke(tints.get(Tint.READY));
                g.setLineWidth(1);
                g.strokeLine(from, y, from, y + height);
            }
            case BUCKET -> bucket(sheet, lane, item, from, to, y, height);
            case EXCHANGE -> bar(Tint.EXCHANGE, from, to, y + 3, height - 6);
        }
    }

    private static Optional<Item> restOf(LaneRows lane, Item phase) {
        return lane.items().stream()
                .filter(i -> i.kind() == Item.Kind.REST && i.index() == phase.index())
                .findFirst();
    }

    /** Queued until a thread took it up: thin; then solid; where it waits for another rank: hatched. */
    private void bucket(Sheet sheet, LaneRows lane, Item item, double from, double to, double y, double height) {
        Timeline.Bucket bucket = lane.lane().times().buckets().get(item.index());
        double started = bucket.started()
                .map(m -> sheet.view().x(lane.lane().offset() + m.at()))
                .orElse(from);
        bar(Tint.BUCKET, from, Math.max(from, started), y + height / 2 - 1, 2);
        double left = Math.max(started, -10);
        if (bucket.waits()) {
            hatched(Tint.WAITS, left, to, y, height);
        } else {
            bar(Tint.BUCKET, left, to, y, height);
            inside(sheet.texts().words().get("timeline.bucket", bucket.index()), left, to, y + height / 2);
        }
    }

    private void bar(Tint tint, double from, double to, double y, double height) {
        g.setFill(tints.get(tint));
        g.fillRect(from, y, Math.max(LEAST_BAR, to - from), height);
    }

    private void hatched(Tint tint, double from, double to, double y, double height) {
        g.setFill(tints.get(Tint.GROUND));
        g.fillRect(from, y, Math.max(LEAST_BAR, to - from), height);
        g.setStroke(tints.get(tint));
        g.setLineWidth(1);
        g.strokeRect(from + 0.5, y + 0.5, Math.max(LEAST_BAR, to - from - 1), height - 1);
        g.save();
        g.beginPath();
        g.rect(from, y, Math.max(LEAST_BAR, to - from), height);
        g.clip();
        for (double x = from - height; x < to; x += HATCH) {
            g.strokeLine(x, y + height, x + height, y);
        }
        g.restore();
    }

    private void inside(String text, double from, double to, double y) {
        double left = Math.max(from, 0);
        if (to - left < 24) {
            return;
        }
        if (width(text, g.getFont()) + 8 <= to - left) {
            g.setFill(tints.get(Tint.BAR_TEXT));
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(text, left + 4, y);
        }
    }

    private static double width(String text, Font font) {
        Text measured = new Text(text);
        measured.setFont(font);
        return measured.getLayoutBounds().getWidth();
    }
}
