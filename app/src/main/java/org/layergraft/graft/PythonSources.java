package org.layergraft.graft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.torchscript.PythonFunction;
import org.layergraft.torchscript.PythonOrigin;
import org.layergraft.torchscript.PythonOrigins;
import org.layergraft.torchscript.ScriptClass.Span;
import org.layergraft.torchscript.ScriptModel;

/** The Python functions behind a model's forwards, as far as the archive still tells, and what is changed in them. */
final class PythonSources {
    private final ModelGraph graph;
    private final PythonOrigins origins;
    private final Map<Key, PythonForward> forwards = new LinkedHashMap<>();

    private record Key(String file, int line, String source) {
        static Key of(PythonOrigin origin) {
            return new Key(origin.file(), origin.firstLine(), origin.source());
        }
    }

    PythonSources(ScriptModel base, ModelGraph graph) {
        this.graph = graph;
        this.origins = new PythonOrigins(base);
    }

    /** Functions that were asked for, in that order. */
    List<PythonForward> forwards() {
        return List.copyOf(forwards.values());
    }

    Optional<PythonOrigin> origin(FlowNode node) {
        return node.place().flatMap(origins::at);
    }

    private Optional<PythonForward> forward(PythonOrigin origin) {
        var known = forwards.get(Key.of(origin));
        if (known != null) {
            return Optional.of(known);
        }
        var read = PythonFunction.of(origin).map(function -> new PythonForward(origin, function));
        read.ifPresent(forward -> forwards.put(Key.of(origin), forward));
        return read;
    }

    /** A value's expression in somebody's Python. */
    record Anchor(PythonForward forward, Span expression) {}

    /** Empty where the source is gone, or where its line is run for other values, too (a loop over layers). */
    Optional<Anchor> anchor(ModuleNode holder, FlowNode node) {
        var origin = origin(node).filter(_ -> node.kind() != FlowNode.Kind.INPUT);
        if (origin.isEmpty()) {
            return Optional.empty();
        }
        long same = holder.forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.CALL || n.kind() == FlowNode.Kind.OPERATOR)
                .filter(n -> origin(n).filter(origin.get()::equals).isPresent())
                .count();
        return same > 1
                ? Optional.empty()
                : forward(origin.get())
                        .flatMap(f -> f.function()
                                .expression(origin.get().span())
                                .map(expression -> new Anchor(f, expression)));
    }

    /** The function that is a module's forward. */
    Optional<PythonForward> forward(ModuleNode module) {
        return module.forward().nodes().stream()
                .flatMap(node -> origin(node).stream())
                .flatMap(origin -> forward(origin).stream())
                .filter(f -> f.function().name().equals("forward"))
                .findFirst();
    }

    /** Where an earlier edit's layer is called. */
    Optional<Anchor> added(String path) {
        for (var forward : forwards.values()) {
            var expression = forward.around(path);
            if (expression.isPresent()) {
                return Optional.of(new Anchor(forward, expression.get()));
            }
        }
        return Optional.empty();
    }

    /** Modules of the same Python class, the module itself included. */
    List<String> alike(ModuleNode module) {
        return graph.root()
                .walk()
                .filter(m -> ModuleChoice.original(m.className()).equals(ModuleChoice.original(module.className())))
                .map(ModuleNode::path)
                .toList();
    }

    /** The only call of a module; empty where there are several or none. */
    boolean isCalledOnce(String path) {
        var calls = new ArrayList<FlowNode>();
        graph.root()
                .walk()
                .forEach(m -> m.forward().nodes().stream()
                        .filter(n -> n.module().filter(path::equals).isPresent())
                        .forEach(calls::add));
        return calls.size() == 1;
    }
}
