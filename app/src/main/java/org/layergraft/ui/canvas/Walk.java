package org.layergraft.ui.canvas;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where the arrow keys lead: down and up along the flow, left and right to what stands beside. */
enum Walk {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    FIRST,
    LAST;

    Optional<Layout.Box> from(Layout layout, String id) {
        List<Layout.Box> boxes = layout.boxes();
        if (boxes.isEmpty()) {
            return Optional.empty();
        }
        Optional<Layout.Box> here = layout.box(id);
        if (here.isEmpty()) {
            return Optional.of(this == LAST ? boxes.getLast() : boxes.getFirst());
        }
        Layout.Box box = here.get();
        Layout.Area a = box.area();
        return switch (this) {
            case FIRST -> Optional.of(boxes.getFirst());
            case LAST -> Optional.of(boxes.getLast());
            case DOWN ->
                linked(layout, id, true)
                        .min(byDistance(a))
                        .or(() -> beyond(layout, box, b -> b.y() >= a.y() + a.height()));
            case UP ->
                linked(layout, id, false)
                        .min(byDistance(a))
                        .or(() -> beyond(layout, box, b -> b.y() + b.height() <= a.y()));
            case RIGHT -> beyond(layout, box, b -> b.x() >= a.x() + a.width());
            case LEFT -> beyond(layout, box, b -> b.x() + b.width() <= a.x());
        };
    }

    private static Stream<Layout.Box> linked(Layout layout, String id, boolean onward) {
        return layout.routes().stream()
                .map(Layout.Route::edge)
                .filter(e -> (onward ? e.from() : e.to()).equals(id))
                .flatMap(e -> layout.box(onward ? e.to() : e.from()).stream());
    }

    /** The nearest box past one side; being level with it counts four times as much as being near. */
    private Optional<Layout.Box> beyond(Layout layout, Layout.Box box, Predicate<Layout.Area> past) {
        Layout.Area a = box.area();
        boolean sideways = this == LEFT || this == RIGHT;
        Comparator<Layout.Box> nearest = Comparator.comparingDouble(b -> {
            double dx = Math.abs(b.area().centreX() - a.centreX());
            double dy = Math.abs(b.area().centreY() - a.centreY());
            return sideways ? dx + 4 * dy : dy + 4 * dx;
        });
        return layout.boxes().stream().filter(b -> past.test(b.area())).min(nearest);
    }

    private static Comparator<Layout.Box> byDistance(Layout.Area a) {
        return Comparator.comparingDouble(
                b -> Math.hypot(b.area().centreX() - a.centreX(), b.area().centreY() - a.centreY()));
    }
}
