package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The protocol between the parent and its children: one JSON object per line, {@code type} first. Requests go down standard input,
 * answers come up standard output. The end of standard input means the parent is gone: the child ends at once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = StepMessage.Describe.class, name = "describe"),
    @JsonSubTypes.Type(value = StepMessage.FindDevices.class, name = "devices"),
    @JsonSubTypes.Type(value = StepMessage.RunSingle.class, name = "single"),
    @JsonSubTypes.Type(value = StepMessage.Measure.class, name = "measure"),
    @JsonSubTypes.Type(value = StepMessage.Meet.class, name = "meet"),
    @JsonSubTypes.Type(value = StepMessage.RunRank.class, name = "rank"),
    @JsonSubTypes.Type(value = StepMessage.RunPairs.class, name = "pairs"),
    @JsonSubTypes.Type(value = StepMessage.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = StepMessage.Described.class, name = "described"),
    @JsonSubTypes.Type(value = StepMessage.FoundDevices.class, name = "found"),
    @JsonSubTypes.Type(value = StepMessage.SingleDone.class, name = "single-done"),
    @JsonSubTypes.Type(value = StepMessage.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = StepMessage.Listening.class, name = "listening"),
    @JsonSubTypes.Type(value = StepMessage.Met.class, name = "met"),
    @JsonSubTypes.Type(value = StepMessage.RankDone.class, name = "rank-done"),
    @JsonSubTypes.Type(value = StepMessage.PairsDone.class, name = "pairs-done"),
    @JsonSubTypes.Type(value = StepMessage.At.class, name = "at"),
    @JsonSubTypes.Type(value = StepMessage.Local.class, name = "local"),
    @JsonSubTypes.Type(value = StepMessage.Grouped.class, name = "grouped"),
    @JsonSubTypes.Type(value = StepMessage.Still.class, name = "still"),
    @JsonSubTypes.Type(value = StepMessage.Tell.class, name = "tell"),
    @JsonSubTypes.Type(value = StepMessage.Heard.class, name = "heard"),
    @JsonSubTypes.Type(value = StepMessage.Cut.class, name = "cut"),
    @JsonSubTypes.Type(value = StepMessage.World.class, name = "world"),
    @JsonSubTypes.Type(value = StepMessage.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = StepMessage.Bye.class, name = "bye"),
    @JsonSubTypes.Type(value = StepMessage.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = StepMessage.Failed.class, name = "failed")
})
public sealed interface StepMessage {

    int VERSION = 1;

    /** First line of every child. */
    record Hello(int version, String engine, long pid) implements StepMessage {}

    /** Request: load the archive and say what libtorch sees in it. */
    record Describe(Path model) implements StepMessage {}

    /** Request. */
    record FindDevices() implements StepMessage {}

    /** Request: the plan on one device, with rank 0's data. */
    record RunSingle(StepPlan plan) implements StepMessage {}

    /**
     * Request: one forward of an archive that notes what its values look like, on rank 0's first batch.
     *
     * @param method of the archive's root, without arguments, that gives the notes
     */
    record Measure(StepPlan plan, String method) implements StepMessage {}

    /**
     * Request: be rank {@code rank} of {@code ranks} from now on. The ranks meet at {@code 127.0.0.1:port}, where rank 0 listens; with
     * port 0 it takes a free one and says which.
     *
     * @param nodes where ranks are on several machines: they meet there instead
     * @param relays between the machines
     */
    record Meet(int rank, int ranks, Device device, int port, Optional<Nodes> nodes, boolean relays)
            implements StepMessage {}

    /** Request to a rank that has met the others; one after another as long as {@link RankDone#collectives} agree. */
    record RunRank(StepPlan plan) implements StepMessage {}

    /**
     * Request to a rank that has met the others: the plan against the same plan with other switches, step by step in turns.
     *
     * @param pairs how many pairs of steps count, after a few that warm up
     */
    record RunPairs(StepPlan plan, Switches other, int pairs) implements StepMessage {}

    /** Request: stop after the current native call; the parent kills after two seconds. */
    record Cancel() implements StepMessage {}

    record Described(ModelDescription description) implements StepMessage {}

    record FoundDevices(Devices devices) implements StepMessage {}

    record SingleDone(SingleReport report) implements StepMessage {}

    record Measured(Measurement measurement) implements StepMessage {}

    /** Rank 0 can be met at this port. */
    record Listening(int port) implements StepMessage {}

    /** This rank's process group is complete. */
    record Met(int rank) implements StepMessage {}

    /**
     * @param collectives how many this process has begun in its group, all runs together: where they are as many on every rank, none
     *     is left that waits for another, and the group can serve the next run
     */
    record RankDone(RankReport report, long collectives) implements StepMessage {}

    /** @param collectives as in {@link RankDone} */
    record PairsDone(PairReport report, long collectives) implements StepMessage {}

    /** Progress: the child entered this phase. */
    record At(int rank, int iteration, Phase phase) implements StepMessage {}

    /** A rank's plain gradients, sent before the Reducer starts, so that a hang or crash cannot take them along. */
    record Local(int rank, List<Gradient> gradients, List<String> ready) implements StepMessage {}

    /**
     * How a rank's Reducer has divided its parameters, in the order of launching: sent when it is built and whenever it regroups, so that
     * a rank that never reports can still be told in which bucket it waits.
     */
    record Grouped(int rank, List<List<String>> buckets) implements StepMessage {}

    /** Nothing has happened on this rank for a while; its iteration so far. */
    record Still(int rank, Timeline timeline) implements StepMessage {}

    /** Request to the rank that relays: let all machines of the run hear this. Served at once, whatever else it does. */
    record Tell(StepMessage message) implements StepMessage {}

    /** A machine of the run, perhaps this one, told this; in its order, from the beginning. Beats come as they are noticed. */
    record Heard(int node, StepMessage message) implements StepMessage {}

    /** The relay has lost the store, and with it all other machines. */
    record Cut(String words) implements StepMessage {}

    /**
     * Between machines, first of all: what this one runs.
     *
     * @param id of the program that says it, another on each machine
     * @param facts by name; where they differ the runs do not belong together
     */
    record World(String id, SequencedMap<String, String> facts) implements StepMessage {}

    /** Between machines: a rank's process ended without a word. */
    record Gone(int rank, int exitCode, String detail) implements StepMessage {}

    /** Between machines: this one knows all it needs. */
    record Bye() implements StepMessage {}

    /** Sent every second from a thread of its own. */
    record Beat() implements StepMessage {}

    /** A request could not be served: {@code key} into the messages of {@code area}, and libtorch's words where it has some. */
    record Failed(boolean inputFault, String area, String key, List<String> arguments) implements StepMessage {}
}
