package org.layergraft.ui.canvas;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.layergraft.model.FlowNode;
import org.layergraft.ui.canvas.Palette.Tint;

/** Draws boxes: modules with square corners and two lines, operators as pills, what nothing reads with a dashed border. */
final class BoxPainter {

    private final GraphicsContext gc;
    private final Palette palette;
    private final TextFit fit;
    private final Scenery scene;
    private final double scale;
    private final SignPainter signs;

    BoxPainter(GraphicsContext gc, Palette palette, TextFit fit, Scenery scene) {
        this.gc = gc;
        this.palette = palette;
        this.fit = fit;
        this.scene = scene;
        this.scale = scene.view().scale();
        this.signs = new SignPainter(gc, palette);
    }

    void paint(Layout.Box box, boolean secondLine) {
        Item item = box.item();
        Layout.Area a = Painter.onScreen(box.area(), scene.view());
        double corner = 2 * Sizes.corner(item) * scale;
        boolean selected = item.id().equals(scene.selected());
        boolean target = item.id().equals(scene.dropping());
        boolean lit = scene.lit().boxes().contains(item.id());
        if (selected || target) {
            gc.setFill(palette.get(Tint.SELECTION_GLOW));
            gc.fillRoundRect(a.x() - 4, a.y() - 4, a.width() + 8, a.height() + 8, corner + 8, corner + 8);
        }
        gc.setFill(palette.get(item.isModule() ? Tint.MODULE_FILL : Tint.NODE_FILL));
        gc.fillRoundRect(a.x(), a.y(), a.width(), a.height(), corner, corner);
        Optional<Mark> mark = Optional.ofNullable(scene.marks().get(item.id()));
        mark.ifPresent(m -> {
            gc.setFill(m.colour(palette).deriveColor(0, 1, 1, 0.3));
            gc.fillRoundRect(a.x(), a.y(), a.width(), a.height(), corner, corner);
        });
        border(item, a, corner, selected || target || lit, scene.shapes().didNotRun(item.id()));
        stripe(item, a);
        text(box, a, secondLine);
        Cover cover = scene.cover(item.id());
        double right = a.x() + a.width() - 9 * scale;
        if (item.opens()) {
            if (item.unfolds()) {
                signs.fold(false, right - 4 * scale, a.y() + a.height() / 2, 5 * scale);
            } else {
                chevron(right, a.y() + a.height() / 2);
            }
            right -= 14 * scale;
        }
        if (cover.sign() != Cover.Sign.UNKNOWN) {
            signs.sign(
                    cover.sign(),
                    right - 7 * scale,
                    a.y() + a.height() / 2 - (item.isModule() ? 3 * scale : 0),
                    7 * scale);
            if (item.isModule()) {
                double left = a.x() + Sizes.TEXT_LEFT * scale;
                signs.bar(cover, left, a.y() + a.height() - 7 * scale, a.x() + a.width() - 9 * scale - left, 4 * scale);
            }
        }
        mark.filter(_ -> secondLine).ifPresent(m -> tag(m, a));
    }

    /** A tag on the lower border: what the overlay says. */
    private void tag(Mark mark, Layout.Area a) {
        double width = (fit.width(mark.text(), Sizes.SHAPE) + 12) * scale;
        double height = 15 * scale;
        double x = Math.rint(a.x() + a.width() - width - 6 * scale) + 0.5;
        double y = Math.rint(a.y() + a.height() - height / 2) + 0.5;
        gc.setFill(palette.get(Tint.GROUND));
        gc.fillRoundRect(x, y, width, height, height, height);
        gc.setStroke(mark.colour(palette));
        gc.setLineWidth(Math.max(1, 1.2 * scale));
        gc.strokeRoundRect(x, y, width, height, height, height);
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        line(mark.text(), Sizes.SHAPE, Tint.TEXT, Math.rint(x + 6 * scale), y + height / 2);
    }

    private void border(Item item, Layout.Area a, double corner, boolean strong, boolean idle) {
        Tint tint = strong
                ? Tint.SELECTION
                : item.dashed() ? Tint.DASHED : item.id().equals(scene.hovered()) ? Tint.NODE_HOVER : Tint.NODE_BORDER;
        gc.setStroke(palette.get(tint));
        gc.setLineWidth(strong ? 2 : item.dashed() ? 1.5 : 1);
        if (item.dashed()) {
            gc.setLineDashes(5, 4);
        } else if (idle) {
            gc.setLineDashes(RoutePainter.IDLE);
        }
        gc.strokeRoundRect(a.x(), a.y(), a.width(), a.height(), corner, corner);
        gc.setLineDashes();
    }

