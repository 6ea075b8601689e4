package org.layergraft.step.ddp;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Batches;
import org.layergraft.step.ChildChannel;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputTree;
import org.layergraft.step.Nodes;
import org.layergraft.step.PairReport;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * The rank process. {@code --prepare} only unpacks and loads the natives: two fresh processes that unpack at once crash each other,
 * so do that before the first rank starts. Otherwise it meets the other ranks once ({@link StepMessage.Meet}) and then serves runs,
 * each with a model and a Reducer of its own in the one process group, until the parent closes its standard input: a rank that
 * leaves early would turn another's hang into a lost connection.
 */
public final class RankMain {

    private static final String AREA = "step.ddp";

    private final ChildChannel channel;

    /** Kept for the life of the process: other ranks may still wait for this one's connections. */
    private Optional<Group> group = Optional.empty();

    private RankMain(ChildChannel channel) {
        this.channel = channel;
    }

    public static void main(String[] arguments) throws InterruptedException {
        // JavaCPP would limit native memory to a multiple of the Java heap.
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        if (arguments.length == 1 && arguments[0].equals("--prepare")) {
            Loader.load(torch.class);
            // A build for GPUs unpacks more for them; what keeps it from being loaded is told when devices are looked
            // for.
            RankDevices.loadNccl();
            return;
        }
        RankMain rank = new RankMain(ChildChannel.open("javacpp-pytorch"));
        // Without a scope, the garbage collector frees natives as soon as no Java code mentions them, other natives or
        // not.
        // This scope is never closed: what is made outside a run's own scope lives as long as the process.
        PointerScope forever = new PointerScope();
        // Warm: the natives are in memory when the request comes.
        Loader.load(torch.class);
        torch.setGraphExecutorOptimize(false);
        // The same for all threads: what is forked runs on libtorch's own, and what optimises there takes the node of a
        // checkpointed forward for one of its own (profiling_graph_executor_impl.cpp).
        torch.getProfilingMode().put(false);
        // At this level PyTorch's messages name the parameters, not only their indices.
        torch.setDebugLevel(torch.DebugLevel.Info);
        while (true) {
            rank.serve(rank.channel.next());
            Reference.reachabilityFence(forever);
        }
    }

    private void serve(StepMessage request) {
        try {
            switch (request) {
                case StepMessage.FindDevices() -> channel.send(new StepMessage.FoundDevices(RankDevices.find()));
                case StepMessage.Meet meet -> {
                    group = Optional.of(meet.nodes().isPresent() ? meetNodes(meet) : meet(meet));
                    channel.send(new StepMessage.Met(meet.rank()));
                }
                case StepMessage.RunRank(StepPlan plan) -> {
                    Group met = group.orElseThrow(() -> LayergraftException.engine(AREA, "run.alone"));
                    RankReport report = run(plan, met);
                    PeakMemory.giveBack(met.device());
                    channel.send(new StepMessage.RankDone(report, met.collectives()));
                }
                case StepMessage.RunPairs(StepPlan plan, Switches other, int pairs) -> {
                    Group met = group.orElseThrow(() -> LayergraftException.engine(AREA, "run.alone"));
                    PairReport report = pairs(plan, other, pairs, met);
                    PeakMemory.giveBack(met.device());
                    channel.send(new StepMessage.PairsDone(report, met.collectives()));
                }
                default ->
                    throw LayergraftException.engine(
                            AREA, "request.unknown", request.getClass().getSimpleName());
            }
        } catch (LayergraftException failed) {
            refuse(failed.fault() == LayergraftException.Fault.INPUT, failed.problem());
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            refuse(false, Problem.of(AREA, "run.failed", TorchMessage.of(bug).text()));
        }
    }

    private void refuse(boolean inputFault, Problem problem) {
        channel.send(new StepMessage.Failed(inputFault, problem.area(), problem.key(), problem.arguments()));
    }

    /** Everything of the run is freed with its scope, whatever its end; only the group stays. */
    private RankReport run(StepPlan plan, Group met) throws LayergraftException {
        int rank = met.rank();
        // Told before anything is computed: a rank that ends without it was lost before this run.
        channel.send(new StepMessage.At(rank, 0, Phase.CONSTRUCT));
        torch.set_num_threads(plan.threads());
        met.allow(plan.timeoutSeconds());
        Batches batches = Batches.of(plan);
        PlainStep plain = plain(plan, rank, batches.arguments(rank, 1));
        channel.send(new StepMessage.Local(rank, plain.gradients(), plain.ready()));
        PeakMemory.restart(met.device());
        try (PointerScope _ = new PointerScope();
                LoadedModel model = LoadedModel.load(plan, rank)) {
            DdpRun run = new DdpRun(plan, rank, batches, channel::send);
            return run.report(run.run(model, plain, met.processes()), plain);
        }
    }

    private PairReport pairs(StepPlan plan, Switches other, int pairs, Group met) throws LayergraftException {
        int rank = met.rank();
        channel.send(new StepMessage.At(rank, 0, Phase.CONSTRUCT));
        torch.set_num_threads(plan.threads());
        met.allow(plan.timeoutSeconds());
        PlainStep plain = plain(plan, rank, Batches.of(plan).arguments(rank, 1));
        return PairedRun.of(plan, plan.with(other), rank, plain.sparse(), met.processes())
                .run(pairs, pair -> channel.send(new StepMessage.At(rank, pair, Phase.STEP)));
    }

    private static PlainStep plain(StepPlan plan, int rank, List<InputTree<HostTensor>> batch)
            throws LayergraftException {
        try {
            return PlainStep.run(plan, rank, batch);
        } catch (PlainStep.Unreadable unreadable) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT,
                    Problem.of(
                            AREA,
                            "model.unreadable",
                            plan.model(),
                            TorchMessage.of(unreadable.getCause()).text()),
                    unreadable);
        }
    }

    private Group meetNodes(StepMessage.Meet meet) throws LayergraftException {
        Nodes nodes = meet.nodes().orElseThrow();
        Optional<Consumer<TCPStore>> relay =
                meet.relays() ? Optional.of(store -> Relay.start(store, nodes, channel)) : Optional.empty();
        try {
            return Group.meet(meet.rank(), meet.ranks(), meet.device(), nodes, relay);
        } catch (RuntimeException apart) {
            String words = TorchMessage.of(apart).text();
            throw LayergraftException.engine(AREA, "nodes.meeting", meet.rank(), nodes.master(), words);
        }
    }

    private Group meet(StepMessage.Meet meet) throws LayergraftException {
        int rank = meet.rank();
        int port = meet.port();
        try {
            return Group.meet(
                    rank, meet.ranks(), meet.device(), port, free -> channel.send(new StepMessage.Listening(free)));
        } catch (RuntimeException apart) {
            throw new LayergraftException(
                    LayergraftException.Fault.ENGINE,
                    Problem.of(
                            AREA,
                            "meeting.failed",
                            rank,
                            String.valueOf(port),
                            TorchMessage.of(apart).text()),
                    apart);
        }
    }
}
