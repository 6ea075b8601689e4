package org.layergraft.step;

import java.nio.file.Path;
import java.util.List;

/**
 * Everything a child process needs to run test steps.
 *
 * @param model the archive as it is run (edits already applied)
 * @param devices one per rank; its size is the world size
 * @param steps iterations, at least 1; DDP's late errors need 3
 * @param seed batch i (from 1) of rank r is drawn, and libtorch is seeded for it, with {@code seed + 1000 * i + r}; without
 *     accumulation an iteration is a batch
 * @param timeoutSeconds how long a collective, and any silence of a child, may last
 * @param threads intra-op threads per process
 */
public record StepPlan(
        Path model,
        InputPlan inputs,
        LossSpec loss,
        Switches switches,
        List<Device> devices,
        int steps,
        long seed,
        int timeoutSeconds,
        int threads) {

    public static final double LEARNING_RATE = 0.01;

    public StepPlan {
        devices = List.copyOf(devices);
    }

    public int worldSize() {
        return devices.size();
    }

    public long seedFor(int rank, int batch) {
        return seed + 1000L * batch + rank;
    }

    /** Batches of one rank that make up an iteration: forwards and backwards before the optimizer's step. */
    public int microSteps() {
        return switches.options().accumulate();
    }

    /**
     * Batches count through all iterations, so that each micro-step has one of its own.
     *
     * @param iteration from 1
     * @param microStep of the iteration, from 1
     */
    public int batch(int iteration, int microStep) {
        return (iteration - 1) * microSteps() + microStep;
    }

    /** The same with another archive. */
    public StepPlan at(Path archive) {
        return new StepPlan(archive, inputs, loss, switches, devices, steps, seed, timeoutSeconds, threads);
    }

    public StepPlan with(Switches other) {
        return new StepPlan(model, inputs, loss, other, devices, steps, seed, timeoutSeconds, threads);
    }
}
