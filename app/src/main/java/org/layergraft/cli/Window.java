package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.Drawing;
import org.layergraft.ui.canvas.GraphLayout;
import org.layergraft.ui.canvas.GraphSvg;

/** What the command line asks of the window: to open, to be painted without a display, to draw a graph. */
public interface Window {

    /** Opens with the given model, if any; returns when it is closed. */
    void open(List<String> arguments) throws LayergraftException;

    /** Writes the window as a PNG. */
    void paint(Picture picture) throws LayergraftException;

    /**
     * The root's forward as an SVG document; needs no toolkit.
     *
     * @param shapes written on the edges; {@link ShapeReport#EMPTY} where nothing was measured
     */
    default String svg(ModelGraph graph, ShapeReport shapes) {
        return GraphSvg.write(GraphLayout.of(Drawing.of(graph, "")), graph.title(), shapes, new Texts(Locale.ENGLISH));
    }

    /**
     * @param result what the coverage table and the verdict bar show, if anything was run
     * @param width and {@code height}: in pixels
     */
    record Picture(
            Experiment experiment,
            Optional<RunResult> result,
            Path out,
            int width,
            int height,
            boolean dark,
            Locale language) {}

    /** A build without a window. */
    Window NONE = new Window() {
        @Override
        public void open(List<String> arguments) throws LayergraftException {
            throw missing();
        }

        @Override
        public void paint(Picture picture) throws LayergraftException {
            throw missing();
        }

        private static LayergraftException missing() {
            return LayergraftException.engine("cli", "window.none");
        }
    };
}
