package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.diagnosis.Why;

/**
 * What there is to learn about an outcome. Its texts are {@code learn.NAME.title}, {@code learn.NAME.text} (paragraphs divided by empty
 * lines) and {@code learn.NAME.picture} (the picture in words) in the window's messages; its picture and source stand here.
 *
 * @param source file of PyTorch that decides this
 * @param boxes and arrows between them, by place in the list
 */
public record Lesson(String name, String source, List<Box> boxes, List<Arrow> arrows) {

    /** @param column and {@code row} of a coarse grid; @param label the same in every language */
    record Box(int column, int row, String label, Look look) {}

    /** @param cut nothing passes there */
    record Arrow(int from, int to, boolean cut) {}

    enum Look {
        PLAIN,
        /** What the lesson is about. */
        STRUCK,
        /** What works. */
        FINE;

        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String REDUCER = "torch/csrc/distributed/c10d/reducer.cpp";
    private static final String CHECKPOINT = "torch/utils/checkpoint.py";
    private static final String DDP = "torch/nn/parallel/distributed.py";
    private static final String AUTOCAST = "torch/amp/autocast_mode.py";
    private static final String DERIVATIVES = "tools/autograd/derivatives.yaml";

    private static final List<Lesson> ALL = List.of(
            lesson("unused", REDUCER, "x|layer|loss//p!", "0>1 1>2"),
            lesson("not_in_loss", DDP, "x|head|loss//aux!|output 1!", "0>1 1>2 0>3 3>4 4x2"),
            lesson("cut", DERIVATIVES, "p|detach()!|loss//no_grad!", "0x1 1>2 0x3 3>2"),
            lesson("index", DERIVATIVES, "scores!|topk|x[index]|loss", "0>1 1x2 2>3"),
            lesson("ranks", REDUCER, "rank 0|branch|all-reduce//rank 1|no branch!", "0>1 1>2 3>4 4x2"),
            lesson("checkpoint", CHECKPOINT, "x!|checkpoint|head|loss//p!", "0>1 1x2 2>3 4>1"),
            lesson("zero", DERIVATIVES, "p|* 0!|loss//ReLU!", "0>1 1x2 0>3 3x2"),
            lesson("nonfinite", DERIVATIVES, "p|sqrt(0)!|NaN|loss", "0>1 1>2 2>3"),
            lesson("ready_twice", REDUCER, "p!|hook|bucket//checkpoint|hook!", "0>1 0>3 1>2 3>4 4x2"),
            lesson("static_graph", REDUCER, "step 1+|p: used+//step 2|p: not used!", "0>1 2x3"),
            lesson("unsynchronised", REDUCER, "rank 0|grad 1!|step//rank 1|grad 2!|step", "0>1 1>2 3>4 4>5"),
            lesson("out_of_memory", CHECKPOINT, "model|gradients|buckets//activations!", "0>1 1>2 0>3"),
            lesson(
                    "bucket_cap",
                    REDUCER,
                    "gradients|bucket 0+|all-reduce//gradients|bucket 1|all-reduce",
                    "0>1 1>2 3>4 4>5 2>5"),
            lesson("bucket_view", REDUCER, ".grad|copy!|bucket//.grad+|bucket", "0>1 1>2 3>4"),
            lesson("broadcast", DDP, "rank 0|buffers+//rank 1|buffers!", "0>1 1>3 2x3"),
            lesson("accumulate", DDP, "batch 1|no_sync//batch 2|all-reduce+|step", "0>1 1>3 2>3 3>4"),
            lesson("autocast", AUTOCAST, "float32|bfloat16+|loss//norm|float32", "0>1 1>2 3>4 4>2"));

    /** @param grid rows divided by {@code //}, boxes by {@code |}; {@code !} marks what is struck, {@code +} what is fine */
    private static Lesson lesson(String name, String source, String grid, String arrows) {
        var boxes = new java.util.ArrayList<Box>();
        String[] rows = grid.split("//");
        for (int row = 0; row < rows.length; row++) {
            String[] cells = rows[row].split("\\|");
            for (int column = 0; column < cells.length; column++) {
                String cell = cells[column];
                Look look = cell.endsWith("!") ? Look.STRUCK : cell.endsWith("+") ? Look.FINE : Look.PLAIN;
                boxes.add(new Box(column, row, look == Look.PLAIN ? cell : cell.substring(0, cell.length() - 1), look));
            }
        }
        var drawn = java.util.Arrays.stream(arrows.split(" "))
                .map(a -> new Arrow(a.charAt(0) - '0', a.charAt(2) - '0', a.charAt(1) == 'x'))
                .toList();
        return new Lesson(name, source, List.copyOf(boxes), drawn);
    }

    /** Every lesson there is. */
    public static List<Lesson> all() {
        return ALL;
    }

    /** The lesson that fits a run best; none for one that simply trains. */
    static Optional<Lesson> about(RunResult run) {
        return run.verdict().flatMap(v -> topic(v, run)).flatMap(Lesson::named);
    }

    /** What is to be known of a switch. */
    public static Lesson of(Topic topic) {
        return named(topic.lesson).orElseThrow();
    }

    /** A switch that there is a lesson about. */
    public enum Topic {
        FIND_UNUSED("unused"),
        STATIC_GRAPH("static_graph"),
        CHECKPOINT("ready_twice"),
        BUCKET_CAP("bucket_cap"),
        BUCKET_VIEW("bucket_view"),
        BROADCAST("broadcast"),
        ACCUMULATE("accumulate"),
        AUTOCAST("autocast");

        private final String lesson;

        Topic(String lesson) {
            this.lesson = lesson;
        }
    }

    private static Optional<Lesson> named(String name) {
        return ALL.stream().filter(l -> l.name().equals(name)).findFirst();
    }

    private static Optional<String> topic(Verdict verdict, RunResult run) {
        return switch (verdict.outcome()) {
            case READY_TWICE -> Optional.of("ready_twice");
            case STATIC_GRAPH_CHANGED -> Optional.of("static_graph");
            case HANG -> Optional.of("ranks");
            case UNSYNCHRONISED -> Optional.of("unsynchronised");
            case OUT_OF_MEMORY -> Optional.of("out_of_memory");
            case UNUSED_PARAMETERS, NO_GRADIENT, OK -> reason(verdict, run).map(Lesson::topic);
            case FAILED -> Optional.empty();
        };
    }

    /** Of the first parameter the verdict names; where it names none, of the first that lacks its gradient. */
    private static Optional<String> reason(Verdict verdict, RunResult run) {
        return run.coverage().stream()
                .filter(c -> verdict.outcome() == Outcome.OK
                        || verdict.parameters().contains(c.parameter().name())
                        || c.parameter().aliases().stream().anyMatch(verdict.parameters()::contains))
                .map(Coverage::reason)
                .flatMap(Optional::stream)
                .map(Why::id)
                .filter(id -> !id.equals("frozen") && !id.equals("came_anyway") && !id.equals("partly"))
                .findFirst();
    }

    private static String topic(String reason) {
        return switch (reason) {
            case "not_in_loss", "index", "checkpoint", "nonfinite" -> reason;
            case "detached", "no_grad", "cut" -> "cut";
            case "branch", "some_ranks", "some_steps", "unknown" -> "ranks";
            case "times_zero", "dead_relu", "zero" -> "zero";
            default -> "unused";
        };
    }
}
