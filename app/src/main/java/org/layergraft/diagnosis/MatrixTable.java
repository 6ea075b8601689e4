package org.layergraft.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.layergraft.model.Parameter;
import org.layergraft.step.RankReport;
import org.layergraft.step.Switches;
import org.layergraft.step.Timing;
import org.layergraft.text.Problem;

/**
 * What the combinations of a matrix have measured, side by side, and what follows for the advice one is usually given:
 * {@code find_unused_parameters=True} and checkpointing off.
 *
 * @param rows in the order of the runs
 * @param sentence what the usual advice comes out as here, and what is better
 */
public record MatrixTable(List<Row> rows, Problem sentence) {

    /** Differences below this share are not told as differences. */
    private static final double CLEAR = 0.1;

    /** Memory counts the whole process, of which the model is a part. */
    private static final double CLEAR_MEMORY = 0.03;

    private static final double MEBI = 1 << 20;

    public MatrixTable {
        rows = List.copyOf(rows);
    }

    /** @param relative to the fastest combination that trains; absent where there is none */
    public record Figure(double value, OptionalDouble relative) {}

    /**
     * One combination.
     *
     * @param covered share of the trainable parameters' elements that got a gradient on every rank; absent where no iteration ended
     * @param step milliseconds of the slowest rank
     * @param communication milliseconds
     * @param peak bytes of the largest process
     * @param usual it is the usual advice
     * @param best it trains, and of those that cover most it is the one to take
     */
    public record Row(
            RunResult result,
            OptionalDouble covered,
            Optional<Figure> step,
            Optional<Figure> communication,
            Optional<Figure> peak,
            boolean usual,
            boolean best) {

        public Switches switches() {
            return result.plan().switches();
        }

        public boolean trains() {
            return result.verdict().filter(Verdict::trains).isPresent();
        }

        private double coveredShare() {
            return covered.orElse(0);
        }

        private double stepMs() {
            return step.map(Figure::value).orElse(Double.MAX_VALUE);
        }

        private double peakBytes() {
            return peak.map(Figure::value).orElse(Double.MAX_VALUE);
        }

        private Row marked(boolean asUsual, boolean asBest) {
            return new Row(result, covered, step, communication, peak, asUsual, asBest);
        }
    }

    /** @param results of some or all combinations, as they come */
    public static MatrixTable of(List<RunResult> results) {
        return of(results, Set.of());
    }

    /**
     * The same after a closer look: pairs of steps tell more about time than the one run that each combination had.
     *
     * @param tied combinations that, timed in pairs with the usual advice, were not faster; none of them is told to be faster, or is
     *     the best but for having fewer turns
     */
    public static MatrixTable of(List<RunResult> results, Set<Switches> tied) {
        Optional<RunResult> fastest = results.stream()
                .filter(r -> r.verdict().filter(Verdict::trains).isPresent())
                .filter(r -> stepMs(r).isPresent())
                .min(Comparator.comparingDouble(r -> stepMs(r).getAsDouble()));
        List<Row> rows = results.stream().map(r -> row(r, fastest)).toList();
        Optional<Row> likely = best(rows);
        Optional<Row> faster = likely.filter(b -> !tied.contains(b.switches()));
        Optional<Row> usual = usual(rows);
        Optional<Row> best = faster.or(() ->
                likely.filter(b -> usual.filter(u -> turns(b) < turns(u)).isPresent()));
        List<Row> marked = rows.stream()
                .map(r -> r.marked(
                        usual.filter(u -> u == r).isPresent(),
                        best.filter(b -> b == r).isPresent()))
                .toList();
        return new MatrixTable(marked, sentence(rows, usual, likely, faster));
    }

    private static Row row(RunResult result, Optional<RunResult> fastest) {
        return new Row(
                result,
                covered(result),
                figure(stepMs(result), fastest.map(MatrixTable::stepMs)),
                figure(communicationMs(result), fastest.map(MatrixTable::communicationMs)),
                figure(peak(result), fastest.map(MatrixTable::peak)),
                false,
                false);
    }

    private static Optional<Figure> figure(OptionalDouble value, Optional<OptionalDouble> ofFastest) {
        OptionalDouble unit = ofFastest.orElse(OptionalDouble.empty());
        return value.stream()
                .mapToObj(v -> new Figure(
                        v,
                        unit.isPresent() && unit.getAsDouble() > 0
                                ? OptionalDouble.of(v / unit.getAsDouble())
                                : OptionalDouble.empty()))
                .findFirst();
    }

    /** Of the rows that train and cover most: among those that are about as fast as the fastest, the one with the fewest turns. */
    private static Optional<Row> best(List<Row> rows) {
        List<Row> training = rows.stream().filter(Row::trains).toList();
        double most = training.stream().mapToDouble(Row::coveredShare).max().orElse(0);
        List<Row> covering =
                training.stream().filter(r -> r.coveredShare() >= most).toList();
        double fastest = covering.stream().mapToDouble(Row::stepMs).min().orElse(0);
        return covering.stream()
                .filter(r -> r.stepMs() <= fastest * (1 + CLEAR))
                .min(Comparator.comparing(MatrixTable::promises)
                        .thenComparingInt(MatrixTable::turns)
                        .thenComparingDouble(Row::stepMs));
    }

