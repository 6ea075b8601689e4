package org.layergraft.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.layergraft.process.Installation.Child;
import org.layergraft.step.Scratch;
import org.layergraft.text.LayergraftException;

/**
 * Starts children with the options and the environment that only a fresh process can be given.
 *
 * @param scratch folder that a child deletes when this JVM is killed
 */
record ChildLauncher(Installation installation, Path scratch) {

    ChildProcess start(Child child, int threads, Consumer<ChildEvent> listener) throws LayergraftException {
        return ChildProcess.start(installation.command(child, options()), environment(threads), listener);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-D" + Scratch.PROPERTY + "=" + scratch);
        options.add("-DOPT_OUT_TRACKING=true");
        options.add("-Dai.djl.offline=" + installation.bringsEngineNatives());
        return options;
    }

    /** Passive waiting: threads that spin for work make everything else on the machine several times slower. */
    static Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OMP_NUM_THREADS", String.valueOf(threads));
        environment.put("OPENBLAS_NUM_THREADS", String.valueOf(threads));
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("GOMP_SPINCOUNT", "0");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
