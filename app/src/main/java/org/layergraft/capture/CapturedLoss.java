package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.layergraft.step.LossSpec;

/** Which outputs the captured loss was made of, read off the graph. */
final class CapturedLoss {

    private static final String LOSS = "loss";

    private CapturedLoss() {}

    /** Every key with "loss" in it where that is what was taken, as MMEngine does; else positions of outputs. */
    static LossSpec of(PlainGraph plain) {
        List<Recorded.Output> outputs = plain.iteration().outputs();
        Set<Integer> entered = entered(plain);
        List<Integer> used = IntStream.range(0, outputs.size())
                .filter(i -> entered.contains(
                        plain.resolve(outputs.get(i).node(), outputs.get(i).port())))
                .boxed()
                .toList();
        List<Integer> graded = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).node() >= 0)
                .boxed()
                .toList();
        boolean byKey = !used.isEmpty()
                && graded.stream()
                        .allMatch(i -> used.contains(i) == key(outputs.get(i)).contains(LOSS));
        if (byKey) {
            return new LossSpec.Keys(LOSS);
        }
        return used.size() == graded.size() || used.isEmpty()
                ? new LossSpec.Sum()
                : new LossSpec.Outputs(used, LossSpec.Reduce.SUM);
    }

    private static String key(Recorded.Output output) {
        int dot = output.path().indexOf('.');
        return dot < 0 ? output.path() : output.path().substring(0, dot);
    }

    /** From the loss through what was made outside of the model; what was made in it ends the way. */
    private static Set<Integer> entered(PlainGraph plain) {
        var open = new ArrayList<Integer>();
        plain.iteration().losses().forEach(l -> open.add(plain.resolve(l.node(), l.port())));
        var seen = new HashSet<Integer>();
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (at >= 0 && seen.add(at) && plain.call(at) < 0) {
                for (int n : plain.next(at)) {
                    open.add(n);
                }
            }
        }
        return seen;
    }
}
