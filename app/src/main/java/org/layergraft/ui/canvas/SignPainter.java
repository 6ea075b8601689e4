package org.layergraft.ui.canvas;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import org.layergraft.ui.canvas.Palette.Tint;

/** Draws coverage so that it can be read without seeing colours. */
final class SignPainter {

    private final GraphicsContext gc;
    private final Palette palette;

    SignPainter(GraphicsContext gc, Palette palette) {
        this.gc = gc;
        this.palette = palette;
    }

    Paint colour(Cover.Sign sign) {
        return palette.get(
                switch (sign) {
                    case FULL -> Tint.COVERED;
                    case PART, ZERO -> Tint.PARTLY;
                    case EMPTY, NONFINITE -> Tint.UNCOVERED;
                    case FROZEN, UNKNOWN -> Tint.FROZEN;
                });
    }

    void sign(Cover.Sign sign, double x, double y, double r) {
        gc.setFill(colour(sign));
        gc.setStroke(colour(sign));
        gc.setLineWidth(Math.max(1, r * 0.26));
        gc.setLineCap(StrokeLineCap.ROUND);
        switch (sign) {
            case FULL -> {
                gc.fillOval(x - r, y - r, 2 * r, 2 * r);
                gc.setStroke(palette.get(Tint.SIGN));
                gc.strokePolyline(
                        new double[] {x - r * 0.45, x - r * 0.1, x + r * 0.48},
                        new double[] {y + r * 0.02, y + r * 0.4, y - r * 0.36},
                        3);
            }
            case PART -> {
                double i = r * 0.88;
                gc.fillArc(x - i, y - i, 2 * i, 2 * i, 90, 180, ArcType.CHORD);
                gc.strokeOval(x - i, y - i, 2 * i, 2 * i);
            }
            case ZERO -> {
                double i = r * 0.88;
                gc.strokeOval(x - i, y - i, 2 * i, 2 * i);
            }
            case EMPTY -> {
                double i = r * 0.88;
                gc.strokeOval(x - i, y - i, 2 * i, 2 * i);
                gc.strokeLine(x - i * 0.62, y + i * 0.62, x + i * 0.62, y - i * 0.62);
            }
            case NONFINITE -> {
                gc.fillPolygon(
                        new double[] {x, x + r * 1.05, x - r * 1.05},
                        new double[] {y - r, y + r * 0.85, y + r * 0.85},
                        3);
                gc.setStroke(palette.get(Tint.SIGN));
                gc.strokeLine(x, y - r * 0.35, x, y + r * 0.2);
                gc.strokeLine(x, y + r * 0.55, x, y + r * 0.55);
            }
            case FROZEN -> {
                // A snowflake, as in the table and its legend.
                for (int arm = 0; arm < 3; arm++) {
                    double dx = r * 0.92 * Math.sin(arm * Math.PI / 3);
                    double dy = r * 0.92 * Math.cos(arm * Math.PI / 3);
                    gc.strokeLine(x - dx, y - dy, x + dx, y + dy);
                }
            }
            case UNKNOWN -> {}
        }
        gc.setLineCap(StrokeLineCap.BUTT);
    }

    /** A plus where something can be unfolded, a minus where it is. */
    void fold(boolean unfolded, double x, double y, double r) {
        double side = Math.rint(2 * r);
        double left = Math.rint(x - r) + 0.5;
        double top = Math.rint(y - r) + 0.5;
        gc.setStroke(palette.get(Tint.TEXT_MUTED));
        gc.setLineWidth(1);
        gc.strokeRoundRect(left, top, side, side, r * 0.8, r * 0.8);
        double cx = left + side / 2;
        double cy = top + side / 2;
        gc.setLineWidth(Math.max(1, r * 0.24));
        gc.strokeLine(cx - r * 0.5, cy, cx + r * 0.5, cy);
        if (!unfolded) {
            gc.strokeLine(cx, cy - r * 0.5, cx, cy + r * 0.5);
        }
    }

    /** Covered share filled, the rest hatched. */
    void bar(Cover cover, double x, double y, double width, double height) {
        if (cover.wanted() == 0) {
            return;
        }
        double filled = width * cover.share();
        gc.setFill(palette.get(Tint.COVERED));
        gc.fillRect(x, y, filled, height);
        gc.setStroke(palette.get(cover.none() + cover.nonfinite() > 0 ? Tint.UNCOVERED : Tint.PARTLY));
        gc.setLineWidth(1);
        for (double at = x + filled + (filled > 0 ? 2 : 0); at + height <= x + width; at += Math.max(3, height)) {
            gc.strokeLine(at, y + height, at + height, y);
        }
    }
}