    private void stripe(Item item, Layout.Area a) {
        gc.setFill(palette.get(item.family()));
        double height = a.height() - 16 * scale;
        gc.fillRoundRect(a.x() + 7 * scale, a.y() + 8 * scale, 3 * scale, height, 3 * scale, 3 * scale);
    }

    private void text(Layout.Box box, Layout.Area a, boolean secondLine) {
        Item item = box.item();
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        double x = Math.rint(a.x() + Sizes.TEXT_LEFT * scale);
        double room = box.area().width() - Sizes.TEXT_LEFT - Sizes.right(item) - 8;
        boolean path = item.isModule() && item.title().contains(".");
        String title = fit.fit(item.title(), Sizes.TITLE, room, path);
        boolean twoLines = Sizes.twoLines(item) && !item.detail().isEmpty() && secondLine;
        boolean covered = scene.cover(item.id()).sign() != Cover.Sign.UNKNOWN;
        double top = twoLines ? (covered ? 13.5 : 16) : Sizes.height(item) / 2;
        line(title, Sizes.TITLE, Tint.TEXT, x, a.y() + top * scale);
        if (twoLines) {
            String detail = fit.fit(item.detail(), Sizes.DETAIL, room, false);
            line(detail, Sizes.DETAIL, Tint.TEXT_MUTED, x, a.y() + (covered ? 29.5 : 33) * scale);
        } else if (!Sizes.twoLines(item) && secondLine && !item.detail().isEmpty()) {
            double used = fit.width(title, Sizes.TITLE) + 8;
            String detail = fit.fit(item.detail(), Sizes.DETAIL, room - used, false);
            line(detail, Sizes.DETAIL, Tint.TEXT_MUTED, x + used * scale, a.y() + top * scale);
        }
    }

    private void line(String text, double size, Tint tint, double x, double y) {
        if (!text.isEmpty()) {
            gc.setFont(fit.font(size * scale));
            gc.setFill(palette.get(tint));
            gc.fillText(text, x, Math.rint(y));
        }
    }

    private void chevron(double right, double y) {
        double s = 3.5 * scale;
        gc.setStroke(palette.get(Tint.TEXT_MUTED));
        gc.setLineWidth(Math.max(1, 1.3 * scale));
        gc.strokePolyline(new double[] {right - s, right, right - s}, new double[] {y - s, y, y + s}, 3);
    }

    /** From afar: filled where covered, hollow where not, half where part of it is. */
    void paintSmall(Layout.Box box) {
        Item item = box.item();
        Layout.Area a = Painter.onScreen(box.area(), scene.view());
        double width = Math.max(1, a.width() - 1);
        double height = Math.max(1, a.height() - 1);
        Cover cover = scene.cover(item.id());
        gc.setFill(palette.get(item.isModule() ? Tint.MODULE_FILL : Tint.NODE_FILL));
        gc.fillRect(a.x(), a.y(), width, height);
        Mark mark = scene.marks().get(item.id());
        if (mark != null) {
            gc.setFill(mark.colour(palette));
            gc.fillRect(a.x(), a.y(), width, height);
        } else if (cover.sign() == Cover.Sign.UNKNOWN) {
            gc.setFill(palette.get(item.family()));
            gc.fillRect(a.x(), a.y(), Math.max(2, Math.min(width, 8 * scale)), height);
        } else {
            gc.setFill(signs.colour(cover.sign()));
            gc.fillRect(a.x(), a.y(), width * (cover.sign() == Cover.Sign.FROZEN ? 1 : cover.share()), height);
        }
        boolean selected = item.id().equals(scene.selected());
        boolean unread = item.dashed() || item.side() && item.kind() == FlowNode.Kind.PARAMETER;
        gc.setStroke(
                selected
                        ? palette.get(Tint.SELECTION)
                        : cover.sign() != Cover.Sign.UNKNOWN
                                ? signs.colour(cover.sign())
                                : palette.get(unread ? Tint.DASHED : Tint.NODE_BORDER));
        gc.setLineWidth(selected ? 3 : 1);
        gc.strokeRect(a.x(), a.y(), width, height);
    }
}
