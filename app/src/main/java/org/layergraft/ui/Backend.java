package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.CustomTrial;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** All that the window asks of the rest of the program. Every call may block: call them through {@link org.layergraft.ui.common.Tasks}. */
public interface Backend extends AutoCloseable {

    /** @param told how far it is, from 0 to 1, as well as that can be known */
    Experiment open(Path file, DoubleConsumer told) throws LayergraftException;

    /** @param shapes asked for sizes that the edit leaves out and the graph does not prove */
    Experiment apply(Experiment before, Edit edit, ShapeSource shapes) throws LayergraftException;

    /** The same base with another log: undone, redone, back at any point. */
    Experiment with(Experiment before, EditLog log) throws LayergraftException;

    /**
     * Writes the edited archive.
     *
     * @param told of the share that is written, from 0 to 1; what it throws leaves the file as it was
     */
    void save(Experiment experiment, Path file, DoubleConsumer told) throws LayergraftException;

    /** A plain run on one device. */
    RunResult single(Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException;

    /** A plain run, then one process per rank: what the verdict compares. */
    RunResult check(Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException;

    /** What {@link #check} would say of a model that was watched elsewhere; nothing runs. */
    default RunResult predict(Experiment experiment, RunSettings settings) throws LayergraftException {
        return experiment.captured().orElseThrow().predict(settings.switches(), settings.ranks(), settings.steps());
    }

    /** What {@link #check} found, with those of its fixes that really train and what they cost: each is run. */
    RunResult verify(
            Experiment experiment,
            RunSettings settings,
            RunResult failed,
            Trials.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException;

    /** What {@link #check} says without edits and after every edit, one after the other. */
    Growth growth(
            Experiment experiment,
            RunSettings settings,
            Growth.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException;

    /**
     * Every combination of switches, the plain run once.
     *
     * @param others what is varied besides the switches that every matrix varies
     */
    List<RunResult> matrix(
            Experiment experiment,
            RunSettings settings,
            List<Axis> others,
            Matrix.Progress listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException;

    /** Times the settings' way to train against another, step by step in turns. */
    Comparison compare(
            Experiment experiment,
            RunSettings settings,
            Switches other,
            int pairs,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException;

    /** What every value looks like in one forward, which is run for it; the verdict is {@link #check}'s. */
    ShapeReport shapes(Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException;

    /** What libtorch has against a layer that is being typed; empty when it compiles. */
    Optional<CustomTrial.Complaint> checkCustom(LayerSpec layer, Cancellation cancel) throws LayergraftException;

    Devices devices() throws LayergraftException;

    /** Starts in the background what a run with these settings will need. Returns at once. */
    void makeReady(RunSettings settings);

    /**
     * A run is stopped once child processes need more memory than this. Counts at once, for all windows.
     *
     * @param most bytes that all of them may need together; empty for as much as there is
     */
    default void limitMemory(OptionalLong most) {}

    /** Ends every child process that nobody shares. */
    @Override
    void close();
}
