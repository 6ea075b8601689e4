package org.layergraft.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** From captures of some ranks and switches to what a run would report; the verdict is then made as that of a real run. */
final class Predictor {

    private static final String AREA = CaptureReader.AREA;

    private final Path file;
    private final Map<Integer, Recorded> ranks;
    private final Recorded first;
    private final Map<Recorded.Iteration, PlainGraph> plain = new IdentityHashMap<>();
    private final Switches asCaptured;

    Predictor(Path file, Map<Integer, Recorded> ranks) {
        this.file = file;
        this.ranks = ranks;
        this.first = ranks.values().iterator().next();
        this.asCaptured = readSwitches();
    }

    Recorded first() {
        return first;
    }

    Switches asCaptured() {
        return asCaptured;
    }

    private PlainGraph plain(Recorded.Iteration iteration) {
        return plain.computeIfAbsent(iteration, PlainGraph::new);
    }

    private Switches readSwitches() {
        var modules = new TreeSet<Integer>();
        boolean reentrant = false;
        for (Recorded recorded : ranks.values()) {
            for (Recorded.Iteration iteration : recorded.iterations()) {
                PlainGraph graph = plain(iteration);
                for (Recorded.Segment segment : iteration.segments()) {
                    int module = graph.module(segment);
                    if (module >= 0) {
                        modules.add(module);
                    }
                    reentrant |= segment.isReentrant();
                }
            }
        }
        Mode mode = modules.isEmpty() ? Mode.OFF : reentrant ? Mode.REENTRANT : Mode.NONREENTRANT;
        var checkpoint = new Checkpoint(mode, modules.stream().map(this::path).toList());
        return first.ddp()
                .map(d -> new Switches(
                        d.findUnusedParameters(),
                        d.staticGraph(),
                        checkpoint,
                        DdpOptions.DEFAULT
                                .withBucketCapMb(
                                        d.bucketCapMb().orElse(25) == 25 ? OptionalDouble.empty() : d.bucketCapMb())
                                .withGradientAsBucketView(d.gradientAsBucketView())
                                .withBroadcastBuffers(d.broadcastBuffers())))
                .orElse(Switches.DEFAULT.withCheckpoint(checkpoint));
    }

    private String path(int module) {
        return first.model().modules().get(module).path();
    }

    RunResult predict(ModelGraph graph, Switches switches, int world, int steps, List<Problem> notes)
            throws LayergraftException {
        if (world < 1 || steps < 1) {
            throw LayergraftException.input(AREA, "numbers", world, steps);
        }
        if (switches.options().accumulate() != 1 || switches.options().bf16()) {
            throw LayergraftException.input(AREA, "options");
        }
        var registered = Registered.of(
                graph.parameters(),
                first.ddp().map(d -> (Set<String>) new HashSet<>(d.ignored())).orElse(Set.of()));
        var facts = new HashMap<Integer, Prediction.Rank>();
        for (Map.Entry<Integer, Recorded> each : ranks.entrySet()) {
            facts.put(each.getKey(), rank(graph, each.getValue(), switches));
        }
        Prediction.Rank other = facts.get(ranks.keySet().iterator().next());
        List<Prediction.Rank> all = IntStream.range(0, world)
                .mapToObj(r -> facts.getOrDefault(r, other))
                .toList();
        List<RankReport> reports = Prediction.of(
                registered,
                switches,
                first.isTorch1(),
                first.model().modules().stream().map(Recorded.Module::path).toList(),
                all,
                steps);
        var plan = new StepPlan(
                file,
                new InputPlan.Generated(List.of()),
                CapturedLoss.of(plain(first.iterations().getFirst())),
                switches,
                all.stream().map(Prediction.Rank::device).toList(),
                steps,
                0,
                60,
                1);
        RunResult result = Diagnosis.predicted(
                graph,
                plan,
                Optional.of(CapturedAlone.of(first, plain(first.iterations().getFirst()), graph, other.device())),
                reports,
                all.stream().map(r -> recorded(graph, r)).toList());
        return CaptureNotes.predicted(result, first, notes, ranks, world, steps);
    }

    /** Which gradients came in each recorded iteration. */
    private static List<Sums> recorded(ModelGraph graph, Prediction.Rank rank) {
        var found = new ArrayList<Sums>();
        for (StepFacts facts : rank.steps()) {
            var came = new HashMap<String, String>();
            graph.parameters().stream().filter(Parameter::trainable).forEach(p -> came.put(p.name(), Prediction.NONE));
            for (StepFacts.Fire fire : facts.fires()) {
                String name = graph.parameters().get(fire.parameter()).name();
                switch (fire.with()) {
                    case UNDEFINED -> {}
                    case ZERO -> came.put(name, Prediction.ZERO);
                    case VALUE -> came.put(name, "came");
                }
            }
            found.add(new Sums(found.size() + 1, came, Map.of()));
        }
        return found;
    }

