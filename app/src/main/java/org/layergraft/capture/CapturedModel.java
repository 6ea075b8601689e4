package org.layergraft.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * A model that was watched while it trained elsewhere. It cannot run here; what DistributedDataParallel would do with it can be
 * predicted.
 */
public final class CapturedModel {

    /** The famous error is raised by the second forward, others by the third. */
    private static final int STEPS = 3;

    private static final String ENDING = ".capture.json";
    private static final Pattern OF_RANK = Pattern.compile("(.*)\\.r(\\d{1,5})" + Pattern.quote(ENDING));

    private final Map<Integer, Path> files;
    private final Path file;
    private final Map<Integer, Recorded> ranks;
    private final ModelGraph graph;
    private final Predictor predictor;
    private final ShapeReport shapes;

    private CapturedModel(Path file, Map<Integer, Path> files, Map<Integer, Recorded> ranks)
            throws LayergraftException {
        this.file = file;
        this.files = Map.copyOf(files);
        this.ranks = ranks;
        this.predictor = new Predictor(file, ranks);
        Recorded first = predictor.first();
        PlainGraph plain = new PlainGraph(first.iterations().getFirst());
        this.graph = GraphBuilder.of(first, plain, CaptureNotes.ofGraph(first));
        this.shapes = CapturedShapes.of(first, graph);
    }

    /** Whether a file is called like a capture. */
    public static boolean isNamed(Path file) {
        return file.getFileName() != null && file.getFileName().toString().endsWith(ENDING);
    }

    /**
     * Reads; a capture holds nothing that could be executed.
     *
     * @param file of one rank, {@code model.r1.capture.json}, or of a run without ranks; files of other ranks that lie beside it count, too
     * @throws LayergraftException INPUT: it is no capture, or broken, or the ranks' files do not belong together
     */
    public static CapturedModel open(Path file) throws LayergraftException {
        return open(List.of(file));
    }

    /** @param files one per rank, or one with others beside it */
    public static CapturedModel open(List<Path> files) throws LayergraftException {
        var found = new TreeMap<Integer, Recorded>();
        var read = new TreeMap<Integer, Path>();
        for (Path each : files.size() == 1 ? siblings(files.getFirst()) : files) {
            Recorded recorded = CaptureReader.read(each);
            Recorded earlier = found.isEmpty() ? recorded : found.firstEntry().getValue();
            boolean alike = earlier.worldSize() == recorded.worldSize()
                    && earlier.model().parameters().equals(recorded.model().parameters())
                    && earlier.model().modules().size()
                            == recorded.model().modules().size();
            boolean sameOnes = alike
                    || earlier.model().parameters().stream()
                            .map(Recorded.Weight::name)
                            .toList()
                            .equals(recorded.model().parameters().stream()
                                    .map(Recorded.Weight::name)
                                    .toList());
            if (!sameOnes || found.put(recorded.rank(), recorded) != null) {
                throw LayergraftException.input(CaptureReader.AREA, "ranks_differ", each, files.getFirst());
            }
            read.put(recorded.rank(), each);
        }
        return new CapturedModel(files.getFirst(), read, found);
    }

    /** Without siblings the file alone. */
    private static List<Path> siblings(Path file) throws LayergraftException {
        Matcher named = OF_RANK.matcher(String.valueOf(file.getFileName()));
        if (!named.matches()) {
            return List.of(file);
        }
        Path folder = file.toAbsolutePath().getParent();
        var found = new ArrayList<Path>();
        try (Stream<Path> beside = Files.list(folder)) {
            beside.filter(p -> {
                        Matcher other = OF_RANK.matcher(p.getFileName().toString());
                        return other.matches() && other.group(1).equals(named.group(1));
                    })
                    .sorted()
                    .forEach(found::add);
        } catch (IOException _) {
            return List.of(file);
        }
        return found.isEmpty() ? List.of(file) : List.copyOf(found);
    }

    public Path file() {
        return file;
    }

    /** Of every rank that was captured, in their order. */
    public List<Path> files() {
        return ranks.keySet().stream().map(files::get).toList();
    }

    /** Where and how it was captured, and what was measured there. */
    public Circumstances circumstances() {
        return Circumstances.of(ranks, graph);
    }

    /** Modules, parameters and the flow of values as autograd recorded them. */
    public ModelGraph graph() {
        return graph;
    }

    /** Shapes of what went into and out of modules. */
    public ShapeReport shapes() {
        return shapes;
    }

    /** As it was trained: DDP's arguments where it was wrapped, and the checkpoints that were seen. */
    public Switches switches() {
        return predictor.asCaptured();
    }

    /** How many ranks it trained with; at least the 2 that DDP is asked about. */
    public int ranks() {
        return Math.max(2, predictor.first().worldSize());
    }

    /** Iterations that a prediction looks at unless it is told otherwise: all that were recorded, and the 3 that DDP's errors may take. */
    public int steps() {
        return Math.max(STEPS, recorded());
    }

    private int recorded() {
        return CaptureNotes.finished(ranks);
    }

    /** Ranks that a file is there for. */
    public int captured() {
        return ranks.size();
    }

    /** What one should know about this capture, the most important first. */
    public List<Problem> notes() {
        return CaptureNotes.of(ranks, predictor.asCaptured());
    }

    /**
     * What would happen, by the rules of DistributedDataParallel; nothing runs.
     *
     * @param steps iterations; those after the captured ones are taken to be like the last one
     * @throws LayergraftException INPUT: the captured iteration failed, or these checkpoints cannot be derived from it
     */
    public RunResult predict(Switches switches, int ranks, int steps) throws LayergraftException {
        RunResult predicted = predictor.predict(graph, switches, ranks, steps, notes());
        return predicted
                .verdict()
                .map(v -> predicted.with(v.withFixes(CapturedFixes.of(
                        v.fixes().stream()
                                .filter(f -> Matrix.turned(f, switches)
                                        .flatMap(turned -> trains(turned, ranks, steps))
                                        .orElse(true))
                                .toList(),
                        recorded()))))
                .orElse(predicted);
    }

    /** Would it train with other switches? Empty where that cannot be told from this capture; a fix stays a fix then. */
    public Optional<Boolean> trains(Switches switches, int ranks, int steps) {
        try {
            return Optional.of(predictor
                    .predict(graph, switches, ranks, steps, List.of())
                    .verdict()
                    .filter(Verdict::trains)
                    .isPresent());
        } catch (LayergraftException _) {
            return Optional.empty();
        }
    }

    /** Every combination of find_unused_parameters, static_graph and checkpointing of what the switches name; what cannot be derived is left out. */
    public List<RunResult> matrix(Switches switches, int ranks, int steps) throws LayergraftException {
        var results = new ArrayList<RunResult>();
        Optional<LayergraftException> refused = Optional.empty();
        for (Switches each : Matrix.combinations(switches, List.of())) {
            try {
                results.add(predict(each, ranks, steps));
            } catch (LayergraftException underivable) {
                refused = Optional.of(underivable);
            }
        }
        if (results.isEmpty() && refused.isPresent()) {
            throw refused.get();
        }
        return List.copyOf(results);
    }
}
