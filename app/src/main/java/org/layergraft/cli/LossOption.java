package org.layergraft.cli;

import java.util.Arrays;
import org.layergraft.step.LossSpec;
import org.layergraft.text.LayergraftException;

/** {@code --loss sum|mean|square|outputs:0,2|keys:loss}. */
final class LossOption {

    private LossOption() {}

    static LossSpec parse(String text) throws LayergraftException {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "sum" -> plain(new LossSpec.Sum(), rest, text);
            case "mean" -> plain(new LossSpec.Mean(), rest, text);
            case "square" -> plain(new LossSpec.Square(), rest, text);
            case "outputs" -> outputs(rest, text);
            case "keys" -> keys(rest, text);
            default -> throw wrong(text);
        };
    }

    private static LossSpec plain(LossSpec loss, String rest, String text) throws LayergraftException {
        if (!rest.isEmpty()) {
            throw wrong(text);
        }
        return loss;
    }

    private static LossSpec outputs(String rest, String text) throws LayergraftException {
        if (!rest.matches("\\d{1,6}(,\\d{1,6})*")) {
            throw wrong(text);
        }
        return new LossSpec.Outputs(
                Arrays.stream(rest.split(",")).map(Integer::valueOf).toList(), LossSpec.Reduce.SUM);
    }

    private static LossSpec keys(String rest, String text) throws LayergraftException {
        if (rest.isEmpty()) {
            throw wrong(text);
        }
        return new LossSpec.Keys(rest);
    }

    private static LayergraftException wrong(String text) {
        return LayergraftException.input("cli", "loss.form", text);
    }
}
