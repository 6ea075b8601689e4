package org.layergraft.ui.canvas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Amounts;

/**
 * What an overlay says about the boxes of a layout.
 *
 * @param rows of the run that is shown, by parameter; empty before any
 * @param measured what took how long
 * @param base the model as it was opened
 */
record Marks(
        Texts texts,
        Map<String, Parameter> parameters,
        Map<String, Coverage> rows,
        ShapeReport measured,
        Optional<Base> base) {

    /** @param nodes ids of all its steps */
    record Base(Map<String, Parameter> parameters, Set<String> nodes) {
        static Base of(ModelGraph graph) {
            return new Base(
                    byName(graph),
                    graph.root()
                            .walk()
                            .flatMap(m -> m.forward().nodes().stream())
                            .map(n -> n.id())
                            .collect(Collectors.toSet()));
        }
    }

    static Marks of(Texts texts, ModelGraph graph, List<Coverage> run, ShapeReport measured, Optional<Base> base) {
        return new Marks(
                texts,
                byName(graph),
                run.stream().collect(Collectors.toMap(c -> c.parameter().name(), Function.identity(), (a, _) -> a)),
                measured,
                base);
    }

    private static Map<String, Parameter> byName(ModelGraph graph) {
        return graph.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity(), (a, _) -> a));
    }

    /** By the id of the box; boxes of which it says nothing are left out. */
    Map<String, Mark> on(Layout layout, Overlay overlay) {
        Function<Item, Optional<Mark>> about =
                switch (overlay) {
                    case COVERAGE -> _ -> Optional.empty();
                    case REQUIRES_GRAD -> ofParameters(own -> Optional.of(trainable(own)));
                    case SHAPES -> shapes();
                    case DTYPE -> ofParameters(own -> Optional.of(dtypes(own)));
                    case MEMORY -> ofParameters(own -> Optional.of(memory(own)));
                    case TIME -> this::time;
                    case BUCKET ->
                        ofParameters(own -> span(own, Coverage::bucket)
                                .map(s -> new Mark(say("bucket", s), new Mark.Kind(s.first()))));
                    case READY ->
                        ofParameters(own -> span(own, Coverage::ready).map(s -> new Mark(say("ready", s), scale(s))));
                    case EDITS -> item -> edited(item, own(item));
                };
        var marks = new HashMap<String, Mark>();
        for (Layout.Box box : layout.boxes()) {
            about.apply(box.item()).ifPresent(m -> marks.put(box.id(), m));
        }
        return Map.copyOf(marks);
    }

    /** Nothing is said of a box without any. */
    private Function<Item, Optional<Mark>> ofParameters(Function<List<Parameter>, Optional<Mark>> about) {
        return item -> Optional.of(own(item)).filter(own -> !own.isEmpty()).flatMap(about);
    }

    private List<Parameter> own(Item item) {
        return item.parameters().stream()
                .filter(parameters::containsKey)
                .map(parameters::get)
                .toList();
    }

    private Mark trainable(List<Parameter> own) {
        long wanted = own.stream().filter(Parameter::trainable).count();
        return wanted == own.size()
                ? new Mark(say("trainable"), new Mark.Kind(0))
                : wanted == 0
                        ? new Mark(say("frozen"), new Mark.Plain())
                        : new Mark(say("partly", wanted, own.size()), new Mark.Kind(1));
    }

    private static Mark dtypes(List<Parameter> own) {
        var kinds = own.stream().map(Parameter::dtype).distinct().sorted().toList();
        String text = kinds.stream().limit(2).map(d -> d.torchName()).collect(Collectors.joining(", "));
        return new Mark(
                kinds.size() > 2 ? text + " …" : text,
                new Mark.Kind(kinds.getFirst().ordinal()));
    }

    private Mark memory(List<Parameter> own) {
        double share = (double) bytes(own) / Math.max(1, bytes(List.copyOf(parameters.values())));
        // Areas are compared more truly than lengths where most boxes hold little.
        return new Mark(Amounts.bytes(bytes(own)), new Mark.Scale(Math.sqrt(share)));
    }

    private Function<Item, Optional<Mark>> shapes() {
        double most = measured.nodes().values().stream()
                .mapToLong(Seen::elements)
                .max()
                .orElse(1);
        return item -> measured.of(item.id())
                .filter(seen -> !seen.brief().isEmpty())
                .map(seen -> new Mark(seen.brief(), new Mark.Scale(Math.sqrt(seen.elements() / Math.max(1, most)))));
    }

    private Optional<Mark> time(Item item) {
        String step = item.id();
        return measured.share(step).stream()
                .mapToObj(share -> new Mark(
                        Amounts.milliseconds(measured.milliseconds().get(step)), new Mark.Scale(Math.sqrt(share))))
                .findFirst();
    }

    private static long bytes(List<Parameter> of) {
        return of.stream()
                .mapToLong(p -> p.shape().elements() * p.dtype().bytes())
                .sum();
    }

    private record Span(int first, int last) {}

    private Optional<Span> span(List<Parameter> own, Function<Coverage, OptionalInt> number) {
        IntStream numbers = own.stream()
                .map(p -> Optional.ofNullable(rows.get(p.name())).map(number).orElse(OptionalInt.empty()))
                .flatMapToInt(OptionalInt::stream);
        var seen = numbers.summaryStatistics();
        return seen.getCount() == 0 ? Optional.empty() : Optional.of(new Span(seen.getMin(), seen.getMax()));
    }

    private Mark.Hue scale(Span span) {
        int last = rows.values().stream()
                .flatMapToInt(r -> r.ready().stream())
                .max()
                .orElse(1);
        return new Mark.Scale((span.first() + span.last()) / 2.0 / Math.max(1, last));
    }

    private Optional<Mark> edited(Item item, List<Parameter> own) {
        if (base.isEmpty()) {
            return Optional.empty();
        }
        Base was = base.get();
        long added = own.stream()
                .filter(p -> !was.parameters().containsKey(p.name()))
                .count();
        boolean step = !item.side() && item.kind() != FlowNode.Kind.BLOCK;
        if (added > 0 && added == own.size() || step && !was.nodes().contains(item.id())) {
            return Optional.of(new Mark(say("new"), new Mark.Kind(1)));
        }
        if (added > 0) {
            return Optional.of(new Mark(say("grown", added), new Mark.Kind(1)));
        }
        boolean turned =
                own.stream().anyMatch(p -> was.parameters().get(p.name()).trainable() != p.trainable());
        return turned ? Optional.of(new Mark(say("turned"), new Mark.Kind(3))) : Optional.empty();
    }

    private String say(String key, Span span) {
        return span.first() == span.last() ? say(key, span.first()) : say(key + ".several", span.first(), span.last());
    }

    private String say(String key, Object... arguments) {
        return texts.get("ui.canvas", "mark." + key, arguments);
    }
}
