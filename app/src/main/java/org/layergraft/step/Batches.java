package org.layergraft.step;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.layergraft.text.LayergraftException;

/**
 * The batches of a plan: what each rank feeds to forward, in the order of forward's arguments. They count from 1 through the run,
 * one per iteration unless gradients are accumulated ({@link StepPlan#batch}).
 */
public final class Batches {

    private final StepPlan plan;

    private Batches(StepPlan plan) {
        this.plan = plan;
    }

    /** @throws LayergraftException fault INPUT, see {@link #check} */
    public static Batches of(StepPlan plan) throws LayergraftException {
        check(plan);
        return new Batches(plan);
    }

    /**
     * Everything about the inputs that can be wrong before anything starts: fewer files than ranks, a file that is not there, a
     * range no value lies in.
     */
    public static void check(StepPlan plan) throws LayergraftException {
        switch (plan.inputs()) {
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) -> checkFiles(plan, ranks);
            case InputPlan.Generated(List<InputSpec> inputs) -> {
                for (InputSpec input : inputs) {
                    GeneratedInput.check(input);
                }
                InputTree.count(inputs.stream().map(InputSpec::name).toList());
            }
        }
    }

    private static void checkFiles(StepPlan plan, List<InputPlan.RankFiles> ranks) throws LayergraftException {
        if (ranks.size() < plan.worldSize()) {
            throw LayergraftException.input("step", "inputs.too-few-files", plan.worldSize(), ranks.size());
        }
        for (int rank = 0; rank < plan.worldSize(); rank++) {
            for (int batch = 1; batch <= plan.batch(plan.steps(), plan.microSteps()); batch++) {
                Path file = ranks.get(rank).at(batch);
                if (!Files.isRegularFile(file)) {
                    throw LayergraftException.input("step", "npz.missing", file);
                }
            }
        }
    }

    /**
     * One batch as forward's arguments.
     *
     * @throws LayergraftException as {@link #at}
     */
    public List<InputTree<HostTensor>> arguments(int rank, int batch) throws LayergraftException {
        var names =
                switch (plan.inputs()) {
                    case InputPlan.Files(List<InputPlan.RankFiles> ranks) ->
                        List.copyOf(NpzFile.read(ranks.get(rank).at(batch)).keySet());
                    case InputPlan.Generated(List<InputSpec> inputs) ->
                        inputs.stream().map(InputSpec::name).toList();
                };
        var tensors = at(rank, batch);
        return InputTree.of(IntStream.range(0, tensors.size())
                .mapToObj(i -> new InputTree.Named<>(names.get(i), tensors.get(i)))
                .toList());
    }

    /**
     * One batch.
     *
     * @param rank from 0
     * @param batch from 1
     * @throws LayergraftException fault INPUT when a file cannot be read
     */
    public List<HostTensor> at(int rank, int batch) throws LayergraftException {
        return switch (plan.inputs()) {
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) ->
                List.copyOf(NpzFile.read(ranks.get(rank).at(batch)).values());
            case InputPlan.Generated(List<InputSpec> inputs) -> generated(inputs, rank, batch);
        };
    }

    /** Where a rank's batch comes from, for messages: the file, or "" for generated batches. */
    public String source(int rank, int batch) {
        return switch (plan.inputs()) {
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) ->
                ranks.get(rank).at(batch).toString();
            case InputPlan.Generated _ -> "";
        };
    }

    /**
     * Two ranks that draw equal numbers would hide that DDP averages nothing, and a few small integers do come out equal: those are
     * drawn again. Floating inputs never are equal, so only batches without one are compared with the lower ranks'.
     */
    private List<HostTensor> generated(List<InputSpec> inputs, int rank, int batch) {
        boolean mayCoincide = inputs.stream()
                .noneMatch(input -> input.dtype().isFloating() && input.shape().elements() > 0);
        if (!mayCoincide) {
            return drawn(inputs, rank, batch, 0);
        }
        List<List<HostTensor>> lower = new ArrayList<>();
        while (true) {
            List<HostTensor> tensors = drawn(inputs, lower.size(), batch, 0);
            for (int attempt = 1; attempt < 32 && lower.contains(tensors); attempt++) {
                tensors = drawn(inputs, lower.size(), batch, attempt);
            }
            if (lower.size() == rank) {
                return tensors;
            }
            lower.add(tensors);
        }
    }

    private List<HostTensor> drawn(List<InputSpec> inputs, int rank, int batch, int attempt) {
        List<HostTensor> tensors = new ArrayList<>();
        for (InputSpec input : inputs) {
            tensors.add(GeneratedInput.draw(input, plan.seedFor(rank, batch), tensors.size(), attempt));
        }
        return tensors;
    }
}
