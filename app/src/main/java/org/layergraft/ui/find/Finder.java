package org.layergraft.ui.find;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;

/**
 * Finds modules by path and class, operators by name, parameters by any of their names, and everything by its shape: {@code 32, 512},
 * {@code 32x512} and {@code 32×512} find what has these sizes side by side, {@code 512} what has this size anywhere. Of several words each
 * has to be in the name or the class, in any order.
 */
public final class Finder {

    private static final Pattern SIZES =
            Pattern.compile("[\\[(]?\\s*\\d{1,9}(?:\\s*[,x×*]\\s*\\d{1,9})*\\s*,?\\s*[])]?");

    private record Ranked(Hit hit, int rank) {}

    private final ShapeReport shapes;
    private final List<String> wanted;
    private final List<Long> sizes;
    private final List<Ranked> found = new ArrayList<>();

    private Finder(ShapeReport shapes, String wanted) {
        this.shapes = shapes;
        boolean shape = SIZES.matcher(wanted).matches();
        this.wanted = shape ? List.of(wanted) : words(wanted);
        sizes = shape ? sizes(wanted) : List.of();
    }

    /** What is looked for, in lower case. */
    static List<String> words(String text) {
        return Stream.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<Long> sizes(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .map(m -> Long.valueOf(m.group()))
                .toList();
    }

    /**
     * @param shapes what was measured; {@link ShapeReport#EMPTY} where nothing was
     * @return names whose last part starts with the text first, then other names, then classes, then shapes; among equals in the order
     *     of the model
     */
    public static List<Hit> find(ModelGraph graph, ShapeReport shapes, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return List.of();
        }
        var finder = new Finder(shapes, wanted);
        graph.root().walk().forEach(finder::module);
        graph.parameters().forEach(finder::parameter);
        return finder.found.stream()
                .sorted(Comparator.comparingInt(Ranked::rank))
                .map(Ranked::hit)
                .toList();
    }

    private void module(ModuleNode module) {
        if (!module.path().isEmpty()) {
            rank(module.path(), module.type()).ifPresent(r -> add(Hit.Kind.MODULE, module.path(), module.type(), r));
        }
        module.forward().nodes().forEach(this::node);
    }

    private void node(FlowNode node) {
        // A call is its module, a read of a parameter the parameter; only their values are told here.
        boolean own = node.kind() != FlowNode.Kind.CALL && node.kind() != FlowNode.Kind.PARAMETER;
        var rank = own ? rank(node.id(), node.label()) : Optional.<Integer>empty();
        var seen = shapes.of(node.id());
        String brief = seen.map(Seen::brief).orElse("");
        if (rank.isPresent()) {
            add(Hit.Kind.OPERATOR, node.id(), brief.isEmpty() ? node.type() : brief, rank.get());
        } else if (seen.stream().flatMap(s -> s.tensors().stream()).anyMatch(t -> has(t.shape()))) {
            add(Hit.Kind.SHAPE, node.id(), brief, 3);
        }
    }

    private void parameter(Parameter parameter) {
        String shape = parameter.shape().toString();
        Stream.concat(Stream.of(parameter.name()), parameter.aliases().stream())
                .flatMap(name -> rank(name, "").stream())
                .min(Comparator.naturalOrder())
                .ifPresentOrElse(r -> add(Hit.Kind.PARAMETER, parameter.name(), shape, r), () -> {
                    if (has(parameter.shape())) {
                        add(Hit.Kind.PARAMETER, parameter.name(), shape, 3);
                    }
                });
    }

    private void add(Hit.Kind kind, String place, String detail, int rank) {
        found.add(new Ranked(new Hit(kind, place, detail), rank));
    }

    private Optional<Integer> rank(String name, String type) {
        String low = name.toLowerCase(Locale.ROOT);
        String last = low.substring(Math.max(low.lastIndexOf('.'), low.lastIndexOf('/')) + 1);
        String lowType = type.toLowerCase(Locale.ROOT);
        int worst = 0;
        for (String word : wanted) {
            int rank = last.startsWith(word) ? 0 : low.contains(word) ? 1 : lowType.contains(word) ? 2 : 3;
            worst = Math.max(worst, rank);
        }
        return worst < 3 ? Optional.of(worst) : Optional.empty();
    }

    private boolean has(Shape shape) {
        return !sizes.isEmpty() && Collections.indexOfSubList(shape.sizes(), sizes) >= 0;
    }
}
