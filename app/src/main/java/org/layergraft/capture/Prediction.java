package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.capture.StepFacts.Fire;
import org.layergraft.capture.StepFacts.With;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.Switches;

/**
 * What all ranks would do, iteration by iteration: each has its own {@link Reducer}, and a bucket that one launches and another never
 * does leaves the first one waiting (ddp-semantics R5.4). Gradients are not numbers here but where they come from: {@code mean} of all
 * ranks, {@code local} to one, {@code zero} or {@code none}. Ranks are taken to have different data.
 */
final class Prediction {

    static final String NONE = "none";
    static final String ZERO = "zero";

    /** What is known about one rank: facts per iteration, and what was measured of its gradients. */
    record Rank(List<StepFacts> steps, List<Gradient> local, List<String> ready, Set<Integer> sparse, Device device) {}

    private final Registered registered;
    private final Switches switches;
    private final boolean torch1;
    private final List<String> modules;
    private final List<Rank> ranks;
    private final int iterations;
    private final List<Reducer> reducers = new ArrayList<>();
    private final List<List<Sums>> sums = new ArrayList<>();
    private final List<Map<Integer, String>> values = new ArrayList<>();
    private final Map<Integer, End> ends = new HashMap<>();
    private final Map<Integer, String> unfinished = new HashMap<>();
    private final Set<Integer> waiting = new HashSet<>();

    private Prediction(
            Registered registered,
            Switches switches,
            boolean torch1,
            List<String> modules,
            List<Rank> ranks,
            int iterations) {
        this.registered = registered;
        this.switches = switches;
        this.torch1 = torch1;
        this.modules = modules;
        this.ranks = List.copyOf(ranks);
        this.iterations = iterations;
        for (Rank rank : ranks) {
            reducers.add(new Reducer(registered, switches, torch1, rank.sparse()));
            sums.add(new ArrayList<>());
            values.add(new HashMap<>());
        }
    }

    /** @param modules paths, as the facts number them */
    static List<RankReport> of(
            Registered registered,
            Switches switches,
            boolean torch1,
            List<String> modules,
            List<Rank> ranks,
            int iterations) {
        return new Prediction(registered, switches, torch1, modules, ranks, iterations).run();
    }

    private List<RankReport> run() {
        if (registered.parameters().isEmpty()) {
            all(r -> raised(r, 0, Phase.CONSTRUCT, TorchWords.NOTHING_TO_TRAIN, List.of()));
        }
        for (int t = 1; t <= iterations && ends.isEmpty(); t++) {
            int now = t;
            all(r -> forward(r, now));
            if (ends.isEmpty()) {
                all(r -> backward(r, now));
            }
            meet(now);
        }
        if (ends.isEmpty() && waiting.isEmpty()) {
            askReducers();
        }
        // Whoever was left standing heard nothing more.
        waiting.forEach(r -> ends.putIfAbsent(r, new End.Finished()));
        return IntStream.range(0, ranks.size()).mapToObj(this::report).toList();
    }

    /** As ranks do after their last step: a reduction that did not finish is what the next forward would raise. */
    private void askReducers() {
        for (int r = 0; r < ranks.size(); r++) {
            if (reducers.get(r).forward() instanceof Reducer.Event.Missing(List<Integer> missing)) {
                unfinished.put(r, missing(r, missing));
            }
        }
    }

    private String missing(int r, List<Integer> missing) {
        return TorchWords.missing(
                r,
                missing.stream().map(registered::index).toList(),
                switches.findUnusedParameters(),
                switches.staticGraph());
    }

    private void all(java.util.function.IntConsumer each) {
        IntStream.range(0, ranks.size()).filter(r -> !waiting.contains(r)).forEach(each);
    }

    private void forward(int r, int t) {
        if (reducers.get(r).forward() instanceof Reducer.Event.Missing(List<Integer> missing)) {
            raised(r, t, Phase.FORWARD, missing(r, missing), missing);
        }
    }

    private void backward(int r, int t) {
        StepFacts facts = facts(r, t);
        if (!facts.lossNeedsGradient()) {
            raised(r, t, Phase.BACKWARD, TorchWords.LOSS_WITHOUT_GRAD, List.of());
            return;
        }
        switch (reducers.get(r).backward(facts)) {
            case Reducer.Event.Fine _, Reducer.Event.Missing _ -> {}
            case Reducer.Event.ReadyTwice(int p) ->
                raised(
                        r,
                        t,
                        Phase.BACKWARD,
                        TorchWords.readyTwice(registered.index(p), registered.name(p)),
                        List.of(p));
            case Reducer.Event.Changed(int p) -> raised(r, t, Phase.BACKWARD, TorchWords.changed(), List.of());
            case Reducer.Event.SparseUndefined(int p) -> raised(r, t, Phase.BACKWARD, TorchWords.sparse(), List.of());
        }
    }

