package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;

/**
 * Edits as Python, for the code that the model was made from: the layers as modules, a function that gives them to a model, and the
 * lines of every {@code forward} that must change. Where the archive still has its debugger tables the lines are a patch against the
 * very file; else, and where one line serves several modules, they are told in words, or go through a hook.
 *
 * @param module the text of a Python file; {@code add_layers(model)} in it does what needs no change of a forward
 * @param patch a unified diff, empty when no forward changes or no source is known
 */
public record PythonExport(String module, String patch) {

    /**
     * @param title what the model is called in the text
     * @throws LayergraftException when an edit cannot be applied
     */
    public static PythonExport of(String title, ScriptModel base, List<Edit> edits) throws LayergraftException {
        var grafted = Grafter.start(base);
        for (var edit : edits) {
            grafted = Grafter.then(grafted, edit);
        }
        var writer = new Writer(base, ModelGraphs.read(base));
        var before = base;
        for (var step : grafted.steps()) {
            writer.add(before, step);
            before = step.model();
        }
        return writer.write(title);
    }

    private static final class Writer {
        private static final Pattern KEY = Pattern.compile("\\[(\"[^\"\\n]+\")] = ");

        private final ModelGraph graph;
        private final PythonSources sources;
        private final LossRule rule;
        private final PythonFile file = new PythonFile();
        /** Names that edits gave to what was in the model. */
        private final Set<String> renamed = new HashSet<>();

        /** What the Python returns is not known any more: someone is to change it by hand. */
        private boolean resultInWords;

        private final Texts english = new Texts(Locale.ENGLISH);

        Writer(ScriptModel base, ModelGraph graph) throws LayergraftException {
            this.graph = graph;
            this.sources = new PythonSources(base, graph);
            this.rule = LossRule.of(base);
        }

        void add(ScriptModel before, Grafted.Step step) throws LayergraftException {
            file.tell(english.get(EditTexts.describe(step.edit())));
            var draft = new Draft(before, ShapeSource.NONE);
            var finder = new SiteFinder(draft);
            switch (step.edit()) {
                case Edit.Declare(String _, LayerSpec layer, Edit.Scope _) -> {
                    var settings = LayerSettings.of(layer, Site.UNKNOWN);
                    for (String path : step.added()) {
                        assign(path, layer, settings);
                    }
                }
                case Edit.Insert(String module, String after, LayerSpec layer, Edit.Scope _) -> {
                    var place = Place.of(draft, module, after);
                    var settings = LayerSettings.of(layer, finder.value(layer, place.module(), after));
                    for (String path : step.added()) {
                        assign(path, layer, settings);
                    }
                    insert(place, step.added());
                }
                case Edit.Branch branch -> {
                    var place = Place.of(draft, branch.module(), branch.after());
                    var settings = LayerSettings.of(
                            branch.layer(), finder.value(branch.layer(), place.module(), branch.after()));
                    for (String path : step.added()) {
                        assign(path, branch.layer(), settings);
                    }
                    branch(before, step, branch, place);
                }
                case Edit.Wrap(String _, LayerSpec layer, Edit.Scope _) -> {
                    boolean beside = LayerSettings.kind(layer).role() == LayerKind.Role.BESIDE;
                    for (String path : step.added()) {
                        var python = python(layer, path, LayerSettings.of(layer, finder.result(layer, parent(path))));
                        file.help(beside ? PythonFile.WRAP_BESIDE : PythonFile.WRAP);
                        file.state((beside ? "wrap_beside(" : "wrap(") + member(parent(path)) + ", "
                                + PythonLayer.quoted(name(path)) + ", " + python.constructor() + ")");
                    }
                }
                case Edit.Replace(String _, LayerSpec layer, Edit.Scope _) -> {
                    for (String path : step.added()) {
                        var old = graph.module(path).isPresent() ? path : renamedFrom(draft, path, step);
                        var python = python(layer, path, LayerSettings.of(layer, finder.argument(layer, old)));
                        file.state(member(path) + " = " + python.constructor());
                        if (!old.equals(path)) {
                            file.state("del " + member(old));
                            file.byHand("In " + classOf(parent(path)) + ", write self." + name(path) + " for self."
                                    + name(old) + ".");
                        }
                    }
                }
                case Edit.Remove(String target) -> removed(draft, target);
                case Edit.Rename(String target, String to)
                when isTheirs(target) -> {
                    renamed.add(parent(target).isEmpty() ? to : parent(target) + "." + to);
                    file.byHand("In " + classOf(parent(target)) + ", write self." + to + " for self." + name(target)
                            + ", in __init__ and wherever it is read.");
                }
                // An added layer has its last name from the start.
                case Edit.Rename _ -> {}
                case Edit.Freeze(String target) -> trainable(draft, target, false);
                case Edit.Unfreeze(String target) -> trainable(draft, target, true);
            }
        }

