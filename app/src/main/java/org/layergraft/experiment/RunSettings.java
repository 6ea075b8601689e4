package org.layergraft.experiment;

import java.util.Optional;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Nodes;
import org.layergraft.step.Switches;

/**
 * What the user chose for runs, before anything is known about devices.
 *
 * @param ranks on each machine
 * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:0,1}
 * @param inputs and {@code loss}: empty means the archive's own {@code layergraft.json}
 * @param nodes the machines of a run on several; each runs this program with the same settings
 */
public record RunSettings(
        int ranks,
        String device,
        Optional<InputPlan> inputs,
        Optional<LossSpec> loss,
        Switches switches,
        int steps,
        long seed,
        int timeoutSeconds,
        Optional<Nodes> nodes) {

    public static final RunSettings DEFAULT =
            new RunSettings(2, "auto", Optional.empty(), Optional.empty(), Switches.DEFAULT, 3, 0, 60);

    /** On this machine alone. */
    public RunSettings(
            int ranks,
            String device,
            Optional<InputPlan> inputs,
            Optional<LossSpec> loss,
            Switches switches,
            int steps,
            long seed,
            int timeoutSeconds) {
        this(ranks, device, inputs, loss, switches, steps, seed, timeoutSeconds, Optional.empty());
    }

    public RunSettings with(Switches other) {
        return new RunSettings(ranks, device, inputs, loss, other, steps, seed, timeoutSeconds, nodes);
    }

    public RunSettings with(LossSpec other) {
        return new RunSettings(ranks, device, inputs, Optional.of(other), switches, steps, seed, timeoutSeconds, nodes);
    }

    public RunSettings on(String otherDevice) {
        return new RunSettings(ranks, otherDevice, inputs, loss, switches, steps, seed, timeoutSeconds, nodes);
    }

    public RunSettings across(Nodes machines) {
        return new RunSettings(
                ranks, device, inputs, loss, switches, steps, seed, timeoutSeconds, Optional.of(machines));
    }
}
