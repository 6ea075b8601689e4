package org.layergraft.process;

import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /**
     * What a rank's process must find in its environment. NCCL refuses two ranks of one machine on one GPU; ranks that share one are
     * machines of their own to it, and talk through the loopback interface.
     */
    Map<String, String> environment(int rank) {
        Device device = devices.get(rank);
        boolean shares = device.kind() == Device.Kind.CUDA && Collections.frequency(devices, device) > 1;
        return shares
                ? Map.of("NCCL_HOSTID", "layergraft-rank" + rank, "NCCL_SOCKET_IFNAME", "lo", "NCCL_IB_DISABLE", "1")
                : Map.of();
    }
}
