package org.layergraft.ui;

import java.util.List;
import java.util.function.Consumer;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.matrix.MatrixViewModel;
import org.layergraft.ui.messages.MessagesViewModel;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.CostsViewModel;
import org.layergraft.ui.switches.SwitchesViewModel;

/** What can be run of the model as it is open, with the switches as they are, and what the window does when it ends. */
public final class Running {

    private final DocumentViewModel document;
    private final RunsViewModel runs;
    private final SwitchesViewModel switches;
    private final ShapesViewModel shapes;
    private final MatrixViewModel matrix;
    private final CostsViewModel costs;
    private final Results results;
    private final Announcements announcements;
    private final MessagesViewModel messages;
    private final Consumer<Runnable> allowed;

    /** @param allowed runs what executes the model, once the person allows it */
    Running(
            DocumentViewModel document,
            RunsViewModel runs,
            SwitchesViewModel switches,
            ShapesViewModel shapes,
            MatrixViewModel matrix,
            CostsViewModel costs,
            Results results,
            Announcements announcements,
            MessagesViewModel messages,
            Consumer<Runnable> allowed) {
        this.document = document;
        this.runs = runs;
        this.switches = switches;
        this.shapes = shapes;
        this.matrix = matrix;
        this.costs = costs;
        this.results = results;
        this.announcements = announcements;
        this.messages = messages;
        this.allowed = allowed;
    }

    /** One device, or one device and then all ranks. */
    public void run(boolean onRanks) {
        if (document.capturedProperty().get()) {
            // Every change of a switch is predicted by itself.
            return;
        }
        execute(experiment ->
                runs.start(onRanks, experiment, switches.settingsProperty().get(), this::finished, this::broken));
    }

    private void execute(Consumer<Experiment> how) {
        if (document.capturedProperty().get()) {
            // Nothing of it is executed, so nobody needs to be asked.
            document.experimentProperty().get().ifPresent(how);
            return;
        }
        allowed.accept(() -> document.experimentProperty().get().ifPresent(experiment -> {
            announcements.dismiss();
            shapes.pause();
            how.accept(experiment);
        }));
    }

    /** Times steps with a switch against steps without it, everything else as it is. */
    public void measureCost(CostsViewModel.Subject subject) {
        if (document.capturedProperty().get()) {
            announcements.refuse(Problem.of("ui", "captured.runs"));
            return;
        }
        if (runs.runningProperty().get()) {
            return;
        }
        execute(experiment -> {
            costs.begin(subject);
            var settings = switches.settingsProperty().get();
            runs.compare(
                    experiment,
                    settings.with(subject.without(settings.switches())),
                    subject.with(settings.switches()),
                    comparison -> {
                        costs.found(subject, comparison.sentence());
                        messages.add(Tone.NEUTRAL, comparison.sentence());
                        ran();
                    },
                    problem -> {
                        costs.end();
                        broken(problem);
                    });
        });
    }

    /** Runs the model as it was opened and after every edit, on ranks: which edit is it that breaks training? */
    public void checkEveryEdit() {
        if (document.capturedProperty().get()) {
            return;
        }
        execute(experiment ->
                runs.everyPrefix(experiment, switches.settingsProperty().get(), this::grown, this::broken));
    }

    /** Runs every combination of switches and of what was picked besides: which of them train, and at what cost? */
    public void whatWouldHelp() {
        var obstacle = matrix.axes().obstacleProperty().get();
        if (obstacle.isPresent()) {
            announcements.refuse(obstacle.get());
            return;
        }
        execute(experiment -> {
            var settings = switches.settingsProperty().get();
            if (!runs.runningProperty().get()) {
                matrix.begin(settings, experiment.log().edits());
            }
            runs.matrix(
                    experiment,
                    settings,
                    matrix.axes().axes(),
                    matrix::add,
                    all -> compared(experiment, settings, all),
                    this::broken);
        });
    }

    private void compared(Experiment experiment, RunSettings settings, List<RunResult> all) {
        matrix.finish(all);
        matrix.contest()
                .ifPresentOrElse(
                        contest -> runs.compare(
                                experiment,
                                settings.with(contest.best()),
                                contest.usual(),
                                pairs -> {
                                    matrix.settle(pairs);
                                    messages.add(Tone.NEUTRAL, pairs.sentence());
                                    conclude();
                                },
                                problem -> {
                                    conclude();
                                    announcements.report(problem);
                                }),
                        this::conclude);
    }

    /** What the matrix says of the usual advice. */
    private void conclude() {
        boolean helps = matrix.rows().stream().anyMatch(MatrixTable.Row::trains);
        messages.add(helps ? Tone.GOOD : Tone.BAD, matrix.tableProperty().get().sentence());
        ran();
    }

    /** Sets the switches as a row of the matrix has them, and shows what they gave. */
    public void use(MatrixTable.Row row) {
        switches.show(row.switches());
        runs.show(new FinishedRun(true, matrix.settingsOf(row), matrix.edits(), row.result()));
    }

    private void grown(Growth growth) {
        ran();
        results.list(growth);
    }

    private void finished(FinishedRun run) {
        results.list(run);
        if (FixTrials.worth(run)) {
            tryFixes(run);
        } else {
            ran();
        }
    }

    /** What a run is for has been told; now is the time for what is good to know besides. */
    private void ran() {
        shapes.resume();
        document.experimentProperty()
                .get()
                .ifPresent(e -> shapes.renew(e, switches.settingsProperty().get()));
    }

    private void broken(LayergraftException problem) {
        shapes.resume();
        announcements.report(problem);
    }

    /** Really runs the fixes of the check that is shown. */
    public void tryFixes() {
        allowed.accept(() -> runs.lastProperty().get().ifPresent(this::tryFixes));
    }

    /** A fix is tried on what was checked, not on what was edited since. */
    private void tryFixes(FinishedRun run) {
        document.experimentProperty()
                .get()
                .filter(e -> e.log().edits().equals(run.edits()))
                .ifPresentOrElse(
                        experiment -> {
                            shapes.pause();
                            runs.tryFixes(run, experiment, () -> tried(experiment), this::broken);
                        },
                        this::ran);
    }

    /** Another model may have been opened meanwhile; nobody asked to execute that one. */
    private void tried(Experiment experiment) {
        boolean same = document.experimentProperty()
                .get()
                .filter(e -> e.base() == experiment.base())
                .isPresent();
        if (same) {
            ran();
        } else {
            shapes.resume();
        }
    }
}
