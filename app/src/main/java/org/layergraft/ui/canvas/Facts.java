package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.model.DType;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Amounts;

/** What the canvas says about a box or an edge in words: hover cards and screen readers. */
record Facts(
        Texts texts,
        Map<String, Parameter> parameters,
        Map<String, GradientState> states,
        ShapeReport shapes,
        Map<FlowEdge, Integer> skips) {

    private static final int MOST_PARAMETERS = 6;
    private static final int MOST_TENSORS = 6;

    /** @param skips how many steps a line leaves out, where it does */
    static Facts of(
            Texts texts,
            ModelGraph graph,
            Map<String, GradientState> states,
            ShapeReport shapes,
            Map<FlowEdge, Integer> skips) {
        return new Facts(
                texts,
                graph.parameters().stream()
                        .collect(Collectors.toMap(Parameter::name, Function.identity(), (a, _) -> a)),
                states,
                shapes,
                skips);
    }

    /** First the name, then a line for each fact. */
    List<String> about(Item item) {
        var lines = new ArrayList<String>();
        lines.add(item.title());
        String type = item.isModule() ? item.detail() : item.type();
        if (!type.isEmpty()) {
            lines.add(type);
        }
        List<Parameter> own = item.parameters().stream()
                .filter(parameters::containsKey)
                .map(parameters::get)
                .toList();
        if (own.size() > 1) {
            long elements = own.stream().mapToLong(p -> p.shape().elements()).sum();
            lines.add(say("card.parameters", String.valueOf(own.size()), Amounts.count(elements)));
        }
        own.stream().limit(MOST_PARAMETERS).map(p -> line(item, p)).forEach(lines::add);
        if (own.size() > MOST_PARAMETERS) {
            lines.add(say("card.more", String.valueOf(own.size() - MOST_PARAMETERS)));
        }
        String cover = cover(item);
        if (!cover.isEmpty()) {
            lines.add(cover);
        }
        shapes.of(item.id()).ifPresent(seen -> lines.addAll(measured(seen, "card.result")));
        shapes.share(item.id())
                .ifPresent(share -> lines.add(say(
                        "card.time",
                        Amounts.milliseconds(shapes.milliseconds().get(item.id())),
                        String.valueOf(Math.round(100 * share)))));
        if (item.dashed()) {
            lines.add(say(item.side() ? "card.unused" : "card.part"));
        }
        if (item.opens()) {
            lines.add(say("card.opens"));
        }
        return lines;
    }

    List<String> about(FlowEdge edge) {
        var lines = new ArrayList<String>();
        if (skips.containsKey(edge)) {
            lines.add(say("card.skips", skips.get(edge)));
        }
        if (!edge.value().isEmpty()) {
            lines.add(say("card.value", edge.value()));
        }
        if (!edge.type().isEmpty()) {
            lines.add(edge.type());
        }
        shapes.of(edge).ifPresent(seen -> lines.addAll(measured(seen, "card.flows")));
        if (!shapes.didNotRun(edge.from()) && shapes.didNotRun(edge.to())) {
            lines.add(say("card.untaken", edge.to()));
        }
        lines.add(say("card.between", edge.from(), edge.to()));
        return lines;
    }

    private List<String> measured(Seen seen, String key) {
        if (!seen.ran()) {
            return List.of(say("card.idle"));
        }
        var lines = new ArrayList<String>();
        for (Seen.Tensor t : seen.tensors().stream().limit(MOST_TENSORS).toList()) {
            String type = t.dtype().map(DType::torchName).orElse("?");
            String name = t.name().isEmpty() ? "" : t.name() + " ";
            lines.add(say(key, name + t.shape(), type, t.device()));
        }
        if (!seen.tensors().isEmpty() && seen.count() > MOST_TENSORS) {
            lines.add(say("card.more", String.valueOf(seen.count() - MOST_TENSORS)));
        }
        if (seen.varies()) {
            lines.add(say("card.varies", String.valueOf(seen.times())));
        }
        return lines;
    }

    /** One sentence for a screen reader. */
    String aloud(Item item) {
        var rest = shapes.of(item.id()).stream().flatMap(seen -> measured(seen, "card.result").stream());
        String facts = Stream.concat(rest, Stream.of(cover(item)))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(". "));
        return say("canvas.selected", item.title(), item.detail(), facts).strip();
    }

    private String cover(Item item) {
        Cover cover = Cover.of(item.parameters(), states);
        return cover.sign() == Cover.Sign.UNKNOWN
                ? ""
                : say(
                        "cover." + cover.sign().name().toLowerCase(Locale.ROOT),
                        String.valueOf(cover.nonzero()),
                        String.valueOf(cover.wanted()));
    }

    private String line(Item item, Parameter p) {
        String base = item.module().map(m -> m + ".").orElse("");
        String name = p.name().startsWith(base) ? p.name().substring(base.length()) : p.name();
        GradientState state = states.get(p.name());
        String end = state == null ? "" : " · " + say("state." + state.name().toLowerCase(Locale.ROOT));
        return name + "  " + p.shape() + " " + p.dtype().torchName() + end;
    }

    private String say(String key, Object... arguments) {
        return texts.get("ui.canvas", key, arguments);
    }
}
