package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ProcessGroup;
import org.layergraft.step.PairReport;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/**
 * Two ways to train one model, step by step in turns: two copies of it, each with a Reducer of its own in the same process group,
 * see the same batches. What disturbs a machine for longer than a step disturbs both, so the ratio within a pair tells more than
 * two runs one after the other. The order within a pair alternates (AB, BA, AB, …): whoever goes first has no advantage.
 */
final class PairedRun {

    /** Buckets are regrouped and static graphs learnt in the first two steps; caches fill. */
    private static final int WARM_UP = 3;

    private final Way first;
    private final Way second;
    private final int rank;
    private final Set<String> sparse;
    private final ProcessGroup group;

    /** @param recorded whether a timeline is recorded, as in a run: so that what that costs can be measured, too */
    record Way(StepPlan plan, boolean recorded) {}

    PairedRun(Way first, Way second, int rank, Set<String> sparse, ProcessGroup group) {
        this.first = first;
        this.second = second;
        this.rank = rank;
        this.sparse = sparse;
        this.group = group;
    }

    /** @param second the same plan as the first but for its switches */
    static PairedRun of(StepPlan first, StepPlan second, int rank, Set<String> sparse, ProcessGroup group) {
        return new PairedRun(new Way(first, true), new Way(second, true), rank, sparse, group);
    }

    /**
     * @param progress told the number of each pair, from 1
     * @throws LayergraftException when a batch cannot be read
     */
    PairReport run(int pairs, IntConsumer progress) throws LayergraftException {
        List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
        try (PointerScope _ = new PointerScope();
                PairedSteps one = new PairedSteps(first, rank, sparse, group);
                PairedSteps other = new PairedSteps(second, rank, sparse, group)) {
            List<PairedSteps> sides = List.of(one, other);
            for (int pair = 1 - WARM_UP; pair <= pairs; pair++) {
                progress.accept(Math.max(1, pair));
                int iteration = Math.floorMod(pair - 1, first.plan().steps()) + 1;
                for (int turn = 0; turn < 2; turn++) {
                    int side = Math.floorMod(pair + 1 + turn, 2);
                    // Begun together, so that a rank does not pay for what another still did of the step before.
                    group.barrier()._wait();
                    double millis = sides.get(side).step(pair + WARM_UP, iteration) / 1e6;
                    if (pair > 0) {
                        times.get(side).add(millis);
                    }
                }
            }
            return report(times, Optional.empty());
        } catch (RuntimeException thrown) {
            return report(times, Optional.of(TorchMessage.of(thrown).text()));
        }
    }

    private PairReport report(List<List<Double>> times, Optional<String> failure) {
        return new PairReport(rank, times.getFirst(), times.getLast(), failure);
    }
}