        /** Was it in the model before, under whatever name? */
        private boolean isTheirs(String path) {
            return renamed.contains(path)
                    || graph.module(path).isPresent()
                    || graph.parameters().stream().anyMatch(p -> p.name().equals(path));
        }

        private void assign(String path, LayerSpec layer, Settings settings) throws LayergraftException {
            file.state(python(layer, path, settings).assignment(member(parent(path))));
        }

        private PythonLayer python(LayerSpec layer, String path, Settings settings) throws LayergraftException {
            var python = new PythonLayer(LayerSettings.kind(layer), name(path), settings);
            python.definition().ifPresent(file::define);
            return python;
        }

        private void insert(Place place, List<String> added) {
            String name = name(added.getFirst());
            boolean guarded = isGuarded(place.module(), added);
            var holder = graph.module(place.module());
            var node = holder.flatMap(h -> node(h, place.node().id()));
            if (place.isArgument() && holder.flatMap(sources::forward).isPresent()) {
                var forward = sources.forward(holder.get()).orElseThrow();
                forward.first(place.argument() + " = " + call(forward, name, guarded) + place.argument() + ")");
            } else if (node.flatMap(n -> sources.anchor(holder.get(), n)).isPresent()) {
                var anchor = sources.anchor(holder.get(), node.get()).orElseThrow();
                anchor.forward().through(anchor.expression(), added.getFirst(), call(anchor.forward(), name, guarded));
            } else if (sources.added(place.node().id()).isPresent()) {
                var forward = sources.added(place.node().id()).orElseThrow().forward();
                forward.throughAdded(place.node().id(), added.getFirst(), call(forward, name, guarded));
            } else if (place.node().module().filter(sources::isCalledOnce).isPresent() && added.size() == 1) {
                file.help(PythonFile.AFTER);
                file.state("after(" + member(place.node().module().get()) + ", " + member(place.module()) + ", "
                        + PythonLayer.quoted(name) + ")");
                return;
            } else {
                file.byHand(where(place) + "send this value through self." + name + ": " + source(place));
                return;
            }
            if (guarded) {
                file.help(PythonFile.THROUGH);
            }
        }

        /** The call of an added layer up to its argument. */
        private static String call(PythonForward forward, String name, boolean guarded) {
            String self = forward.function().receiver();
            return guarded
                    ? "through(" + self + ", " + PythonLayer.quoted(name) + ", "
                    : PythonLayer.member(self, name) + "(";
        }

