package org.layergraft.ui;

import java.util.List;
import org.layergraft.experiment.RunSettings;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.SwitchesViewModel;

/** Of a model that was watched elsewhere the window shows what would happen with the switches as they are, whenever they change. */
final class Predicting {

    private final DocumentViewModel document;
    private final SwitchesViewModel switches;
    private final RunsViewModel runs;
    private final Backend backend;
    private final Tasks tasks;
    private final Announcements announcements;
    private int turn;

    Predicting(
            DocumentViewModel document,
            SwitchesViewModel switches,
            RunsViewModel runs,
            Backend backend,
            Tasks tasks,
            Announcements announcements) {
        this.document = document;
        this.switches = switches;
        this.runs = runs;
        this.backend = backend;
        this.tasks = tasks;
        this.announcements = announcements;
        switches.settingsProperty().subscribe((_, _) -> renew());
    }

    /** Nothing happens for a model that is here: it is asked for a run. */
    void renew() {
        int mine = ++turn;
        document.experimentProperty()
                .get()
                .filter(e -> e.captured().isPresent())
                .ifPresent(experiment -> {
                    RunSettings settings = switches.settingsProperty().get();
                    tasks.start(
                            () -> backend.predict(experiment, settings),
                            result -> {
                                if (mine == turn) {
                                    runs.show(new FinishedRun(true, settings, List.of(), result));
                                }
                            },
                            problem -> {
                                if (mine == turn) {
                                    announcements.tell(Tone.WARNING, problem.problem());
                                }
                            });
                });
    }
}
