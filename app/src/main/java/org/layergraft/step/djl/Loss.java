package org.layergraft.step.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.layergraft.step.LossSpec;
import org.layergraft.text.LayergraftException;

/** Outputs into one scalar, as {@link LossSpec} defines it. */
final class Loss {

    private Loss() {}

    /** @throws LayergraftException fault INPUT when the specification picks nothing from these outputs */
    static PtNDArray of(LossSpec spec, OutputTree outputs) throws LayergraftException {
        return switch (spec) {
            case LossSpec.Sum _ -> total(floating(outputs), LossSpec.Reduce.SUM);
            case LossSpec.Mean _ -> total(floating(outputs), LossSpec.Reduce.MEAN);
            case LossSpec.Square _ -> total(floating(outputs), LossSpec.Reduce.SQUARE);
            case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce reduce) -> total(at(use, outputs), reduce);
            case LossSpec.Keys(String contains) -> total(matching(contains, outputs), LossSpec.Reduce.MEAN);
        };
    }

    private static List<PtNDArray> floating(OutputTree outputs) throws LayergraftException {
        List<PtNDArray> floating = outputs.flat().stream()
                .filter(output -> DjlTypes.dtype(output.getDataType()).isFloating())
                .toList();
        if (floating.isEmpty()) {
            throw LayergraftException.input(
                    "step.djl", "loss.no-floating-output", outputs.flat().size());
        }
        return floating;
    }

    private static List<PtNDArray> at(List<Integer> positions, OutputTree outputs) throws LayergraftException {
        if (positions.isEmpty()) {
            throw LayergraftException.input("step.djl", "loss.no-positions");
        }
        List<PtNDArray> picked = new ArrayList<>();
        for (int position : positions) {
            if (position < 0 || position >= outputs.flat().size()) {
                throw LayergraftException.input(
                        "step.djl",
                        "loss.no-such-output",
                        position,
                        outputs.flat().size());
            }
            picked.add(outputs.flat().get(position));
        }
        return picked;
    }

    private static List<PtNDArray> matching(String text, OutputTree outputs) throws LayergraftException {
        if (outputs.byKey().isEmpty()) {
            throw LayergraftException.input("step.djl", "loss.no-dictionary", text);
        }
        SequencedMap<String, List<PtNDArray>> byKey = outputs.byKey().get();
        List<PtNDArray> picked = byKey.entrySet().stream()
                .filter(entry -> entry.getKey().contains(text))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
        if (picked.isEmpty()) {
            throw LayergraftException.input("step.djl", "loss.no-such-key", text, String.join(", ", byKey.keySet()));
        }
        return picked;
    }

    private static PtNDArray total(List<PtNDArray> picked, LossSpec.Reduce how) {
        return picked.stream()
                .map(output -> reduced(output, how))
                .reduce(JniUtils::add)
                .orElseThrow();
    }

    private static PtNDArray reduced(PtNDArray output, LossSpec.Reduce how) {
        return switch (how) {
            case SUM -> JniUtils.sum(output);
            case MEAN -> JniUtils.mean(output);
            case SQUARE -> JniUtils.mean(JniUtils.mul(output, output));
        };
    }
}
