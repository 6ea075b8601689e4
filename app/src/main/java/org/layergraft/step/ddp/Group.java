package org.layergraft.step.ddp;

import java.util.Optional;
import java.util.function.Consumer;
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
import org.layergraft.step.Nodes;
import org.layergraft.text.LayergraftException;

/**
 * The ranks of one world, met through a {@code TCPStore}. Keep it as long as any rank may still wait for this one: when it is freed,
 * the others see a closed connection.
 */
final class Group {

    private static final String HOST = "127.0.0.1";

    /** Ranks start at different speeds; a parent that lost patience kills us long before this. */
    private static final long MEETING_MILLIS = 300_000;

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
        TCPStore store = store(HOST, port, rank == 0, MEETING_MILLIS);
        if (rank == 0) {
            listening.accept(Short.toUnsignedInt(store.getPort()));
        }
        org.bytedeco.pytorch.gloo.Device here = ProcessGroupGloo.createDeviceForHostname(HOST);
        return join(rank, ranks, device, store, here, MEETING_MILLIS);
    }

    /**
     * The same on several machines: rank 0 listens on all addresses of node 0.
     *
     * @param relay given a connection of its own to the store before the others have come
     * @throws LayergraftException INPUT when node 0's name or the way there is unknown
     */
    static Group meet(int rank, int ranks, Device device, Nodes nodes, Optional<Consumer<TCPStore>> relay)
            throws LayergraftException {
        org.bytedeco.pytorch.gloo.Device here = Interfaces.gloo(nodes);
        // Its parent gives up first, with a better sentence.
        long patience = 1000L * nodes.meetingSeconds() + MEETING_MILLIS;
        String host = nodes.rank() == 0 ? HOST : nodes.host();
        TCPStore store = store(host, nodes.port(), rank == 0, patience);
        relay.ifPresent(r -> r.accept(store(host, nodes.port(), false, patience)));
        return join(rank, ranks, device, store, here, patience);
    }

    private static TCPStore store(String host, int port, boolean server, long patience) {
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) port);
        options.isServer(server);
        options.waitWorkers(false);
        options.timeout(new Milliseconds(patience));
        return new TCPStore(host, options);
    }

    private static Group join(
            int rank, int ranks, Device device, TCPStore store, org.bytedeco.pytorch.gloo.Device here, long patience) {
        awaitEveryone(store, ranks, rank, patience);
        // Not new ProcessGroup(store, rank, size): that asserts in this binding.
        ProcessGroup processes = new ProcessGroup(rank, ranks);
        Backend backend =
                switch (device.kind()) {
                    case CPU -> gloo(store, ranks, rank, here, processes);
                    case CUDA -> nccl(store, ranks, rank, device, processes);
                };
        // A barrier has no tensor that would tell on which device to meet.
        processes.setDefaultBackend(
                switch (device.kind()) {
                    case CPU -> ProcessGroup.BackendType.GLOO;
                    case CUDA -> ProcessGroup.BackendType.NCCL;
                });
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
    private static void awaitEveryone(TCPStore store, int ranks, int rank, long patience) {
        StringVector everyone = new StringVector();
        for (int other = 0; other < ranks; other++) {
            everyone.push_back("layergraft/rank" + other);
        }
        store.set("layergraft/rank" + rank, "here");
        store._wait(everyone, new Milliseconds(patience));
    }

    /** @param here without it Gloo resolves the host's name, which need not be an address of this machine */
    private static Backend gloo(
            TCPStore store, int ranks, int rank, org.bytedeco.pytorch.gloo.Device here, ProcessGroup processes) {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(MEETING_MILLIS));
        options.devices().push_back(here);
        ProcessGroupGloo gloo = new ProcessGroupGloo(store, rank, ranks, options);
        processes.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, new BackendOptional(gloo));
        return gloo;
    }

    /** Needs the CUDA build of the natives. Its thread computes on that GPU from here on, as after {@code torch.cuda.set_device}. */
    private static Backend nccl(TCPStore store, int ranks, int rank, Device device, ProcessGroup processes) {
        torch.setDeviceIndex((byte) device.index());
        ProcessGroupNCCL nccl = new ProcessGroupNCCL(store, rank, ranks);
        processes.setBackend(torch.DeviceType.CUDA, ProcessGroup.BackendType.NCCL, new BackendOptional(nccl));
        return nccl;
    }
}
