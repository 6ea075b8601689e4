package org.layergraft.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.step.Nodes;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Option;

/** The options of a run on several machines, named as torchrun names them. */
final class NodeOptions {

    private static final Pattern MASTER = Pattern.compile("(?:\\[([^]]+)]|([^:\\s]+)):(\\d{1,5})");
    private static final int LAST_PORT = 65535;

    @Option(
            names = "--nnodes",
            paramLabel = "N",
            description =
                    "Machines; each starts the same command with its own --node-rank, and --ranks counts on each.")
    private Optional<Integer> count = Optional.empty();

    @Option(names = "--node-rank", paramLabel = "R", description = "Which of them this is, from 0.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = "--master",
            paramLabel = "ADDR:PORT",
            description = "Node 0's address and a free port there, where the ranks meet.")
    private Optional<String> master = Optional.empty();

    @Option(
            names = "--meeting",
            paramLabel = "S",
            defaultValue = "" + Nodes.MEETING_SECONDS,
            description = "Seconds to wait for the other machines (default ${DEFAULT-VALUE}).")
    private int meeting;

    /** Empty: this machine alone. */
    Optional<Nodes> nodes() throws LayergraftException {
        if (count.isEmpty() && rank.isEmpty() && master.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = MASTER.matcher(master.orElse(""));
        if (count.isEmpty() || rank.isEmpty() || !parts.matches()) {
            throw LayergraftException.input("cli", "nodes.form");
        }
        int port = Integer.parseInt(parts.group(3));
        if (port < 1 || port > LAST_PORT) {
            throw LayergraftException.input("cli", "nodes.form");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        return Optional.of(new Nodes(count.get(), rank.get(), host, port, meeting));
    }
}
