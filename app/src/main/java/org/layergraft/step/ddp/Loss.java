package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.layergraft.step.LossSpec;

/** Turns outputs into one number, by the rules of {@link LossSpec}. */
final class Loss {

    private Loss() {}

    /** @throws IllegalArgumentException when the rule picks nothing from these outputs */
    static Tensor of(LossSpec spec, OutputTree outputs) {
        return switch (spec) {
            case LossSpec.Sum _ -> total(floating(outputs), LossSpec.Reduce.SUM);
            case LossSpec.Mean _ -> total(floating(outputs), LossSpec.Reduce.MEAN);
            case LossSpec.Square _ -> total(floating(outputs), LossSpec.Reduce.SQUARE);
            case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce reduce) -> total(chosen(use, outputs), reduce);
            case LossSpec.Keys(String contains) -> total(named(contains, outputs), LossSpec.Reduce.MEAN);
        };
    }

    private static List<Tensor> floating(OutputTree outputs) {
        return outputs.tensors().stream().filter(Tensor::is_floating_point).toList();
    }

    private static List<Tensor> chosen(List<Integer> use, OutputTree outputs) {
        List<Tensor> all = outputs.tensors();
        List<Tensor> picked = new ArrayList<>();
        for (int position : use) {
            if (position < 0 || position >= all.size()) {
                throw new IllegalArgumentException(
                        "The loss uses output " + position + ", but forward returned " + all.size() + " tensors");
            }
            picked.add(all.get(position));
        }
        return picked;
    }

    private static List<Tensor> named(String contains, OutputTree outputs) {
        if (!outputs.dictionary()) {
            throw new IllegalArgumentException("The loss picks dictionary entries, but forward returned no dictionary");
        }
        return outputs.leaves().stream()
                .filter(leaf -> leaf.key().filter(key -> key.contains(contains)).isPresent())
                .map(OutputTree.Leaf::tensor)
                .toList();
    }

    private static Tensor total(List<Tensor> picked, LossSpec.Reduce reduce) {
        return picked.stream()
                .map(tensor -> reduced(tensor, reduce))
                .reduce(Tensor::add)
                .orElseThrow(() -> new IllegalArgumentException("The loss picks none of forward's outputs"));
    }

    private static Tensor reduced(Tensor tensor, LossSpec.Reduce reduce) {
        return switch (reduce) {
            case SUM -> tensor.sum();
            case MEAN -> tensor.mean();
            case SQUARE -> tensor.mul(tensor).mean();
        };
    }
}
