package org.layergraft.step.ddp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;
import org.layergraft.step.Nodes;
import org.layergraft.text.LayergraftException;

/** With which of its addresses this machine takes part in a run on several. */
final class Interfaces {

    private static final String LITERAL = "[0-9.]+|.*:.*|localhost";

    private Interfaces() {}

    /**
     * The interface that {@code GLOO_SOCKET_IFNAME} names, as in PyTorch; else the address with which this machine reaches node 0.
     * NCCL reads {@code NCCL_SOCKET_IFNAME} by itself.
     */
    static Device gloo(Nodes nodes) throws LayergraftException {
        Optional<String> named =
                Optional.ofNullable(System.getenv("GLOO_SOCKET_IFNAME")).filter(name -> !name.isBlank());
        return named.isPresent()
                ? ProcessGroupGloo.createDeviceForInterface(named.get())
                : ProcessGroupGloo.createDeviceForHostname(own(nodes));
    }

    /** Nothing is sent: connecting a datagram socket only asks the routing table. */
    private static String own(Nodes nodes) throws LayergraftException {
        InetAddress master = resolve(nodes);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(master, nodes.port()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | UncheckedIOException noRoute) {
            throw LayergraftException.input("step.ddp", "nodes.route", nodes.master(), noRoute.getMessage());
        }
    }

    /** Debian calls a machine's own name 127.0.1.1, where no other can reach it. */
    private static InetAddress resolve(Nodes nodes) throws LayergraftException {
        try {
            InetAddress master = InetAddress.getByName(nodes.host());
            if (master.isLoopbackAddress() && !nodes.host().matches(LITERAL)) {
                throw LayergraftException.input("step.ddp", "nodes.loopback", nodes.host(), master.getHostAddress());
            }
            return master;
        } catch (UnknownHostException unknown) {
            throw LayergraftException.input("step.ddp", "nodes.host", nodes.host());
        }
    }
}
