package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.text.LayergraftException;

/** What the command line asks of the window: to open, to be painted without a display. */
public interface Window {

    /** Opens with the given model, if any; returns when it is closed. */
    void open(List<String> arguments) throws LayergraftException;

    /** Writes the window as a PNG. */
    void paint(Picture picture) throws LayergraftException;

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
