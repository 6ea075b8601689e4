package org.layergraft.step.ddp;

import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;
import org.layergraft.step.Device;
import org.layergraft.step.StepPlan;

/**
 * The ranks of one run, met through a {@code TCPStore}. Keep it as long as any rank may still wait for this one: when it is freed,
 * the others see a closed connection.
 */
final class Group {

    private static final String HOST = "127.0.0.1";

    /** Ranks start at different speeds; a parent that lost patience kills us long before this. */
    private static final Milliseconds MEETING = new Milliseconds(300_000);

    private final TCPStore store;
    private final Backend backend;
    private final ProcessGroup processes;

    private Group(TCPStore store, Backend backend, ProcessGroup processes) {
        this.store = store;
        this.backend = backend;
        this.processes = processes;
    }

    /** @throws RuntimeException libtorch's, when the port is taken or nobody comes */
    static Group meet(StepPlan plan, int rank, int port) {
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) port);
        options.isServer(rank == 0);
        options.waitWorkers(false);
        options.timeout(MEETING);
        TCPStore store = new TCPStore(HOST, options);
        awaitEveryone(store, plan.worldSize(), rank);
        Milliseconds timeout = new Milliseconds(1000L * plan.timeoutSeconds());
        Device device = plan.devices().get(rank);
        // Not new ProcessGroup(store, rank, size): that asserts in this binding.
        ProcessGroup processes = new ProcessGroup(rank, plan.worldSize());
        Backend backend =
                switch (device.kind()) {
                    case CPU -> gloo(store, plan.worldSize(), rank, timeout, processes);
                    case CUDA -> nccl(store, plan.worldSize(), rank, timeout, processes);
                };
        return new Group(store, backend, processes);
    }

    ProcessGroup processes() {
        return processes;
    }

    /** {@code gloo} or {@code nccl}. */
    String backendName() {
        return backend.getBackendName().getString();
    }

    /** The collectives' own timeout may be shorter than the time between the first and the last rank's start. */
    private static void awaitEveryone(TCPStore store, int ranks, int rank) {
        StringVector everyone = new StringVector();
        for (int other = 0; other < ranks; other++) {
            everyone.push_back("layergraft/rank" + other);
        }
        store.set("layergraft/rank" + rank, "here");
        store._wait(everyone, MEETING);
    }

    private static Backend gloo(TCPStore store, int ranks, int rank, Milliseconds timeout, ProcessGroup processes) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(timeout);
        // Without a device Gloo resolves the host's name, which need not be an address of this machine.
        options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(HOST));
        ProcessGroupGloo gloo = new ProcessGroupGloo(store, rank, ranks, options);
        processes.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, new BackendOptional(gloo));
        return gloo;
    }

    /** Needs the CUDA build of the natives; written from the API, not run on a GPU so far. */
    private static Backend nccl(TCPStore store, int ranks, int rank, Milliseconds timeout, ProcessGroup processes) {
        ProcessGroupNCCL nccl = new ProcessGroupNCCL(store, rank, ranks);
        nccl.setTimeout(timeout);
        processes.setBackend(torch.DeviceType.CUDA, ProcessGroup.BackendType.NCCL, new BackendOptional(nccl));
        return nccl;
    }
}
