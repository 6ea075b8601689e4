package org.layergraft.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.layergraft.step.Batches;
import org.layergraft.step.Device;
import org.layergraft.step.Devices;
import org.layergraft.step.Measurement;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.Nodes;
import org.layergraft.step.PairReport;
import org.layergraft.step.RankReport;
import org.layergraft.step.Scratch;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * Runs plans in child processes of this machine: one warm engine, and warm ranks for DDP runs. Every child dies with
 * this program, however it ends.
 */
public final class LocalStepRunner implements StepRunner {

    private static final int DESCRIBE_SECONDS = 60;
    /** Warm ranks that were lost while they were idle are replaced once. */
    private static final int ATTEMPTS = 2;

    private static final long TURN_MILLIS = 50;

    private final ChildLauncher launcher;
    private final Scratch scratch;
    private final Natives natives;
    private final RankPool pool;
    private final MemoryGuard memory;
    private final Thread hook = new Thread(this::end, "layergraft-children");
    /** The engine serves one request at a time. */
    private final ReentrantLock engineTurn = new ReentrantLock();

    private Optional<EngineChild> engine = Optional.empty();
    private volatile boolean closed;

    /**
     * @param scratch for files that die with this program; deleted in the end if it was empty or not there before
     * @throws LayergraftException fault ENGINE when the directory cannot be made
     */
    public LocalStepRunner(Installation installation, Path scratch) throws LayergraftException {
        try {
            this.scratch = Scratch.claim(scratch);
        } catch (IOException refused) {
            throw new LayergraftException(
                    LayergraftException.Fault.ENGINE,
                    Problem.of("process", "scratch.refused", scratch, refused.getMessage()),
                    refused);
        }
        launcher = new ChildLauncher(installation, this.scratch);
        natives = new Natives(launcher);
        pool = new RankPool(launcher, natives);
        memory = new MemoryGuard(launcher::memory);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts the engine in the background, so that it is ready when it is first asked. */
    public void warmUp() {
        Thread.ofVirtual().name("warm-up").start(() -> {
            engineTurn.lock();
            try {
                engine();
            } catch (LayergraftException _) {
                // Told when someone needs the engine.
            } finally {
                engineTurn.unlock();
            }
        });
    }

    @Override
    public ModelDescription describe(Path model, Cancellation cancel) throws LayergraftException {
        StepMessage answer =
                ask(new StepMessage.Describe(model.toAbsolutePath()), DESCRIBE_SECONDS, Progress.SILENT, cancel);
        return ((StepMessage.Described) answer).description();
    }

    /** Both kinds of children are asked, ranks where they have a build for GPUs: each has a libtorch of its own. */
    @Override
    public Devices devices() throws LayergraftException {
        StepMessage answer = ask(new StepMessage.FindDevices(), DESCRIBE_SECONDS, Progress.SILENT, new Cancellation());
        Devices engines = ((StepMessage.FoundDevices) answer).devices();
        boolean cudaBuild = launcher.installation().jars(Installation.Kind.RANK).stream()
                .anyMatch(jar -> jar.startsWith("pytorch-") && jar.endsWith("-gpu.jar"));
        if (!cudaBuild) {
            return engines;
        }
        natives.prepare(new Cancellation());
        Devices ranks = RankDevices.ask(launcher);
        return new Devices(engines.cores(), engines.single(), ranks.ranks(), ranks.note());
    }

    @Override
    public SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
        Batches.check(plan);
        StepMessage answer = memory.watch(
                stop -> ask(new StepMessage.RunSingle(plan), plan.timeoutSeconds(), progress, stop), cancel);
        return ((StepMessage.SingleDone) answer).report();
    }

    /** A forward may take as long as it likes while a person waits for a run; nobody waits for this one. */
    @Override
    public Measurement measure(StepPlan plan, String method, Progress progress, Cancellation cancel)
            throws LayergraftException {
        Batches.check(plan);
        Cancellation stop = new Cancellation();
        cancel.onCancel(stop::cancel);
        Thread alarm = Thread.ofVirtual().name("measure-alarm").start(() -> {
            try {
                Thread.sleep(Duration.ofSeconds(plan.timeoutSeconds()));
                stop.cancel();
            } catch (InterruptedException _) {
                // Done in time.
            }
        });
        try {
            StepMessage answer = memory.watch(
                    orTooMuch -> ask(new StepMessage.Measure(plan, method), plan.timeoutSeconds(), progress, orTooMuch),
                    stop);
            return ((StepMessage.Measured) answer).measurement();
        } catch (LayergraftException stopped) {
            if (stop.isCancelled() && !cancel.isCancelled()) {
                throw LayergraftException.engine("process", "measure.slow", plan.timeoutSeconds());
            }
            throw stopped;
        } finally {
            alarm.interrupt();
        }
    }

