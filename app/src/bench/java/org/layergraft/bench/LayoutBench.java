package org.layergraft.bench;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.ui.canvas.Drawing;
import org.layergraft.ui.canvas.GraphLayout;
import org.layergraft.ui.canvas.Layout;

/**
 * Time of laying out made-up graphs of 500, 5,000 and 20,000 boxes: the first in this JVM, as a person meets it, and the median of
 * later ones. Each size has a JVM of its own. The reference is making the boxes and lines that are laid out, without placing them.
 */
public final class LayoutBench {

    private static final List<Integer> SIZES = List.of(500, 5_000, 20_000);

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            measure(Integer.parseInt(arguments[0]));
            return;
        }
        Kit.compile(
                "org/layergraft/bench/LayoutBench.java",
                "org/layergraft/bench/Kit.java",
                "org/layergraft/bench/Display.java",
                "org/layergraft/bench/Synthetic.java");
        for (int size : SIZES) {
            Kit.start(
                            Kit.java(List.of(), "org.layergraft.bench.LayoutBench", Integer.toString(size)),
                            java.util.Map.of())
                    .waitFor();
        }
        System.exit(0);
    }

    private static void measure(int size) {
        var flow = Synthetic.flow(size);
        var reference = new ArrayList<Double>();
        var times = new ArrayList<Double>();
        Layout layout = null;
        for (int round = 0; round < 7; round++) {
            long start = System.nanoTime();
            Drawing drawing = Drawing.of(flow);
            long drawn = System.nanoTime();
            layout = GraphLayout.of(drawing);
            times.add((System.nanoTime() - drawn) / 1e6);
            reference.add((drawn - start) / 1e6);
        }
        Kit.say(
                "%6d boxes, %6d lines: first %.0f ms, later %.0f ms; the drawing alone %.1f ms then %.1f ms; %s; %s",
                size,
                flow.edges().size(),
                times.getFirst(),
                Kit.median(times.subList(2, times.size())),
                reference.getFirst(),
                Kit.median(reference.subList(2, reference.size())),
                layout.plain() ? "plain rows" : "layered",
                Kit.load());
    }
}
