package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.Edit;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Phase;
import org.layergraft.text.LayergraftException;

/** Reads and edits for real; instead of child processes it says that whatever a Declare added gets no gradient. */
final class FakeBackend implements Backend {

    final List<RunSettings> runs = new ArrayList<>();
    Optional<LayergraftException> nextRunFails = Optional.empty();
    Optional<Cancellation> cancellation = Optional.empty();

    @Override
    public Experiment open(Path file) throws LayergraftException {
        return Experiments.open(file);
    }

    @Override
    public Experiment apply(Experiment before, Edit edit) throws LayergraftException {
        return Experiments.apply(before, edit);
    }

    @Override
    public Experiment undo(Experiment before) throws LayergraftException {
        return Experiments.undo(before);
    }

    @Override
    public Experiment redo(Experiment before) throws LayergraftException {
        return Experiments.redo(before);
    }

    @Override
    public void save(Experiment experiment, Path file) throws LayergraftException {
        Experiments.save(experiment, file);
    }

    @Override
    public RunResult single(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        started(settings, cancel);
        progress.at(-1, 1, Phase.FORWARD);
        return TestRuns.single(experiment, settings, unused(experiment));
    }

    @Override
    public RunResult check(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        started(settings, cancel);
        return TestRuns.check(experiment, settings, unused(experiment));
    }

    private void started(RunSettings settings, Cancellation cancel) throws LayergraftException {
        runs.add(settings);
        cancellation = Optional.of(cancel);
        if (nextRunFails.isPresent()) {
            var failure = nextRunFails.get();
            nextRunFails = Optional.empty();
            throw failure;
        }
    }

    private static Set<String> unused(Experiment experiment) {
        var declared = experiment.log().edits().stream()
                .flatMap(e -> e instanceof Edit.Declare d
                        ? java.util.stream.Stream.of(d.layer().name())
                        : null)
                .collect(Collectors.toSet());
        return experiment.graph().parameters().stream()
                .map(p -> p.name())
                .filter(name -> declared.contains(name.substring(name.lastIndexOf('.') + 1)))
                .collect(Collectors.toSet());
    }

    @Override
    public Devices devices() {
        return new Devices(2, List.of(), false, "no GPU");
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
