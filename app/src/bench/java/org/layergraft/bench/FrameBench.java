package org.layergraft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Frame time of the graph canvas while it is panned and zoomed with everything in view, by JavaFX's software renderer, and by a GPU where
 * the display has one, for made-up graphs of 500, 5,000 and 20,000 boxes. The reference draws the very same primitives: the drawing commands of these frames are kept and
 * given to another canvas again, without our code. Each size has a JVM of its own. See {@code FrameMain}.
 */
final class FrameBench {

    public static void main(String[] arguments) throws Exception {
        Kit.compile(
                "org/layergraft/bench/Kit.java",
                "org/layergraft/bench/Display.java",
                "org/layergraft/bench/Synthetic.java",
                "org/layergraft/ui/canvas/FrameMain.java",
                "org/layergraft/ui/canvas/Replay.java");
        List<String> sizes = arguments.length > 0 ? List.of(arguments) : List.of("500", "5000", "20000");
        for (String renderer : List.of("software", "hardware")) {
            for (String size : sizes) {
                measure(renderer, size);
            }
        }
        System.exit(0);
    }

    private static void measure(String renderer, String size) throws Exception {
        var options = new ArrayList<>(List.of(
                "-Djavafx.animation.pulse=1000",
                // Frames wait for nothing.
                "-Dprism.vsync=false",
                "--add-exports=javafx.graphics/com.sun.prism=ALL-UNNAMED",
                "--add-exports=javafx.graphics/com.sun.javafx.sg.prism=ALL-UNNAMED",
                "--add-opens=javafx.graphics/javafx.scene.canvas=ALL-UNNAMED"));
        if (renderer.equals("software")) {
            options.add("-Dprism.order=sw");
        }
        Kit.start(Kit.java(options, "org.layergraft.ui.canvas.FrameMain", size, renderer), Map.of())
                .waitFor();
    }
}
