package org.layergraft.step.ddp;

import java.util.function.IntConsumer;
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

/**
 * The ranks of one world, met through a {@code TCPStore}. Keep it as long as any rank may still wait for this one: when it is freed,
 * the others see a closed connection.
 */
final class Group {

    private static final String HOST = "127.0.0.1";

    /** Ranks start at different speeds; a parent that lost patience kills us long before this. */
    private static final Milliseconds MEETING = new Milliseconds(300_000);

    private final int rank;
    private final Device device;
    private final TCPStore store;
    private final Backend backend;
    private final ProcessGroup processes;

    private Group(int rank, Device device, TCPStore store, Backend backend, ProcessGroup processes) {
        this.rank = rank;
        this.device = device;
        this.store = store;
        this.backend = backend;
        this.processes = processes;
    }

    /**
     * @param port where rank 0 listens; 0 on rank 0 means any free one
     * @param listening told the port on rank 0 before it waits for the others
     * @throws RuntimeException libtorch's, when the port is taken or nobody comes
     */
    static Group meet(int rank, int ranks, Device device, int port, IntConsumer listening) {
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) port);
        options.isServer(rank == 0);
        options.waitWorkers(false);
        options.timeout(MEETING);
        TCPStore store = new TCPStore(HOST, options);
        if (rank == 0) {
            listening.accept(Short.toUnsignedInt(store.getPort()));
        }
        awaitEveryone(store, ranks, rank);
        // Not new ProcessGroup(store, rank, size): that asserts in this binding.
        ProcessGroup processes = new ProcessGroup(rank, ranks);
        Backend backend =
                switch (device.kind()) {
                    case CPU -> gloo(store, ranks, rank, processes);
                    case CUDA -> nccl(store, ranks, rank, processes);
                };
        return new Group(rank, device, store, backend, processes);
    }

    int rank() {
        return rank;
    }

    Device device() {
        return device;
    }

    ProcessGroup processes() {
        return processes;
    }

    /** How long a collective of the run to come may take. */
    void allow(int seconds) {
        backend.setTimeout(new Milliseconds(1000L * seconds));
    }

    /** How many collectives were begun so far; equal on all ranks exactly when none of them waits for one that never comes. */
    long collectives() {
        return backend.getSequenceNumberForGroup();
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

    private static Backend gloo(TCPStore store, int ranks, int rank, ProcessGroup processes) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(MEETING);
        // Without a device Gloo resolves the host's name, which need not be an address of this machine.
        options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(HOST));
        ProcessGroupGloo gloo = new ProcessGroupGloo(store, rank, ranks, options);
        processes.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, new BackendOptional(gloo));
        return gloo;
    }

    /** Needs the CUDA build of the natives; written from the API, not run on a GPU so far. */
    private static Backend nccl(TCPStore store, int ranks, int rank, ProcessGroup processes) {
        ProcessGroupNCCL nccl = new ProcessGroupNCCL(store, rank, ranks);
        processes.setBackend(torch.DeviceType.CUDA, ProcessGroup.BackendType.NCCL, new BackendOptional(nccl));
        return nccl;
    }
}
