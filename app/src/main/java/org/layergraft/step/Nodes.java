package org.layergraft.step;

/**
 * The machines of a run: one process per rank on each, and as many on every machine, as with torchrun. Ranks count through the
 * machines: the first have the lowest.
 *
 * @param count how many, at least 2
 * @param rank of this machine, from 0
 * @param host where node 0 is reached, by name or address
 * @param port where rank 0 listens
 * @param meetingSeconds how long to wait for the others
 */
public record Nodes(int count, int rank, String host, int port, int meetingSeconds) {

    public static final int MEETING_SECONDS = 300;

    /** {@code 10.0.0.1:29500}. */
    public String master() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
