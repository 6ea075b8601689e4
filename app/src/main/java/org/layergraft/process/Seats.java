package org.layergraft.process;

import java.util.List;
import org.layergraft.step.Device;
import org.layergraft.step.StepPlan;

/**
 * What a crew of rank processes is fixed to when it starts; runs with equal seats can share one.
 *
 * @param devices one per rank
 * @param threads libtorch's intra-op threads per process, part of its environment
 */
record Seats(List<Device> devices, int threads) {

    Seats {
        devices = List.copyOf(devices);
    }

    static Seats of(StepPlan plan) {
        return new Seats(plan.devices(), plan.threads());
    }

    int ranks() {
        return devices.size();
    }
}