    /** @throws LayergraftException INPUT: the graph these checkpoints would leave is not known */
    private Prediction.Rank rank(ModelGraph graph, Recorded recorded, Switches switches) throws LayergraftException {
        boolean[] trainable = new boolean[graph.parameters().size()];
        for (int i = 0; i < trainable.length; i++) {
            trainable[i] = graph.parameters().get(i).trainable();
        }
        // Under DDP with its output node undefined gradients are no one's decision.
        boolean bare = recorded.ddp()
                .filter(d -> d.findUnusedParameters() || d.staticGraph())
                .isEmpty();
        var steps = new ArrayList<StepFacts>();
        var sparse = new HashSet<Integer>();
        for (Recorded.Iteration iteration : recorded.iterations()) {
            if (iteration.failure().isPresent() || !iteration.finished()) {
                break;
            }
            PlainGraph plainly = plain(iteration);
            var mode = new ModeGraph(plainly, reentrant(plainly, switches.checkpoint()), trainable);
            steps.add(StepFacts.of(plainly, mode, recorded.isTorch1(), bare));
            for (int i = 0; i < iteration.gradients().size(); i++) {
                if (iteration.gradients().get(i).sparse()) {
                    sparse.add(i);
                }
            }
        }
        if (steps.isEmpty()) {
            Optional<Recorded.Failure> failure =
                    recorded.iterations().getFirst().failure();
            throw LayergraftException.input(
                    AREA,
                    "failed",
                    file,
                    failure.map(Recorded.Failure::phase).orElse("backward"),
                    failure.map(f -> f.type() + ": " + firstLine(f.message())).orElse("-"));
        }
        Recorded.Iteration measured = recorded.iterations().getFirst();
        var arrived = new LinkedHashSet<Integer>();
        steps.getFirst().fires().stream()
                .filter(f -> f.with() != StepFacts.With.UNDEFINED)
                .forEach(f -> arrived.add(f.parameter()));
        List<Gradient> local = IntStream.range(0, graph.parameters().size())
                .mapToObj(i -> CapturedGradient.of(
                        graph.parameters().get(i), measured.gradients().get(i), arrived.contains(i)))
                .toList();
        var ready = new LinkedHashSet<String>();
        for (int i : measured.ready()) {
            ready.add(graph.parameters().get(i).name());
        }
        ready.removeIf(
                name -> local.stream().anyMatch(g -> g.parameter().equals(name) && g.state() == GradientState.NONE));
        return new Prediction.Rank(steps, local, List.copyOf(ready), sparse, device(recorded));
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }

    private static Device device(Recorded recorded) {
        return recorded.model().parameters().stream()
                .map(Recorded.Weight::device)
                .filter(d -> d.matches("cuda:\\d{1,4}"))
                .findFirst()
                .map(d -> Device.cuda(Integer.parseInt(d.substring(5))))
                .orElse(Device.CPU);
    }

    /** Which segments hide what is in them. */
    private List<PlainGraph.Segment> reentrant(PlainGraph graph, Checkpoint wanted) throws LayergraftException {
        if (wanted.equals(asCaptured.checkpoint())) {
            return graph.segments().stream()
                    .filter(PlainGraph.Segment::reentrant)
                    .toList();
        }
        for (Recorded.Segment closed : graph.closed()) {
            String module = graph.module(closed) < 0 ? "" : path(graph.module(closed));
            if (wanted.mode() != Mode.REENTRANT || !wanted.modules().contains(module)) {
                throw LayergraftException.input(AREA, "underivable", module.isEmpty() ? "-" : module);
            }
        }
        if (wanted.mode() != Mode.REENTRANT) {
            return List.of();
        }
        var chosen = new ArrayList<PlainGraph.Segment>();
        for (String path : wanted.modules()) {
            int module = module(path);
            List<PlainGraph.Segment> captured =
                    graph.segments().stream().filter(s -> s.module() == module).toList();
            chosen.addAll(captured.isEmpty() ? calls(graph, module) : captured);
        }
        return chosen;
    }

    private int module(String path) throws LayergraftException {
        List<Recorded.Module> modules = first.model().modules();
        return IntStream.range(0, modules.size())
                .filter(i -> modules.get(i).path().equals(path))
                .findFirst()
                .orElseThrow(() -> LayergraftException.input(AREA, "module", path));
    }

    /** Every call of a module as a segment of its own, as if its forward were wrapped. */
    private List<PlainGraph.Segment> calls(PlainGraph graph, int module) throws LayergraftException {
        var found = new ArrayList<PlainGraph.Segment>();
        List<Recorded.Call> calls = graph.iteration().calls();
        for (int c = 0; c < calls.size(); c++) {
            Recorded.Call call = calls.get(c);
            if (call.module() != module || call.segment().isPresent() || !call.grad() || !graph.isSeen(c)) {
                continue;
            }
            if (!call.keywords().isEmpty()) {
                throw LayergraftException.input(AREA, "keywords", path(module), TorchWords.keywords(call.keywords()));
            }
            // What lies in lists and dictionaries is not seen by the checkpoint (R7.2).
            var arguments = new HashSet<Integer>();
            call.inputs().stream()
                    .filter(s -> s.path().indexOf('.') < 0)
                    .map(s -> graph.resolve(s.node(), s.port()))
                    .filter(n -> n >= 0)
                    .forEach(arguments::add);
            List<Integer> results = call.outputs().stream()
                    .map(s -> graph.resolve(s.node(), s.port()))
                    .filter(n -> n >= 0)
                    .toList();
            found.add(new PlainGraph.Segment(c, module, true, arguments, results, false));
        }
        return found;
    }
}
