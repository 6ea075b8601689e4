package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModuleNode;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Statements;
import org.layergraft.torchscript.Value;

/**
 * Rewrites a model so that it notes shape, element type and device of every value its forward computes. Its results stay what they
 * are, to the bit; the copy is only good for being run once and thrown away.
 */
public final class Probes {

    /** Where a forward starts; see FlowReader. */
    private static final List<String> ENTRIES = List.of("forward", "forward__0");

    private final Draft draft;
    private final Set<String> without;
    private final ProbeNames names;
    private final Map<String, Splices> units = new LinkedHashMap<>();
    private final Map<Value.Instance, Long> bases = new IdentityHashMap<>();
    private final Map<String, List<ClassProbes.Site>> sites = new HashMap<>();
    private long nextBase;

    private Probes(ScriptModel model, Set<String> without) {
        this.draft = new Draft(model);
        this.without = without;
        this.names = ProbeNames.in(model.code());
    }

    /** @throws LayergraftException INPUT when the model's code cannot be read, or its root cannot hold the recorder */
    public static ProbedModel of(ScriptModel model) throws LayergraftException {
        return of(model, Set.of());
    }

    /** @param without methods to leave as they are, as {@code class.method}: what {@link ProbedModel#culprit} named */
    public static ProbedModel of(ScriptModel model, Set<String> without) throws LayergraftException {
        return new Probes(model, without).probed();
    }

    private ProbedModel probed() throws LayergraftException {
        endLines();
        var original = draft.model();
        var graph = draft.graph();
        var tree = draft.tree();
        var code = draft.code();
        var root = tree.at("");
        var byClass = new LinkedHashMap<String, List<ModuleNode>>();
        graph.root()
                .walk()
                .forEach(m -> byClass.computeIfAbsent(m.className(), _ -> new ArrayList<>())
                        .add(m));
        for (var entry : byClass.entrySet()) {
            var type = code.find(entry.getKey()).orElseThrow();
            if (canHold(type)) {
                write(type, entry.getValue());
            }
        }
        if (!bases.containsKey(root)) {
            throw Problems.of("probes.root", root.className());
        }
        var rootType = tree.classOf(root);
        String told = "  def " + names.told() + "(self: " + rootType.name() + ") -> Tensor:\n    return (self."
                + names.recorder() + ").told()\n";
        var text = draft.text(rootType);
        units.get(rootType.unit())
                .insert(ClassText.lineEnd(text, rootType.span().end() - 1), told);
        var texts = new HashMap<String, String>();
        units.forEach(
                (unit, splices) -> texts.put(unit, splices.in(original.code().get(unit))));
        texts.put(names.unit(), names.text());
        var rewrite = new TreeRewrite();
        var recorder = names.newRecorder();
        bases.forEach((module, base) ->
                rewrite.add(module, names.recorder(), recorder).add(module, names.base(), new Value.Int(base)));
        draft.units(texts);
        draft.tree(rewrite);
        var keys = new HashMap<String, List<ProbedModel.Key>>();
        graph.root().walk().forEach(m -> keys(m, tree, keys));
        var ranges = new HashMap<String, ProbedModel.Range>();
        graph.root().walk().forEach(m -> {
            var base = bases.get(tree.modules().get(m.path()));
            if (base != null) {
                int count = sites.get(m.className()).size();
                ranges.put(m.path(), new ProbedModel.Range(base, base + count));
            }
        });
        return new ProbedModel(draft.model(), names.told(), graph, keys, ranges);
    }

    /** So that lines can be added behind the last one; no place in the code moves. */
    private void endLines() {
        var texts = new HashMap<String, String>();
        draft.model().code().forEach((unit, text) -> {
            if (!text.endsWith("\n")) {
                texts.put(unit, text + "\n");
            }
        });
        if (!texts.isEmpty()) {
            draft.units(texts);
        }
    }

    /** Objects that make their own state cannot be given an attribute more. */
    private boolean canHold(ScriptClass type) throws LayergraftException {
        return type.method("__setstate__").isEmpty()
                && draft.tree().instances(type.name()).stream().allMatch(i -> i.state() instanceof Value.Dict);
    }

    private void write(ScriptClass type, List<ModuleNode> modules) throws LayergraftException {
        var functions = new HashMap<String, String>();
        for (var method : type.methods()) {
            for (var statement : Statements.of(draft.code(), type.name(), method.name())) {
                statement
                        .calls()
                        .forEach(c -> functions.put(
                                ClassProbes.place(c.span().start(), c.span().end()), c.function()));
            }
        }
        var calls = new HashMap<String, String>();
        for (var module : modules) {
            for (var node : module.forward().nodes()) {
                var place = node.place().filter(p -> p.unit().equals(type.unit()));
                if (place.isPresent() && (node.kind() == FlowNode.Kind.CALL || node.kind() == FlowNode.Kind.OPERATOR)) {
                    calls.putIfAbsent(key(node), valueType(node, functions.getOrDefault(key(node), "")));
                }
            }
        }
        var probes = new ClassProbes(draft.code(), type, draft.text(type), names, calls);
        String entry = ENTRIES.stream()
                .filter(e -> type.method(e).isPresent())
                .findFirst()
                .orElse("");
        var splices = units.computeIfAbsent(type.unit(), _ -> new Splices());
        ClassText.addAttribute(splices, type, names.recorder(), names.type());
        ClassText.addAttribute(splices, type, names.base(), "int");
        for (var method : type.methods()) {
            if (!without.contains(type.name() + "." + method.name())) {
                probes.method(method, method.name().equals(entry));
            }
        }
        splices.add(probes.splices());
        sites.put(type.name(), probes.sites());
        for (var instance : draft.tree().instances(type.name())) {
            bases.put(instance, nextBase);
            nextBase += probes.sites().size();
        }
    }

    /** @param function what is called there, {@code (fc).forward} */
    private String valueType(FlowNode node, String function) throws LayergraftException {
        if (node.module().isEmpty()) {
            return node.type();
        }
        return draft.classAt(node.module().get())
                .method(function.substring(function.lastIndexOf('.') + 1))
                .map(ScriptClass.Method::returnType)
                .orElse("");
    }

    private static String key(FlowNode node) {
        return switch (node.kind()) {
            case INPUT -> ClassProbes.argument(node.id().substring(node.id().indexOf('@') + 1));
            case OUTPUT -> ClassProbes.RESULT;
            case CALL, OPERATOR, PARAMETER, BLOCK ->
                node.place().map(p -> ClassProbes.place(p.start(), p.end())).orElse("");
        };
    }

    private void keys(ModuleNode module, ModuleTree tree, Map<String, List<ProbedModel.Key>> keys) {
        var base = bases.get(tree.modules().get(module.path()));
        if (base == null) {
            return;
        }
        var own = sites.get(module.className());
        var byPlace = new HashMap<String, List<ProbedModel.Key>>();
        for (int i = 0; i < own.size(); i++) {
            byPlace.computeIfAbsent(own.get(i).place(), _ -> new ArrayList<>())
                    .add(new ProbedModel.Key(base + i, own.get(i).part()));
        }
        for (var node : module.forward().nodes()) {
            var found = byPlace.get(key(node));
            if (found != null && node.kind() != FlowNode.Kind.PARAMETER && node.kind() != FlowNode.Kind.BLOCK) {
                keys.put(node.id(), found);
            }
        }
    }
}
