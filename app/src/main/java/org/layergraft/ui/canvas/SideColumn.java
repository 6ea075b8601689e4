package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what a forward does not use in columns right of it. */
final class SideColumn {

    private static final double PAD = 16;
    private static final double BETWEEN = 14;

    private SideColumn() {}

    static Layout beside(Layout main, Drawing drawing) {
        List<Item> items = drawing.items().stream().filter(Item::side).toList();
        if (items.isEmpty()) {
            return main;
        }
        double left = main.boxes().isEmpty() ? Sizes.GAP : main.width() + Sizes.SIDE_GAP;
        double top = Sizes.GAP;
        // Columns about as tall as the flow, or about square when there is none.
        double all = items.stream().mapToDouble(i -> Sizes.height(i) + BETWEEN).sum();
        double tallest = Math.max(Math.max(main.height() - 2 * Sizes.GAP, 420), Math.sqrt(all * 200));
        var boxes = new ArrayList<>(main.boxes());
        double columnWidth = items.stream()
                .mapToDouble(i -> Sizes.width(i, drawing.breadth()))
                .max()
                .orElseThrow();
        double x = left + PAD;
        double y = top + Sizes.SIDE_HEADING;
        double bottom = y;
        for (Item item : items) {
            if (y + Sizes.height(item) + PAD > top + tallest && y > top + Sizes.SIDE_HEADING) {
                x += columnWidth + BETWEEN;
                y = top + Sizes.SIDE_HEADING;
            }
            boxes.add(new Layout.Box(item, new Layout.Area(x, y, columnWidth, Sizes.height(item))));
            y += Sizes.height(item) + BETWEEN;
            bottom = Math.max(bottom, y - BETWEEN);
        }
        var side = new Layout.Area(left, top, x + columnWidth + PAD - left, bottom + PAD - top);
        return new Layout(
                main.module(),
                boxes,
                main.frames(),
                main.routes(),
                Optional.of(side),
                side.x() + side.width() + Sizes.GAP,
                Math.max(main.height(), bottom + PAD + Sizes.GAP),
                main.plain());
    }
}
