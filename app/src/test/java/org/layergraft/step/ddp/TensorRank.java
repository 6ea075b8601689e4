package org.layergraft.step.ddp;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Batches;
import org.layergraft.step.Device;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;

/**
 * A rank that runs what {@link RankMain} runs and, besides, writes down every gradient and every value: reports carry only
 * fingerprints. Per plan {@code P.json} a file {@code P-rankR.bin}: name, count and numbers of each array, until the end.
 */
final class TensorRank {

    private final StepPlan plan;
    private final int rank;
    private final DataOutputStream out;

    private TensorRank(StepPlan plan, int rank, DataOutputStream out) {
        this.plan = plan;
        this.rank = rank;
        this.out = out;
    }

    /** Rank, number of ranks, port, and the paths of the plans without their suffix. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        PointerScope forever = new PointerScope();
        Loader.load(torch.class);
        torch.setGraphExecutorOptimize(false);
        torch.set_num_threads(1);
        int rank = Integer.parseInt(arguments[0]);
        Group group =
                Group.meet(rank, Integer.parseInt(arguments[1]), Device.CPU, Integer.parseInt(arguments[2]), _ -> {});
        for (String path : Arrays.asList(arguments).subList(3, arguments.length)) {
            StepPlan plan = StepJson.mapper().readValue(Path.of(path + ".json").toFile(), StepPlan.class);
            group.allow(plan.timeoutSeconds());
            try (PointerScope _ = new PointerScope();
                    DataOutputStream out = new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(Path.of(path + "-rank" + rank + ".bin"))))) {
                new TensorRank(plan, rank, out).run(group);
            }
        }
        System.in.readAllBytes(); // the other may still wait for this one
        Reference.reachabilityFence(forever);
        System.exit(0);
    }

    private void run(Group group) throws Exception {
        Batches batches = Batches.of(plan);
        PlainStep plain = PlainStep.run(plan, rank, batches.arguments(rank, 1));
        plain.gradients()
                .forEach(gradient -> gradient.norm()
                        .ifPresent(norm -> write("plain.norm." + gradient.parameter(), new double[] {norm})));
        try (LoadedModel model = LoadedModel.load(plan, rank)) {
            DdpRun run = new DdpRun(plan, rank, batches, message -> {
                if (message instanceof StepMessage.At(int _, int iteration, Phase phase)) {
                    entered(model, iteration, phase);
                }
            });
            End end = run.run(model, plain, group.processes());
            if (!(end instanceof End.Finished)) {
                throw new IllegalStateException(end.toString());
            }
            values(model, plan.steps());
        }
    }

    private void entered(LoadedModel model, int iteration, Phase phase) {
        if (phase == Phase.STEP) {
            gradients(model, iteration);
        } else if (phase == Phase.FORWARD && iteration > 1) {
            values(model, iteration - 1);
        }
    }

    private void gradients(LoadedModel model, int iteration) {
        for (Named parameter : model.trainable()) {
            Tensor gradient = parameter.tensor().grad();
            if (gradient.defined()) {
                write(iteration + ".gradient." + parameter.name(), numbers(gradient));
            }
        }
    }

    private void values(LoadedModel model, int iteration) {
        for (Named parameter : model.parameters()) {
            write(iteration + ".value." + parameter.name(), numbers(parameter.tensor()));
        }
    }

    private static double[] numbers(Tensor tensor) {
        Tensor plain = tensor.detach().to(torch.ScalarType.Double).contiguous();
        double[] numbers = new double[(int) plain.numel()];
        plain.data_ptr_double().get(numbers);
        return numbers;
    }

    private void write(String name, double[] numbers) {
        try {
            out.writeUTF(name);
            out.writeInt(numbers.length);
            for (double number : numbers) {
                out.writeDouble(number);
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