        private void branch(ScriptModel before, Grafted.Step step, Edit.Branch edit, Place place)
                throws LayergraftException {
            String name = name(step.added().getFirst());
            String out = name + "_out";
            boolean inLoss = edit.use() == Edit.Use.LOSS;
            boolean guarded = isGuarded(place.module(), step.added());
            var anchor = branched(place, name);
            boolean returned = edit.use() != Edit.Use.IGNORED;
            if (anchor.isEmpty() || guarded || returned && resultInWords) {
                resultInWords |= returned;
                file.byHand(where(place) + "compute " + out + " = self." + name + "(this value): " + source(place)
                        + switch (edit.use()) {
                            case IGNORED -> "";
                            case OUTPUT -> "; the model returns " + out + " besides all else.";
                            case LOSS -> "; the model returns " + reduced(out, edit.weight()) + " as one more loss.";
                        });
                return;
            }
            var found = anchor.get();
            String self = found.forward().function().receiver();
            String call = call(found.forward(), name, false) + found.value() + ")";
            String result = inLoss ? reduced(out, edit.weight()) : out;
            if (!returned) {
                found.write().statement(out + " = " + call);
                return;
            }
            var root = sources.forward(graph.root());
            if (root.isEmpty()) {
                resultInWords = true;
                file.byHand("The model returns " + result + " besides all else.");
                return;
            }
            boolean local = place.module().isEmpty() && root.get() == found.forward() && found.everyTime();
            if (local) {
                found.write().statement(out + " = " + call);
            } else {
                found.write().statement(self + "." + out + " = " + call);
                String kept = PythonLayer.member(root.get().function().receiver(), place.module()) + "." + out;
                result = inLoss ? reduced(kept, edit.weight()) : kept;
            }
            returns(root.get(), before, step.model(), result);
        }

        private interface Write {
            void statement(String text);
        }

        /** @param value how the tapped value is called; @param everyTime no condition, no loop around it */
        private record Branched(PythonForward forward, String value, boolean everyTime, Write write) {}

        private Optional<Branched> branched(Place place, String name) {
            var holder = graph.module(place.module());
            if (holder.isEmpty()) {
                return Optional.empty();
            }
            if (place.isArgument()) {
                return sources.forward(holder.get()).map(f -> new Branched(f, place.argument(), true, f::first));
            }
            String id = place.node().id();
            var own = node(holder.get(), id).flatMap(n -> sources.anchor(holder.get(), n));
            var anchor = own.or(() -> sources.added(id));
            if (anchor.isEmpty()) {
                return Optional.empty();
            }
            var forward = anchor.get().forward();
            var function = forward.function();
            var expression = anchor.get().expression();
            var statement = function.statement(expression);
            if (statement.isEmpty()) {
                return Optional.empty();
            }
            String in = name + "_in";
            if (own.isPresent()) {
                forward.named(expression, in);
            } else {
                forward.namedAdded(id, in);
            }
            boolean everyTime =
                    function.indent(statement.get().span().start()).equals(function.indent(function.bodyStart() + 1));
            return Optional.of(new Branched(forward, in, everyTime, text -> forward.beside(statement.get(), text)));
        }

        /** Adds to what the root returns, as {@link RootResult} did in the archive. */
        private void returns(PythonForward forward, ScriptModel before, ScriptModel after, String value)
                throws LayergraftException {
            String type = new Draft(before, ShapeSource.NONE)
                    .classAt("")
                    .method("forward")
                    .orElseThrow()
                    .returnType();
            String key = newKey(before, after);
            for (var statement : forward.function().returns()) {
                if (statement.value().isEmpty()) {
                    continue;
                }
                var span = statement.value().get();
                if (type.startsWith("Dict[")) {
                    forward.outside(span, "{**(", "), " + key + ": " + value + "}");
                } else if (!key.isEmpty() && type.startsWith("Tuple[Dict[")) {
                    forward.outside(span, "({**(result := (", "))[0], " + key + ": " + value + "}, *result[1:])");
                } else if (type.startsWith("Tuple[")) {
                    forward.outside(span, "(*(", "), " + value + ")");
                } else {
                    forward.outside(span, "(", ", " + value + ")");
                }
            }
        }

