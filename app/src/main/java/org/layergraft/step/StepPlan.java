package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Everything a child process needs to run test steps.
 *
 * @param model the archive as it is run (edits already applied)
 * @param devices one per rank of the whole world, also where some ranks are on other machines; its size is the world size
 * @param steps iterations, at least 1; DDP's late errors need 3
 * @param seed batch i (from 1) of rank r is drawn, and libtorch is seeded for it, with {@code seed + 1000 * i + r}; without
 *     accumulation an iteration is a batch
 * @param timeoutSeconds how long a collective, and any silence of a child, may last
 * @param threads intra-op threads per process
 * @param nodes the machines among which the ranks are divided; empty when all are here
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
        int threads,
        Optional<Nodes> nodes) {

    public static final double LEARNING_RATE = 0.01;

    @JsonCreator
    public StepPlan {
        devices = List.copyOf(devices);
        nodes = nodes == null ? Optional.empty() : nodes;
    }

    /** All ranks on this machine. */
    public StepPlan(
            Path model,
            InputPlan inputs,
            LossSpec loss,
            Switches switches,
            List<Device> devices,
            int steps,
            long seed,
            int timeoutSeconds,
            int threads) {
        this(model, inputs, loss, switches, devices, steps, seed, timeoutSeconds, threads, Optional.empty());
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

    /** Ranks on each machine. */
    public int ranksPerNode() {
        return worldSize() / nodes.map(Nodes::count).orElse(1);
    }

    /** The same with another archive. */
    public StepPlan at(Path archive) {
        return new StepPlan(archive, inputs, loss, switches, devices, steps, seed, timeoutSeconds, threads, nodes);
    }

    public StepPlan with(Switches other) {
        return new StepPlan(model, inputs, loss, other, devices, steps, seed, timeoutSeconds, threads, nodes);
    }

    /** The devices are those of one machine and are taken for those of every other. */
    public StepPlan across(Nodes machines) {
        var all = Collections.nCopies(machines.count(), devices).stream()
                .flatMap(List::stream)
                .toList();
        return new StepPlan(
                model, inputs, loss, switches, all, steps, seed, timeoutSeconds, threads, Optional.of(machines));
    }
}
