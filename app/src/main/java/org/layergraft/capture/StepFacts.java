package org.layergraft.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What one forward and backward of one rank does to DistributedDataParallel's hooks, in one mode of checkpointing: the quantities of
 * ddp-semantics 10.3.
 *
 * @param lossNeedsGradient without it, backward fails before any hook (T28)
 * @param outer parameters the search from forward's outputs meets (R3.2, R3.3)
 * @param fires hooks in their order, without DDP's output node (R4.6)
 * @param firesWithSink the same with it: what is behind outputs that are not in the loss fires, too (R3.5)
 * @param sinkReached the loss uses an output that DDP's output node reaches (R6.7.1)
 * @param left by module: calls of its reentrant segments, and how many of them left the graph (R7.4)
 */
record StepFacts(
        boolean lossNeedsGradient,
        Set<Integer> outer,
        List<Fire> fires,
        List<Fire> firesWithSink,
        boolean sinkReached,
        Map<Integer, int[]> left) {

    /** With which gradient a hook fires. */
    enum With {
        /** None: counted as ready, not as used. */
        UNDEFINED,
        ZERO,
        VALUE
    }

    record Fire(int parameter, With with) {}

    /** @param reentrant which segments hide what is in them */
    static StepFacts of(PlainGraph plain, ModeGraph mode, boolean torch1, boolean measuredBare) {
        return new Reading(plain, mode, torch1, measuredBare).facts();
    }

    List<Fire> fires(boolean sinkActive) {
        return sinkActive ? firesWithSink : fires;
    }

    /** Reads them off the graph. */
    private record Reading(PlainGraph plain, ModeGraph mode, boolean torch1, boolean measuredBare) {

        StepFacts facts() {
            Recorded.Iteration it = plain.iteration();
            List<Integer> loss = it.losses().stream()
                    .map(l -> plain.resolve(l.node(), l.port()))
                    .toList();
            boolean needs = !loss.isEmpty() && loss.stream().allMatch(mode::needsGradient);
            List<Integer> searched = outputs(o -> torch1 ? o.found1() : o.found2());
            List<Integer> sinks = outputs(Recorded.Output::sink);
            ModeGraph.Met used = mode.from(loss);
            boolean reached = used(loss, new HashSet<>(sinks));
            var all = new ArrayList<>(loss);
            if (reached) {
                all.addAll(sinks);
            }
            ModeGraph.Met withSink = mode.from(all);
            var zeroed = new HashSet<>(used.parameters());
            zeroed.addAll(behindPython(withSink, used));
            return new StepFacts(
                    needs,
                    mode.from(searched).parameters(),
                    fires(used, used.parameters(), used.parameters()),
                    fires(withSink, zeroed, used.parameters()),
                    reached,
                    left());
        }

        /** With those that had left when they were captured. */
        private Map<Integer, int[]> left() {
            Map<Integer, int[]> left = mode.left();
            for (Recorded.Segment closed : plain.closed()) {
                int module = plain.module(closed);
                if (closed.detached() && module >= 0) {
                    int[] counts = left.computeIfAbsent(module, _ -> new int[2]);
                    counts[0]++;
                    counts[1]++;
                }
            }
            return left;
        }

        private List<Integer> outputs(Predicate<Recorded.Output> wanted) {
            return plain.iteration().outputs().stream()
                    .filter(wanted)
                    .map(o -> plain.resolve(o.node(), o.port()))
                    .filter(mode::needsGradient)
                    .toList();
        }

        /** From the loss through what was made outside of the model to what forward returned. */
        private boolean used(List<Integer> loss, Set<Integer> outputs) {
            var open = new ArrayList<>(loss);
            var seen = new HashSet<Integer>();
            while (!open.isEmpty()) {
                int at = open.removeLast();
                if (at < 0 || !seen.add(at)) {
                    continue;
                }
                if (outputs.contains(at)) {
                    return true;
                }
                if (plain.call(at) < 0) {
                    for (int n : plain.next(at)) {
                        open.add(n);
                    }
                }
            }
            return false;
        }

        /** A Function written in Python gets zeros where it is given nothing, and hands them on (R3.5). */
        private Set<Integer> behindPython(ModeGraph.Met withSink, ModeGraph.Met used) {
            var roots = new LinkedHashSet<Integer>();
            for (int n : withSink.nodes()) {
                if (!used.nodes().contains(n) && plain.operator(n).endsWith("Backward")) {
                    for (int t : plain.next(n)) {
                        roots.add(t);
                    }
                }
            }
            return mode.from(roots).parameters();
        }

        /** A place in the order of arrival, and what arrives there. */
        private record Block(int position, int call, List<Fire> fires) {}

        private List<Fire> fires(ModeGraph.Met met, Set<Integer> defined, Set<Integer> valued) {
            return flat(met, defined, valued, positions());
        }

        /** Measured order; a segment that runs as a whole comes where its first parameter does, the one called last first. */
        private List<Fire> flat(ModeGraph.Met met, Set<Integer> defined, Set<Integer> valued, int[] positions) {
            var blocks = new ArrayList<Block>();
            for (int p : met.parameters()) {
                With with = !defined.contains(p) || givesNothing(p)
                        ? With.UNDEFINED
                        : valued.contains(p) && !isZero(p) ? With.VALUE : With.ZERO;
                blocks.add(new Block(positions[p], Integer.MAX_VALUE, List.of(new Fire(p, with))));
            }
            for (int s : met.segments()) {
                ModeGraph.Met inside = mode.inside(s);
                // Its backward runs on zeros where it is given none.
                List<Fire> fires = flat(inside, inside.parameters(), inside.parameters(), positions);
                if (!fires.isEmpty()) {
                    int first = fires.stream()
                            .mapToInt(f -> positions[f.parameter()])
                            .min()
                            .orElse(Integer.MAX_VALUE);
                    blocks.add(new Block(first, mode.segments().get(s).call(), fires));
                }
            }
            blocks.sort(Comparator.comparingInt(Block::position)
                    .thenComparing(Comparator.comparingInt(Block::call).reversed()));
            return blocks.stream().flatMap(b -> b.fires().stream()).toList();
        }

        private int[] positions() {
            int[] ready = plain.iteration().ready();
            int[] positions = IntStream.generate(() -> Integer.MAX_VALUE)
                    .limit(plain.iteration().gradients().size())
                    .toArray();
            for (int i = 0; i < ready.length; i++) {
                positions[ready[i]] = Math.min(positions[ready[i]], i);
            }
            return positions;
        }

        /** A Function gave None for it (R4.9); known only where nothing else could have. */
        private boolean givesNothing(int parameter) {
            Recorded.Arrived arrived = plain.iteration().gradients().get(parameter);
            return measuredBare && arrived.fired() > 0 && arrived.undefined() == arrived.fired();
        }

        private boolean isZero(int parameter) {
            return plain.iteration().gradients().get(parameter).state().equals("zero");
        }
    }
}
