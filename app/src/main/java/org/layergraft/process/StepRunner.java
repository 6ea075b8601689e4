package org.layergraft.process;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.step.Device;
import org.layergraft.step.Devices;
import org.layergraft.step.Measurement;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.PairReport;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/**
 * Runs plans in child processes. Calls block; call them off the FX thread. Every method may throw a {@link LayergraftException}: of
 * fault INPUT when the plan cannot be run as given (a missing input, a wrong shape), ENGINE when a child failed, CANCELLED.
 */
public interface StepRunner extends AutoCloseable {

    /** What libtorch sees in the archive. */
    ModelDescription describe(Path model, Cancellation cancel) throws LayergraftException;

    Devices devices() throws LayergraftException;

    /** A plain run on {@code plan.devices().getFirst()}. A model that fails to train is a report, not an exception. */
    SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException;

    /**
     * One forward on {@code plan.devices().getFirst()} of an archive that takes notes. It is ended when it takes longer than {@code
     * plan.timeoutSeconds()}.
     *
     * @param method of the archive's root, without arguments, that gives the notes as an int64 tensor
     */
    Measurement measure(StepPlan plan, String method, Progress progress, Cancellation cancel)
            throws LayergraftException;

    /**
     * {@link #ranks} will come with a plan that has these devices and threads: its processes may start now. Returns at once.
     *
     * @param devices one per rank
     */
    default void expectRanks(List<Device> devices, int threads) {}

    /** A DDP run, one process per rank; reports in the order of the ranks. */
    List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException;

    /**
     * Times two ways to train in turns, in the same processes: the plan and the same plan with other switches. Both must train, see
     * {@link #ranks}; a step that fails is of fault ENGINE. Progress counts pairs as iterations.
     *
     * @return in the order of the ranks
     */
    List<PairReport> pairs(StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel)
            throws LayergraftException;

    /** Ends every child. */
    @Override
    void close();

    /** Told on a background thread where each process is. Rank -1 is the single-device run. */
    @FunctionalInterface
    interface Progress {
        Progress SILENT = (rank, iteration, phase) -> {};

        void at(int rank, int iteration, Phase phase);
    }
}
