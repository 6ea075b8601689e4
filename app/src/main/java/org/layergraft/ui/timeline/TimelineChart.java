package org.layergraft.ui.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/**
 * The lanes: the wheel zooms where the pointer is, dragging moves, arrows step through what happened ({@code +}, {@code -} and
 * {@code 0} zoom, with shift the arrows move). Drawn once per pulse.
 */
public final class TimelineChart extends Region {

    private static final double REACH = 4;
    private static final double PAN = 60;

    private final Canvas canvas = new Canvas();
    private final Frame frame = new Frame();
    private final TimeTints tints = new TimeTints(this, this::redraw);
    private final TimePainter painter = new TimePainter(tints, canvas.getGraphicsContext2D());
    private final Tooltip tooltip = new Tooltip();
    private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper("");
    private List<LaneRows> lanes = List.of();
    private Optional<TimeTexts> texts = Optional.empty();
    private TimeView view = new TimeView(0, 1, 0);
    private boolean fitted = true;
    private Optional<TimePainter.Marked> marked = Optional.empty();
    private double dragX;
    private double dragY;

    public TimelineChart() {
        getStyleClass().add("timeline-chart");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(frame);
        tooltip.setShowDelay(Duration.millis(150));
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(460);
        setOnScroll(this::scrolled);
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseMoved(e -> point(e.getX(), e.getY()));
        setOnMouseExited(_ -> mark(Optional.empty()));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().subscribe(this::redraw);
    }

    void show(List<Lane> shown, TimeTexts words) {
        lanes = LaneRows.of(shown);
        texts = Optional.of(words);
        setAccessibleText(words.all(shown));
        mark(Optional.empty());
        fit();
    }

    void fit() {
        fitted = true;
        redraw();
    }

    void zoom(double factor) {
        zoom(factor, plotWidth() / 2);
    }

    private void zoom(double factor, double x) {
        look(view.zoomed(factor, x, end(), plotWidth()));
    }

    private void look(TimeView wanted) {
        fitted = false;
        view = wanted;
        redraw();
    }

    /** What is pointed at, in words; "" for nothing. */
    ReadOnlyStringProperty toldProperty() {
        return told.getReadOnlyProperty();
    }

    private void redraw() {
        frame.requestLayout();
    }

    /** How many things the last frame drew. */
    public int drawn() {
        return painter.drawn();
    }

    TimeView view() {
        return view;
    }

    TimeTints tints() {
        return tints;
    }

    private double end() {
        return lanes.stream().mapToDouble(rows -> rows.lane().end()).max().orElse(1);
    }

    private double plotWidth() {
        return Math.max(1, getWidth() - TimePainter.GUTTER);
    }

    private double hidden() {
        double bottom = lanes.isEmpty() ? 0 : lanes.getLast().bottom();
        return bottom + TimePainter.AXIS + 6 - getHeight();
    }