    private void raised(int r, int t, Phase phase, String message, List<Integer> parameters) {
        ends.put(
                r,
                new End.Raised(
                        t,
                        phase,
                        message,
                        parameters.stream().map(registered::name).toList()));
    }

    private StepFacts facts(int r, int t) {
        List<StepFacts> steps = ranks.get(r).steps();
        return steps.get(Math.min(t, steps.size()) - 1);
    }

    /** What the ranks exchange, and who waits for whom. */
    private void meet(int t) {
        if (!ends.isEmpty()) {
            // Others lose whoever failed as soon as they need it.
            all(r -> ends.putIfAbsent(r, new End.Lost(t, Phase.BACKWARD, "")));
            waiting.forEach(r -> ends.putIfAbsent(r, new End.Waiting(t - 1, Phase.BACKWARD)));
            return;
        }
        int fewest = reducers.stream().mapToInt(Reducer::launched).min().orElse(0);
        for (int r = 0; r < ranks.size(); r++) {
            if (reducers.get(r).launched() > fewest && reducers.get(r).reduces()) {
                waiting.add(r);
            }
        }
        boolean together = waiting.isEmpty() && reducers.stream().allMatch(Reducer::reduces);
        Set<Integer> used = reducers.stream().flatMap(r -> r.used().stream()).collect(Collectors.toSet());
        all(r -> step(r, t, together, used));
        if (!waiting.isEmpty() && t == iterations) {
            waiting.forEach(r -> ends.put(r, new End.Waiting(t, Phase.BACKWARD)));
        }
    }

    /** Gradients as they are after backward, and the optimizer's step. */
    private void step(int r, int t, boolean together, Set<Integer> used) {
        Map<Integer, With> own = arrived(r, t);
        var gradients = new HashMap<String, String>();
        var held = new HashMap<String, String>();
        for (int p : registered.parameters()) {
            String gradient = gradient(p, r, t, own, together, used);
            if (!gradient.equals(NONE) && !gradient.equals(ZERO)) {
                values.get(r).merge(p, gradient, (a, b) -> a + " " + b);
            }
            String name = registered.all().get(p).name();
            gradients.put(name, gradient);
            held.put(name, values.get(r).getOrDefault(p, ""));
        }
        sums.get(r).add(new Sums(t, gradients, held));
    }

    private Map<Integer, With> arrived(int r, int t) {
        var own = new HashMap<Integer, With>();
        // Without a gradient nothing is there, with or without DDP's output node.
        for (Fire fire : facts(r, t).firesWithSink()) {
            own.merge(fire.parameter(), fire.with(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
        if (!(switches.findUnusedParameters() || switches.staticGraph())) {
            own.clear();
            for (Fire fire : facts(r, t).fires()) {
                own.merge(fire.parameter(), fire.with(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        return own;
    }

    /** R4.4, R5.1 and R5.2. */
    private String gradient(int p, int r, int t, Map<Integer, With> own, boolean together, Set<Integer> used) {
        With with = own.getOrDefault(p, With.UNDEFINED);
        String local =
                switch (with) {
                    case UNDEFINED -> NONE;
                    case ZERO -> ZERO;
                    case VALUE -> "local " + r + " " + t;
                };
        if (!together) {
            return local;
        }
        if (reducers.get(r).keepsUnused() && !used.contains(p)) {
            return local;
        }
        boolean valued = IntStream.range(0, ranks.size())
                .anyMatch(other -> arrived(other, t).getOrDefault(p, With.UNDEFINED) == With.VALUE);
        return valued ? "mean " + t : ZERO;
    }

    private RankReport report(int r) {
        Rank rank = ranks.get(r);
        var left = new ArrayList<RankReport.Segment>();
        rank.steps()
                .getFirst()
                .left()
                .forEach((module, counts) ->
                        left.add(new RankReport.Segment(modules.get(module), counts[0], counts[1])));
        return new RankReport(
                r,
                rank.device(),
                ends.getOrDefault(r, new End.Finished()),
                rank.local(),
                rank.ready(),
                reducers.get(r).buckets().stream()
                        .map(b -> b.stream()
                                .map(p -> registered.all().get(p).name())
                                .toList())
                        .toList(),
                List.of(),
                sums.get(r),
                left,
                warnings(r),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private List<String> warnings(int r) {
        Rank rank = ranks.get(r);
        var said = new ArrayList<String>();
        if (unfinished.containsKey(r)) {
            said.add(RankReport.UNFINISHED + unfinished.get(r));
        }
        boolean nothingUnused = rank.steps().getFirst().outer().containsAll(registered.parameters());
        if (switches.findUnusedParameters() && !switches.staticGraph() && nothingUnused) {
            said.add(TorchWords.NOTHING_UNUSED);
        }
        if (switches.findUnusedParameters() && switches.staticGraph()) {
            said.add(TorchWords.BOTH_SWITCHES);
        }
        return said;
    }
}
