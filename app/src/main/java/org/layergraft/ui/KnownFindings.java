package org.layergraft.ui;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.report.ConfigAdvice;
import org.layergraft.report.Findings;
import org.layergraft.report.Repeat;
import org.layergraft.report.Subject;
import org.layergraft.report.UsedVersions;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.EditPictures;
import org.layergraft.ui.common.Waiting;
import org.layergraft.ui.runs.FinishedRun;

/**
 * What a window has found out of its model, as a report tells it.
 *
 * @param file of the model or the experiment
 * @param run counts only where it was of the model as it is now
 * @param matrix of the model as it is now
 * @param costs sentences with their spread
 * @param config that is open beside the model, with where its packages are looked for
 */
record KnownFindings(
        Experiment experiment,
        Path file,
        Optional<FinishedRun> run,
        List<RunResult> matrix,
        List<Problem> costs,
        Optional<OpenConfig> config) {

    /** A training config as it is shown. */
    record OpenConfig(ConfigReport report, Scopes scopes) {}

    /** In the background: it reads the file again and draws, which is what takes the time. */
    Findings findings(Texts texts, Waiting waiting) throws LayergraftException {
        Optional<RunResult> now =
                run.filter(r -> r.edits().equals(experiment.log().edits())).map(FinishedRun::result);
        var subject = Subject.of(experiment, EditPictures.of(experiment, texts, waiting));
        if (waiting.isDropped()) {
            throw new CancellationException();
        }
        return new Findings(
                subject,
                subject.sources(),
                now,
                matrix,
                costs.stream()
                        .map(c -> new Findings.Cost(Optional.empty(), c, false))
                        .toList(),
                config.map(c -> ConfigAdvice.of(c.report(), subject, now, c.scopes())).stream()
                        .toList(),
                UsedVersions.of(subject),
                now.isPresent() ? Repeat.commands(KnownFindings::name, file, subject, now.get(), matrix) : List.of(),
                ZonedDateTime.now());
    }

    /** A report is given away: where files lie here is nobody else's business. */
    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