        /** The dictionary key, in quotes, that an edit brought into the root's code; "" where it brought none. */
        private static String newKey(ScriptModel before, ScriptModel after) throws LayergraftException {
            var keys = new ArrayList<List<String>>();
            for (var model : List.of(before, after)) {
                var draft = new Draft(model, ShapeSource.NONE);
                keys.add(KEY.matcher(draft.text(draft.classAt("")))
                        .results()
                        .map(m -> m.group(1))
                        .toList());
            }
            return keys.get(1).stream()
                    .filter(k -> !keys.get(0).contains(k))
                    .findFirst()
                    .orElse("");
        }

        private String reduced(String value, double weight) {
            if (rule.reduction().equals("square")) {
                // As the archive does: squared, it is the weight times the mean square.
                String root = weight == 1 ? "" : " * " + Literals.real(Math.sqrt(weight));
                return value + ".norm()" + root + " * " + value + ".numel() ** -0.5";
            }
            return value + ".mean()" + (weight == 1 ? "" : " * " + Literals.real(weight));
        }

        private void removed(Draft draft, String target) throws LayergraftException {
            var matches = Targets.exactly(target);
            var members = new TreeSet<String>(draft.tree().modules().keySet());
            members.addAll(draft.tree().parameters().keySet());
            members.stream().filter(m -> !m.isEmpty() && matches.test(m)).forEach(m -> file.state("del " + member(m)));
        }

        private void trainable(Draft draft, String target, boolean on) throws LayergraftException {
            String flag = on ? "True" : "False";
            if (target.isEmpty()
                    || draft.tree().modules().containsKey(target)
                    || draft.tree().parameters().containsKey(target)) {
                file.state(member(target) + ".requires_grad_(" + flag + ")");
                return;
            }
            var matches = Targets.matcher(target);
            draft.tree().parameters().keySet().stream()
                    .filter(matches)
                    .forEach(p -> file.state(member(p) + ".requires_grad_(" + flag + ")"));
        }

        private static String renamedFrom(Draft draft, String path, Grafted.Step step) throws LayergraftException {
            var edit = (Edit.Replace) step.edit();
            if (!Targets.isGlob(edit.module()) && parent(edit.module()).equals(parent(path))) {
                return edit.module();
            }
            return draft.tree().modules().keySet().stream()
                    .filter(m -> parent(m).equals(parent(path)))
                    .findFirst()
                    .orElse(path);
        }

        /** Do other modules of the same Python class go without the layer? */
        private boolean isGuarded(String module, List<String> added) {
            var holders = added.stream().map(Writer::parent).toList();
            return graph.module(module).stream()
                    .flatMap(m -> sources.alike(m).stream())
                    .anyMatch(path -> !holders.contains(path));
        }

        private static Optional<FlowNode> node(ModuleNode holder, String id) {
            return holder.forward().nodes().stream()
                    .filter(n -> n.id().equals(id))
                    .findFirst();
        }

        private String where(Place place) {
            var line = graph.module(place.module())
                    .flatMap(h -> node(h, place.node().id()))
                    .flatMap(sources::origin)
                    .map(o -> " (" + o.shortFile() + ", line " + o.line() + ")")
                    .orElse("");
            return "In " + place.method().name() + " of " + classOf(place.module()) + line + ", ";
        }

        private static String source(Place place) {
            return place.node()
                    .place()
                    .map(p -> place.text().substring(p.start(), p.end()).replaceAll("\\s+", " "))
                    .orElse(place.node().id());
        }

        private String classOf(String path) {
            String type = graph.module(path).map(ModuleNode::type).orElse("the added layer");
            return type + (path.isEmpty() ? "" : " (" + path + ")");
        }

        private static String member(String path) {
            return PythonLayer.member("model", path);
        }

        private static String parent(String path) {
            int dot = path.lastIndexOf('.');
            return dot < 0 ? "" : path.substring(0, dot);
        }

        private static String name(String path) {
            return path.substring(path.lastIndexOf('.') + 1);
        }

        PythonExport write(String title) {
            String patch = PythonPatch.of(sources.forwards());
            return new PythonExport(file.text(title, patch), patch);
        }
    }
}
