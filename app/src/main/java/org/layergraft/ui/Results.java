package org.layergraft.ui;

import java.util.List;
import org.layergraft.experiment.Growth;
import org.layergraft.graft.EditTexts;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.coverage.CoverageViewModel;
import org.layergraft.ui.edits.EditsViewModel;
import org.layergraft.ui.messages.MessagesViewModel;
import org.layergraft.ui.outline.OutlineViewModel;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.SwitchesViewModel;
import org.layergraft.ui.timeline.TimelineViewModel;
import org.layergraft.ui.verdict.VerdictViewModel;

/**
 * Shows in the panes what runs found, and whether it still counts.
 *
 * @param runs whose last one is shown
 */
record Results(
        DocumentViewModel document,
        RunsViewModel runs,
        SwitchesViewModel switches,
        CoverageViewModel coverage,
        OutlineViewModel outline,
        VerdictViewModel verdict,
        TimelineViewModel timeline,
        EditsViewModel edits,
        MessagesViewModel messages,
        Words words) {

    void show() {
        var run = runs.lastProperty().get();
        coverage.showHistory(runs.history());
        coverage.show(run);
        outline.colour(coverage.worstByParameter());
        run.ifPresent(r -> verdict.show(r.result()));
        timeline.show(run.map(r -> r.result().ranks()).orElse(List.of()));
        judgeAge();
    }

    /** Keeps it in the list of messages, where it can be shown again. */
    void list(FinishedRun run) {
        messages.add(
                VerdictViewModel.toneOf(run.result()), VerdictViewModel.sentenceOf(run.result()), () -> runs.show(run));
    }

    /** What checking every edit found. */
    void list(Growth growth) {
        int edits = growth.steps().size() - 1;
        var breaking = growth.firstBreaking();
        boolean trains = growth.steps().stream().allMatch(Growth.Step::trains);
        if (breaking.isPresent()) {
            int number = breaking.getAsInt();
            String edit = words.get(
                    EditTexts.describe(growth.steps().get(number).last().orElseThrow()));
            messages.add(Tone.BAD, Problem.of("ui", "message.growth.breaks", number, edit));
        } else {
            messages.add(
                    trains ? Tone.GOOD : Tone.BAD,
                    Problem.of("ui", trains ? "message.growth.trains" : "message.growth.never", edits));
        }
    }

    void judgeEdits() {
        edits.judge(runs.history(), switches.settingsProperty().get());
    }

    /** What is shown is from an earlier state once a switch or the model is another. */
    void judgeAge() {
        var edits =
                document.experimentProperty().get().map(e -> e.log().edits()).orElse(List.of());
        var now = switches.settingsProperty().get();
        boolean stale = runs.lastProperty()
                .get()
                .filter(r -> !r.edits().equals(edits) || !r.counts(now))
                .isPresent();
        coverage.staleProperty().set(stale);
        timeline.staleProperty().set(stale);
        verdict.staleProperty().set(stale);
    }
}