    private void scrolled(ScrollEvent e) {
        if (e.getDeltaY() != 0) {
            zoom(Math.exp(e.getDeltaY() / 200), Math.max(0, e.getX() - TimePainter.GUTTER));
        } else {
            look(view.moved(e.getDeltaX(), end(), plotWidth()));
        }
        point(e.getX(), e.getY());
        e.consume();
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        dragX = e.getX();
        dragY = e.getY();
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            fit();
        }
    }

    private void dragged(MouseEvent e) {
        look(view.moved(e.getX() - dragX, end(), plotWidth()).scrolled(e.getY() - dragY, hidden()));
        dragX = e.getX();
        dragY = e.getY();
    }

    private void point(double x, double y) {
        mark(at(x, y));
        if (marked.isPresent()) {
            Tooltip.install(this, tooltip);
        } else {
            Tooltip.uninstall(this, tooltip);
            tooltip.hide();
        }
    }

    private void mark(Optional<TimePainter.Marked> now) {
        if (now.equals(marked)) {
            return;
        }
        marked = now;
        told.set(texts.flatMap(t -> now.map(m -> t.item(m.lane().lane(), m.item())))
                .orElse(""));
        tooltip.setText(told.get());
        redraw();
    }

    /** The thing nearest to a point, if any is near. */
    private Optional<TimePainter.Marked> at(double x, double y) {
        double inLanes = y - TimePainter.AXIS + view.top();
        double plot = x - TimePainter.GUTTER;
        if (plot < 0 || y < TimePainter.AXIS) {
            return Optional.empty();
        }
        List<TimePainter.Marked> near = new ArrayList<>();
        for (LaneRows lane : lanes) {
            for (Item item : lane.items()) {
                double top = lane.y(item.row()) - 1;
                boolean row = inLanes >= top && inLanes <= top + LaneRows.height(item.row()) + 2;
                if (row && distance(item, plot) <= REACH) {
                    near.add(new TimePainter.Marked(lane, item));
                }
            }
        }
        // What is drawn on top of a phase is what is meant.
        return near.stream()
                .min(Comparator.<TimePainter.Marked>comparingDouble(m -> distance(m.item(), plot))
                        .thenComparingDouble(m -> m.item().to() - m.item().from()));
    }

    private double distance(Item item, double plot) {
        double from = view.x(item.from());
        double to = view.x(item.to());
        return plot < from ? from - plot : plot > to ? plot - to : 0;
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown() || lanes.isEmpty()) {
            return;
        }
        switch (e.getCode()) {
            case LEFT, RIGHT -> {
                int way = e.getCode() == javafx.scene.input.KeyCode.RIGHT ? 1 : -1;
                if (e.isShiftDown()) {
                    look(view.moved(-way * PAN, end(), plotWidth()));
                } else {
                    step(way);
                }
            }
            case UP -> otherLane(-1);
            case DOWN -> otherLane(1);
            case PLUS, EQUALS, ADD -> zoom(1.5);
            case MINUS, SUBTRACT -> zoom(1 / 1.5);
            case DIGIT0, NUMPAD0, HOME -> fit();
            case ESCAPE -> {
                if (marked.isEmpty()) {
                    return;
                }
                mark(Optional.empty());
            }
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void step(int way) {
        LaneRows lane = marked.map(TimePainter.Marked::lane).orElse(lanes.getFirst());
        List<Item> items = lane.inTime();
        if (items.isEmpty()) {
            return;
        }
        int now = marked.map(m -> items.indexOf(m.item())).orElse(-1);
        reveal(lane, items.get(Math.clamp(now + way, 0, items.size() - 1)));
    }

    /** The same moment in the lane above or below. */
    private void otherLane(int way) {
        int now = marked.map(m -> lanes.indexOf(m.lane())).orElse(way > 0 ? -1 : lanes.size());
        LaneRows lane = lanes.get(Math.clamp(now + way, 0, lanes.size() - 1));
        double time = marked.map(m -> m.item().from()).orElse(0.0);
        lane.inTime().stream()
                .min(Comparator.comparingDouble(item -> Math.abs(item.from() - time)))
                .ifPresent(item -> reveal(lane, item));
    }

    private void reveal(LaneRows lane, Item item) {
        mark(Optional.of(new TimePainter.Marked(lane, item)));
        TimeView wanted = view.showing(item.from(), item.to(), end(), plotWidth());
        double above = lane.top() - wanted.top();
        double below = lane.bottom() - wanted.top() - (getHeight() - TimePainter.AXIS - 6);
        view = wanted.scrolled(above < 0 ? -above : below > 0 ? -below : 0, hidden());
        redraw();
    }

    @Override
    protected void layoutChildren() {
        frame.resizeRelocate(0, 0, getWidth(), getHeight());
        frame.requestLayout();
    }

    /** What is drawn in the next pulse. It is unmanaged, so a new frame does not make the window lay itself out. */
    private final class Frame extends Region {

        Frame() {
            setManaged(false);
            canvas.setManaged(false);
            getChildren().add(canvas);
        }

        @Override
        protected void layoutChildren() {
            if (getWidth() <= 0 || getHeight() <= 0 || texts.isEmpty()) {
                return;
            }
            if (fitted) {
                view = TimeView.fit(end(), plotWidth());
            }
            canvas.setWidth(Math.ceil(getWidth()));
            canvas.setHeight(Math.ceil(getHeight()));
            view = view.scrolled(0, hidden());
            painter.paint(
                    canvas.getWidth(), canvas.getHeight(), new TimePainter.Sheet(lanes, view, texts.get(), marked));
        }
    }

    public static List<CssMetaData<? extends Styleable, ?>> getClassCssMetaData() {
        return Meta.ALL;
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return Meta.ALL;
    }

    private static final class Meta {
        private static final List<CssMetaData<? extends Styleable, ?>> ALL =
                TimeTints.with(Region.getClassCssMetaData());
    }
}