    /**
     * static_graph promises that every later iteration is like the first. A run puts that to the test; of a prediction it is only known
     * that the recorded ones are alike.
     */
    private static boolean promises(Row row) {
        return row.result().isPredicted() && row.switches().staticGraph();
    }

    /** The one with the fewest other turns, where other options were varied as well. */
    private static Optional<Row> usual(List<Row> rows) {
        return rows.stream()
                .filter(r -> r.switches().findUnusedParameters()
                        && !r.switches().staticGraph()
                        && !r.switches().checkpoint().on())
                .min(Comparator.comparingInt(MatrixTable::turns));
    }

    private static int turns(Row row) {
        return SwitchWords.departures(row.switches()).size();
    }

    private static Problem sentence(List<Row> rows, Optional<Row> usual, Optional<Row> likely, Optional<Row> best) {
        if (usual.isEmpty()) {
            return problem("matrix.under_way", rows.size());
        }
        if (likely.isEmpty()) {
            return problem("matrix.none", rows.size());
        }
        Row advised = usual.get();
        if (advised.result().isPredicted()) {
            return problem(
                    advised.trains() ? "matrix.predicted.trains" : "matrix.predicted.fails",
                    advised.result().verdict().map(v -> v.outcome().id()).orElse("-"),
                    SwitchWords.of(likely.get().switches()),
                    rows.stream().anyMatch(r -> r.trains() && promises(r)) ? 1 : 0);
        }
        if (!advised.trains()) {
            return problem(
                    "matrix.fails",
                    advised.result().verdict().map(v -> v.outcome().id()).orElse("-"),
                    SwitchWords.of(likely.get().switches()),
                    decimal(likely.get().stepMs()),
                    mebi(likely.get().peakBytes()));
        }
        List<Row> rivals = rows.stream()
                .filter(Row::trains)
                .filter(r -> r.coveredShare() >= advised.coveredShare())
                .toList();
        Row faster = best.filter(rivals::contains).orElse(advised);
        Row smaller =
                rivals.stream().min(Comparator.comparingDouble(Row::peakBytes)).orElse(advised);
        long time = saved(advised.stepMs(), faster.stepMs(), CLEAR);
        long memory = saved(advised.peakBytes(), smaller.peakBytes(), CLEAR_MEMORY);
        return problem(
                time == 0 && memory == 0 ? "matrix.trains" : "matrix.better",
                decimal(advised.stepMs()),
                mebi(advised.peakBytes()),
                time,
                SwitchWords.of(faster.switches()),
                memory,
                SwitchWords.of(smaller.switches()));
    }

    private static Problem problem(String key, Object... arguments) {
        return Problem.of(Explanations.AREA, key, arguments);
    }

    /** In whole per cent; 0 where it is not clear. */
    private static long saved(double from, double to, double clear) {
        double share = (from - to) / from;
        return share >= clear ? Math.round(100 * share) : 0;
    }

    private static String decimal(double value) {
        return value == Double.MAX_VALUE ? "–" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String mebi(double bytes) {
        return bytes == Double.MAX_VALUE ? "–" : String.format(Locale.ROOT, "%.0f", bytes / MEBI);
    }

    static OptionalDouble stepMs(RunResult result) {
        return timings(result).mapToDouble(Timing::stepMs).max();
    }

    private static OptionalDouble communicationMs(RunResult result) {
        return timings(result)
                .flatMapToDouble(t -> t.communicationMs().stream())
                .max();
    }

    private static OptionalDouble peak(RunResult result) {
        return result.ranks().stream()
                .mapToDouble(RankReport::peakBytes)
                .filter(bytes -> bytes > 0)
                .max();
    }

    private static Stream<Timing> timings(RunResult result) {
        return result.ranks().stream().flatMap(r -> r.timing().stream());
    }

    private static OptionalDouble covered(RunResult result) {
        List<Parameter> trainable = result.coverage().stream()
                .map(Coverage::parameter)
                .filter(Parameter::trainable)
                .toList();
        boolean seen = !result.ranks().isEmpty()
                && result.ranks().stream().noneMatch(r -> r.sums().isEmpty());
        double all = elements(trainable.stream());
        if (!seen || all == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(elements(trainable.stream().filter(p -> arrivedEverywhere(p, result))) / all);
    }

    private static double elements(Stream<Parameter> parameters) {
        return parameters
                .flatMapToDouble(p -> DoubleStream.of(p.shape().elements()))
                .sum();
    }

    /** In the run itself, under its switches: in some iteration, on every rank. */
    private static boolean arrivedEverywhere(Parameter parameter, RunResult result) {
        return result.ranks().stream()
                .allMatch(rank -> rank.sums().stream().anyMatch(s -> arrived(parameter, s.gradients())));
    }

    private static boolean arrived(Parameter parameter, Map<String, String> fingerprints) {
        return Stream.concat(Stream.of(parameter.name()), parameter.aliases().stream())
                .map(name -> fingerprints.getOrDefault(name, "none"))
                .anyMatch(print -> !print.equals("none"));
    }
}
