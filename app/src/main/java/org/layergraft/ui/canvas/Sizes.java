package org.layergraft.ui.canvas;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** How large a box is and where its text stands, in pixels at zoom 1. One place, so that the layout, the window and SVG agree. */
final class Sizes {

    static final double TITLE = 12.5;
    static final double DETAIL = 11;
    static final double SHAPE = 10.5;
    static final double TEXT_LEFT = 16;
    static final double GAP = 24;
    static final double LAYER_GAP = 34;
    static final double FRAME_TOP = 30;
    static final double FRAME_SIDE = 16;
    /** Before the heading of a frame. */
    static final double FRAME_INSET = 12;

    /** Beside the heading of a frame: what folds it, and how well it is covered. */
    static final double FRAME_MARKS = 64;

    static final double SIDE_GAP = 72;
    static final double SIDE_HEADING = 34;

    /** At the right of a box or frame: what unfolds or folds it. */
    static final double MARK = 24;

    private static final double MOST_OF_HEADING = 300;
    private static final double CHEVRON = 16;
    private static final double BADGE = 22;

    private Sizes() {}

    /**
     * Widths come in steps, so that a column of boxes lines up.
     *
     * @param breadth as {@link Drawing#breadth()}
     */
    static double width(Item item, double breadth) {
        double title = Labels.width(item.title(), TITLE);
        double text = twoLines(item) ? Math.max(title, Labels.width(item.detail(), DETAIL)) : title + inline(item);
        double wanted = TEXT_LEFT + text * breadth + right(item) + 10;
        double step = item.isModule() ? 40 : 20;
        double least = item.isModule() ? 160 : 60;
        double most = item.isModule() ? 280 : 240;
        return Math.clamp(Math.ceil(wanted / step) * step, least, most);
    }

    /**
     * Of a frame, so that its name can be read; a very long one is cut, or what is in the frame would be far from what is seen of it.
     *
     * @param breadth as {@link Drawing#breadth()}
     */
    static double heading(Item item, double breadth) {
        double marks = item.isModule() ? FRAME_INSET + FRAME_MARKS : FRAME_MARKS;
        return Math.min(MOST_OF_HEADING, Labels.width(item.title(), DETAIL) * breadth) + marks;
    }

    /** What a frame that wide has for its heading. */
    static double room(Item item, double width) {
        return width - FRAME_INSET - (item.isModule() ? FRAME_MARKS : FRAME_INSET);
    }

    static double height(Item item) {
        return twoLines(item) ? 48 : 28;
    }

    static boolean twoLines(Item item) {
        return item.isModule();
    }

    /** Room right of the text for the coverage sign and the mark that a box opens. */
    static double right(Item item) {
        return (item.parameters().isEmpty() ? 0 : BADGE) + (item.opens() ? CHEVRON : 0);
    }

    private static double inline(Item item) {
        return item.detail().isEmpty() ? 0 : 8 + Labels.width(item.detail(), DETAIL);
    }

    static double corner(Item item) {
        return switch (item.kind()) {
            case CALL -> 6;
            case PARAMETER -> 2;
            case BLOCK -> 8;
            case OPERATOR, INPUT, OUTPUT -> height(item) / 2;
        };
    }

    /** Filled blocks and unfolded modules. */
    static boolean isFrame(Item item, Set<String> blocksWithContent) {
        return blocksWithContent.contains(item.id());
    }

    static Set<String> blocksWithContent(Drawing drawing) {
        var found = new HashSet<String>();
        drawing.items().forEach(i -> i.block().ifPresent(found::add));
        return Collections.unmodifiableSet(found);
    }
}
