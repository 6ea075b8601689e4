package org.layergraft.ui;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.CoverageFormat;
import org.layergraft.experiment.Python;
import org.layergraft.report.Reports;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.GraphPrint;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.switches.SwitchesViewModel;

/**
 * Writes what is open for other programs, and says where it is.
 *
 * @param switches what a run would be made with
 * @param interpreter what runs exported scripts
 */
record Exports(
        DocumentViewModel document,
        SwitchesViewModel switches,
        Announcements announcements,
        Supplier<Python> interpreter) {

    /** @param then told once it is written; not told of a failure, which the window says itself */
    void edits(Path file, Runnable then) {
        document.writing().edits(file, () -> written(Problem.of("ui", "message.exported", file), then));
    }

    void python(Path file, Runnable then) {
        document.writing().python(file, () -> written(Problem.of("ui", "message.exported.python", file), then));
    }

    /** @param file PDF if it is called so, else SVG */
    void graph(Path file, GraphPrint print, Runnable then) {
        boolean pdf = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".pdf");
        document.writing()
                .export(
                        Problem.of("ui", "tasks.export.graph", file.getFileName()),
                        file,
                        waiting -> pdf ? print.pdf(waiting) : print.svg(waiting).getBytes(StandardCharsets.UTF_8),
                        () -> written(Problem.of("ui", "message.exported.graph", file), then));
    }

    /** @param rows those that are shown; JSON if the file is called so, else CSV */
    void coverage(Path file, List<Coverage> rows, Texts texts, Runnable then) {
        document.writing()
                .export(
                        Problem.of("ui", "tasks.save"),
                        file,
                        _ -> CoverageFormat.of(file).write(rows, texts).getBytes(StandardCharsets.UTF_8),
                        () -> written(Problem.of("ui", "message.exported.coverage", rows.size(), file), then));
    }

    /** @param file says by its ending what it becomes: HTML, PDF or Markdown */
    void report(Path file, KnownFindings known, Texts texts, Runnable then) {
        document.writing()
                .export(
                        Problem.of("ui", "tasks.export.report", file.getFileName()),
                        file,
                        // Reading and drawing come first, writing takes about as long where it is PDF.
                        waiting -> Reports.write(
                                known.findings(texts, waiting.part(0, 0.7)), Reports.Format.of(file), texts),
                        () -> written(Problem.of("ui", "message.exported.report", file), then));
    }

    /** What a run on all ranks with the settings of now would be, as a script, and what runs it. */
    void torchrun(Path file, Runnable then) {
        var settings = switches.settingsProperty().get();
        document.writing().torchrun(file, settings, script -> {
            String command = interpreter.get().torchrun(file, settings.ranks());
            written(
                    script.archive()
                            .map(model -> Problem.of("ui", "message.exported.torchrun.model", file, model, command))
                            .orElseGet(() -> Problem.of("ui", "message.exported.torchrun", file, command)),
                    then);
        });
    }

    private void written(Problem told, Runnable then) {
        announcements.tell(Tone.GOOD, told);
        then.run();
    }
}
