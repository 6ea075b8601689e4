package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What counts as another picture, and what does not. */
class PictureCompareTest {

    private record Window(int paneX, Color button, String label, boolean smooth, double nudge) {
        BufferedImage painted() {
            return drawn(g -> {
                g.setRenderingHint(
                        RenderingHints.KEY_ANTIALIASING,
                        smooth ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
                g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
                g.setColor(new Color(0xd0d7de));
                g.fillRect(paneX, 40, 2, 360);
                g.setColor(button);
                g.fillRoundRect(20, 8, 40, 24, 8, 8);
                g.setColor(new Color(0x57606a));
                var line = new Path2D.Double();
                line.moveTo(30 + nudge, 80 + nudge);
                line.lineTo(180 + nudge, 330 + nudge);
                g.draw(line);
                g.setColor(Color.BLACK);
                g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
                g.setRenderingHint(
                        RenderingHints.KEY_TEXT_ANTIALIASING,
                        smooth ? RenderingHints.VALUE_TEXT_ANTIALIAS_ON : RenderingHints.VALUE_TEXT_ANTIALIAS_GASP);
                g.drawString(label, 330, 24);
            });
        }
    }

    private static final Window WINDOW = new Window(300, new Color(0x0969da), "steps", true, 0);

    private static BufferedImage drawn(Consumer<Graphics2D> what) {
        var image = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 640, 400);
        what.accept(g);
        g.dispose();
        return image;
    }

    private static boolean same(Window other) {
        return PictureCompare.of(WINDOW.painted(), other.painted()).same();
    }

    @Test
    void theSameIsTheSame() {
        assertEquals(0, PictureCompare.of(WINDOW.painted(), WINDOW.painted()).cells());
    }

    @Test
    void aPaneThatMovedIsSeen() {
        assertFalse(same(new Window(304, WINDOW.button(), WINDOW.label(), true, 0)));
        assertFalse(same(new Window(280, WINDOW.button(), WINDOW.label(), true, 0)));
    }

    @Test
    void anotherColourIsSeen() {
        assertFalse(same(new Window(300, new Color(0x1a7f37), WINDOW.label(), true, 0)));
        assertFalse(same(new Window(300, new Color(0x2a80ea), WINDOW.label(), true, 0)), "also one that is near");
    }

    @Test
    void aTextThatIsMissingOrAnotherIsSeen() {
        assertFalse(same(new Window(300, WINDOW.button(), "", true, 0)));
        assertFalse(same(new Window(300, WINDOW.button(), "ranks", true, 0)));
    }

    @Test
    void smoothedEdgesAreNotSeen() {
        assertTrue(same(new Window(300, WINDOW.button(), WINDOW.label(), true, 0.5)), "half a pixel aside");
        assertTrue(same(new Window(301, WINDOW.button(), WINDOW.label(), true, 0)), "one pixel aside");
    }

    @Test
    void aLittleNoiseIsNotSeen() {
        var random = new SplittableRandom(5);
        var noisy = WINDOW.painted();
        for (int y = 0; y < noisy.getHeight(); y++) {
            for (int x = 0; x < noisy.getWidth(); x++) {
                int grey = random.nextInt(6);
                noisy.setRGB(x, y, noisy.getRGB(x, y) & 0xf8f8f8 | grey << 16 | grey << 8 | grey);
            }
        }
        assertTrue(PictureCompare.of(WINDOW.painted(), noisy).same());
    }

    @Test
    void anotherSizeIsNoPictureOfTheSame() {
        var small = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        assertThrows(IllegalArgumentException.class, () -> PictureCompare.of(WINDOW.painted(), small));
    }
}
