package org.layergraft.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.layergraft.step.Scratch;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Starts children of one installation and knows which of them live. */
final class ChildLauncher {

    private final Installation installation;
    private final Scratch scratch;
    private final ProtocolLog log = ProtocolLog.configured();
    private final Set<ChildProcess> living = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    ChildLauncher(Installation installation, Scratch scratch) {
        this.installation = installation;
        this.scratch = scratch;
    }

    Installation installation() {
        return installation;
    }

    /**
     * @param name for the log
     * @param threads libtorch's intra-op threads
     * @param listener see {@link ChildProcess}
     */
    ChildProcess start(
            String name, Installation.Kind kind, int threads, List<String> arguments, Consumer<ChildEvent> listener)
            throws LayergraftException {
        return start(name, kind, threads, arguments, Map.of(), listener);
    }

    /** @param more environment, on top of what every child gets */
    ChildProcess start(
            String name,
            Installation.Kind kind,
            int threads,
            List<String> arguments,
            Map<String, String> more,
            Consumer<ChildEvent> listener)
            throws LayergraftException {
        if (ended) {
            throw Failures.cancelled();
        }
        ProcessBuilder builder = new ProcessBuilder(command(kind, arguments));
        Map<String, String> environment = builder.environment();
        environment.put("OMP_NUM_THREADS", String.valueOf(threads));
        environment.put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
        environment.put("OPT_OUT_TRACKING", "true");
        // NCCL's watchdog would abort the process, and JVM and all, when nobody answers in time; the parent sees that
        // rank wait.
        environment.putIfAbsent("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0");
        environment.putAll(more);
        // glibc's own threshold grows with what was freed; then freed tensors stay in the heap and what checkpointing
        // saves cannot be
        // seen.
        environment.put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 20));
        try {
            Slot slot = new Slot();
            ChildProcess child = new ChildProcess(name, builder, log, event -> {
                if (event instanceof ChildEvent.Ended) {
                    slot.ended();
                }
                listener.accept(event);
            });
            slot.holds(child);
            if (ended) {
                child.close();
            }
            return child;
        } catch (IOException refused) {
            throw new LayergraftException(
                    LayergraftException.Fault.ENGINE,
                    Problem.of("process", "child.not-started", installation.java(), refused.getMessage()),
                    refused);
        }
    }

    /** What all that live need together, in bytes. */
    long memory() {
        return living.stream().mapToLong(child -> ChildMemory.of(child.pid())).sum();
    }

    /** Ends all that live, and starts none any more. */
    void end() {
        ended = true;
        living.forEach(ChildProcess::close);
    }

    private List<String> command(Installation.Kind kind, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                installation.java().toString(),
                // Small and quick to start: the work is native.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // A collection gives back what it frees: peaks are about the model, and idle children should be small.
                "-XX:MinHeapFreeRatio=5",
                "-XX:MaxHeapFreeRatio=15",
                "-XX:-ShrinkHeapInSteps",
                // Nothing left behind by a child that is killed or crashes.
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + scratch.directory().resolve("hs_err_%p.log"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + Scratch.PROPERTY + "=" + scratch.directory()));
        for (String passedOn : List.of("org.bytedeco.javacpp.cachedir", "DJL_CACHE_DIR", "ai.djl.offline")) {
            String value = System.getProperty(passedOn);
            if (value != null) {
                command.add("-D" + passedOn + "=" + value);
            }
        }
        command.addAll(List.of("-cp", installation.classPath(kind), kind.mainClass));
        command.addAll(arguments);
        return command;
    }

    /** A child may end before its constructor has returned. */
    private final class Slot {
        private ChildProcess child;
        private boolean ended;

        synchronized void holds(ChildProcess started) {
            child = started;
            if (!ended) {
                living.add(started);
            }
        }

        synchronized void ended() {
            ended = true;
            if (child != null) {
                living.remove(child);
            }
        }
    }
}
