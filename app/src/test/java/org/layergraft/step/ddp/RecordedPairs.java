package org.layergraft.step.ddp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.PairReport;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;

/** A rank that times steps of one plan with a timeline being recorded against steps without. */
final class RecordedPairs {

    private RecordedPairs() {}

    /** Arguments: file with the plan, rank, port, pairs, file for the report. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        var json = StepJson.mapper();
        StepPlan plan = json.readValue(Path.of(arguments[0]).toFile(), StepPlan.class);
        int rank = Integer.parseInt(arguments[1]);
        try (PointerScope _ = new PointerScope()) {
            Loader.load(torch.class);
            torch.setGraphExecutorOptimize(false);
            torch.set_num_threads(plan.threads());
            Group group = Group.meet(
                    rank, plan.worldSize(), plan.devices().get(rank), Integer.parseInt(arguments[2]), _ -> {});
            group.allow(plan.timeoutSeconds());
            PairReport report = new PairedRun(
                            new PairedRun.Way(plan, false),
                            new PairedRun.Way(plan, true),
                            rank,
                            Set.of(),
                            group.processes())
                    .run(Integer.parseInt(arguments[3]), _ -> {});
            Files.writeString(Path.of(arguments[4]), json.writeValueAsString(report));
            // Nobody leaves while another may still wait.
            group.processes().barrier()._wait();
        }
        Runtime.getRuntime().halt(0);
    }
}