    @Override
    public void expectRanks(List<Device> devices, int threads) {
        pool.expect(new Seats(devices, threads));
    }

    @Override
    public List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
        Batches.check(plan);
        return memory.watch(
                stop -> plan.nodes().isPresent()
                        ? acrossNodes(plan, plan.nodes().get(), progress, stop)
                        : here(plan, progress, stop),
                cancel);
    }

    private List<RankReport> here(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
        Seats seats = Seats.of(plan);
        for (int attempt = 1; ; attempt++) {
            RankCrew crew = pool.take(seats, cancel);
            RankRun run = new RankRun(crew, plan, progress, cancel, () -> pool.replace(seats));
            try {
                return run.run();
            } catch (CrewLost lost) {
                if (attempt == ATTEMPTS) {
                    throw lost.told();
                }
            } finally {
                pool.giveBack(crew, run.endedClean());
            }
        }
    }

    /** Each such run has processes of its own: whether the other machines' are left clean is not known in time. */
    private List<RankReport> acrossNodes(StepPlan plan, Nodes nodes, Progress progress, Cancellation cancel)
            throws LayergraftException {
        natives.prepare(cancel);
        try (NodesCrew crew = NodesCrew.start(launcher, plan, nodes)) {
            try {
                List<RankReport> reports = new RankRun(crew, plan, progress, cancel, () -> {}).run();
                crew.part();
                return reports;
            } catch (CrewLost lost) {
                crew.giveUp(lost.told());
                throw lost.told();
            } catch (LayergraftException failed) {
                crew.giveUp(failed);
                throw failed;
            }
        }
    }

    @Override
    public List<PairReport> pairs(StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel)
            throws LayergraftException {
        Batches.check(plan);
        Batches.check(plan.with(other));
        return memory.watch(stop -> pairsHere(plan, other, pairs, progress, stop), cancel);
    }

    private List<PairReport> pairsHere(StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel)
            throws LayergraftException {
        Seats seats = Seats.of(plan);
        for (int attempt = 1; ; attempt++) {
            RankCrew crew = pool.take(seats, cancel);
            PairRun run = new PairRun(crew, plan, other, pairs, progress, cancel);
            try {
                return run.run();
            } catch (CrewLost lost) {
                if (attempt == ATTEMPTS) {
                    throw lost.told();
                }
            } finally {
                pool.giveBack(crew, run.endedClean());
            }
        }
    }

    /** Can a limit of memory be kept on this system? */
    public static boolean canLimitMemory() {
        return ChildMemory.isKnown();
    }

    /**
     * A run is stopped once the children need more than this.
     *
     * @param most bytes that all of them may need together; empty for as much as there is
     */
    public void limitMemory(OptionalLong most) {
        memory.limit(most);
    }

    /** Ends every child and deletes the scratch directory. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is ending: the hook is running, or about to.
        }
        end();
    }

    private void end() {
        closed = true;
        // First: a crew that is being started holds the pool.
        launcher.end();
        pool.close();
        scratch.delete();
    }

    private StepMessage ask(StepMessage request, int timeoutSeconds, Progress progress, Cancellation cancel)
            throws LayergraftException {
        await(cancel);
        try {
            boolean idle = engine.filter(EngineChild::isAlive).isPresent();
            EngineChild child = engine();
            try {
                return child.ask(request, timeoutSeconds, progress, cancel);
            } catch (LayergraftException ended) {
                if (!idle || !child.diedUnheard() || cancel.isCancelled()) {
                    throw ended;
                }
                // It was lost while nobody asked it anything: no reason to fail this request.
                return engine().ask(request, timeoutSeconds, progress, cancel);
            }
        } finally {
            boolean lost = engine.filter(EngineChild::isAlive).isEmpty();
            engineTurn.unlock();
            if (lost && !closed) {
                warmUp();
            }
        }
    }

    /** For one's turn: another window may be at it for long. */
    private void await(Cancellation cancel) throws LayergraftException {
        try {
            while (!engineTurn.tryLock(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancel.isCancelled()) {
                    throw Failures.cancelled();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }

    /** The living engine; call it only in one's turn. */
    private EngineChild engine() throws LayergraftException {
        if (closed) {
            throw Failures.cancelled();
        }
        if (engine.filter(EngineChild::isAlive).isEmpty()) {
            engine = Optional.of(EngineChild.start(launcher));
        }
        return engine.get();
    }

    /** For tests that kill it. */
    long enginePid() throws LayergraftException {
        engineTurn.lock();
        try {
            return engine().pid();
        } finally {
            engineTurn.unlock();
        }
    }
}
