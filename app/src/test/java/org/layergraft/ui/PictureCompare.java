package org.layergraft.ui;

import java.awt.image.BufferedImage;

/**
 * Tells whether two pictures of a window show the same to a person. Pictures are compared in cells of {@value #CELL} pixels by their mean
 * colour, and a cell may lie a pixel aside: how a renderer smooths edges does not count. What has moved further, has another colour or
 * is missing does, as soon as it is the size of a short word.
 */
final class PictureCompare {

    private static final int CELL = 4;
    /** Of 255, for the mean of a cell in any of the three colours. */
    private static final int TOLERANCE = 14;

    static final int MOST_CELLS = 4;

    private PictureCompare() {}

    /**
     * What differs.
     *
     * @param cells how many
     * @param marked the second picture, pale, with these in red
     */
    record Difference(int cells, BufferedImage marked) {
        boolean same() {
            return cells <= MOST_CELLS;
        }
    }

    /** @throws IllegalArgumentException when they have not the same size */
    static Difference of(BufferedImage wanted, BufferedImage found) {
        if (wanted.getWidth() != found.getWidth() || wanted.getHeight() != found.getHeight()) {
            throw new IllegalArgumentException("%d×%d is not %d×%d"
                    .formatted(wanted.getWidth(), wanted.getHeight(), found.getWidth(), found.getHeight()));
        }
        var first = new Sums(wanted);
        var second = new Sums(found);
        var marked = pale(found);
        int cells = 0;
        for (int y = 0; y + CELL <= wanted.getHeight(); y += CELL) {
            for (int x = 0; x + CELL <= wanted.getWidth(); x += CELL) {
                if (!near(first, second, x, y) || !near(second, first, x, y)) {
                    cells++;
                    fill(marked, x, y);
                }
            }
        }
        return new Difference(cells, marked);
    }

    private static boolean near(Sums one, Sums other, int x, int y) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (one.distance(other, x, y, dx, dy) <= TOLERANCE * CELL * CELL) {
                    return true;
                }
            }
        }
        return false;
    }

    private static BufferedImage pale(BufferedImage of) {
        var pale = new BufferedImage(of.getWidth(), of.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < of.getHeight(); y++) {
            for (int x = 0; x < of.getWidth(); x++) {
                int rgb = of.getRGB(x, y);
                pale.setRGB(x, y, (rgb >> 1 & 0x7f7f7f) + 0x7f7f7f);
            }
        }
        return pale;
    }

    private static void fill(BufferedImage image, int x, int y) {
        for (int i = 0; i < CELL * CELL; i++) {
            image.setRGB(x + i % CELL, y + i / CELL, 0xd00000);
        }
    }

    /** Of all pixels above and to the left of a point, so that a cell anywhere costs the same. */
    private static final class Sums {

        private final int width;
        private final int height;
        private final int[][] colours;

        Sums(BufferedImage image) {
            width = image.getWidth();
            height = image.getHeight();
            colours = new int[3][(width + 1) * (height + 1)];
            for (int y = 0; y < height; y++) {
                var row = new int[3];
                for (int x = 0; x < width; x++) {
                    int rgb = image.getRGB(x, y);
                    for (int c = 0; c < 3; c++) {
                        row[c] += rgb >> 8 * c & 0xff;
                        colours[c][(y + 1) * (width + 1) + x + 1] = colours[c][y * (width + 1) + x + 1] + row[c];
                    }
                }
            }
        }

        /** The greatest difference in a colour between this one's cell here and the other's cell that far away. */
        int distance(Sums other, int x, int y, int dx, int dy) {
            int ox = Math.clamp(x + dx, 0, width - CELL);
            int oy = Math.clamp(y + dy, 0, height - CELL);
            int most = 0;
            for (int c = 0; c < 3; c++) {
                most = Math.max(most, Math.abs(sum(c, x, y) - other.sum(c, ox, oy)));
            }
            return most;
        }

        private int sum(int c, int x, int y) {
            int above = y * (width + 1) + x;
            int below = (y + CELL) * (width + 1) + x;
            return colours[c][below + CELL] - colours[c][below] - colours[c][above + CELL] + colours[c][above];
        }
    }
}
