package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/** Branches of a model as changes of its Python: the value gets a name, the layer its call, and the root returns one value more. */
final class PythonBranches {

    private static final Pattern KEY = Pattern.compile("\\[(\"[^\"\\n]+\")] = ");

    private final ModelGraph graph;
    private final PythonSources sources;
    private final PythonPlaces places;
    private final PythonFile file;
    private final LossRule rule;
    /** What the Python returns is not known any more: someone is to change it by hand. */
    private boolean resultInWords;

    PythonBranches(PythonPlaces places, PythonFile file, LossRule rule) {
        this.graph = places.graph();
        this.sources = places.sources();
        this.places = places;
        this.file = file;
        this.rule = rule;
    }

    void add(ScriptModel before, Grafted.Step step, Edit.Branch edit, Place place) throws LayergraftException {
        String name = PythonPlaces.name(step.added().getFirst());
        String out = name + "_out";
        boolean inLoss = edit.use() == Edit.Use.LOSS;
        boolean guarded = places.isGuarded(place.module(), step.added());
        var anchor = branched(place, name);
        boolean returned = edit.use() != Edit.Use.IGNORED;
        if (anchor.isEmpty() || guarded || returned && resultInWords) {
            resultInWords |= returned;
            file.byHand(places.where(place) + "compute " + out + " = self." + name + "(this value): "
                    + PythonPlaces.source(place)
                    + switch (edit.use()) {
                        case IGNORED -> "";
                        case OUTPUT -> "; the model returns " + out + " besides all else.";
                        case LOSS -> "; the model returns " + reduced(out, edit.weight()) + " as one more loss.";
                    });
            return;
        }
        var found = anchor.get();
        String self = found.forward().function().receiver();
        String call = PythonPlaces.call(found.forward(), name, false) + found.value() + ")";
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

    /** Something that every forward of the model has, in terms of what forward calls the model. */
    @FunctionalInterface
    interface Loss {
        String of(String self) throws LayergraftException;
    }

    /** Lets the model return one more loss. */
    void addLoss(ScriptModel before, ScriptModel after, Loss loss) throws LayergraftException {
        var root = sources.forward(graph.root());
        if (resultInWords || root.isEmpty()) {
            resultInWords = true;
            file.byHand("Add to the loss in the model's forward: loss = loss + " + loss.of("self"));
            return;
        }
        returns(root.get(), before, after, loss.of(root.get().function().receiver()));
    }

    @FunctionalInterface
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
        var own = PythonPlaces.node(holder.get(), id).flatMap(n -> sources.anchor(holder.get(), n));
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
}
