package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.layergraft.model.FlowNode;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

/**
 * Lets a new layer read a value besides everything that reads it already, and hands the layer's result to the root's result where
 * that is wanted.
 *
 * <p>From the root's own forward the result is a local name. From anywhere else it waits in a tensor attribute of the module, a slot,
 * which the root's forward reads and empties before it returns. A branch in the loss adds up over all calls of its module, so a module
 * that is called twice, or not at all, counts as often as it ran. An output has no value when its module did not run: that is refused.
 */
final class Brancher {

    private final Draft draft;
    private final Edit.Branch edit;
    private final AddedLayer added;
    private final LossRule rule;

    private Brancher(Draft draft, Edit.Branch edit) throws LayergraftException {
        this.draft = draft;
        this.edit = edit;
        this.rule = LossRule.of(draft.model());
        checkWeight();
        this.added = AddedLayer.at(draft, edit.module(), edit.after(), edit.layer(), edit.scope());
    }

    /** @return paths of the new layer */
    static List<String> apply(Draft draft, Edit.Branch edit) throws LayergraftException {
        var brancher = new Brancher(draft, edit);
        brancher.apply();
        return brancher.added.paths();
    }

    private void checkWeight() throws LayergraftException {
        boolean possible = Double.isFinite(edit.weight())
                && (edit.weight() >= 0 || !rule.reduction().equals("square"));
        if (edit.use() == Edit.Use.LOSS && !possible) {
            throw Problems.of("branch.weight", edit.weight());
        }
    }

    private void apply() throws LayergraftException {
        var place = added.place();
        String name = edit.layer().name();
        boolean local =
                place.module().isEmpty() && place.method().name().equals("forward") && !place.isConditional(draft);
        String result = Names.fresh("lg_" + name, place.text());
        if (edit.use() == Edit.Use.IGNORED) {
            insert(result + " = %s\n");
        } else if (local) {
            insert(result + " = %s\n");
            boolean inLoss = edit.use() == Edit.Use.LOSS;
            RootResult.add(draft, name, List.of(inLoss ? reduced(result) : result), inLoss);
        } else {
            throughSlots(result);
        }
    }

    /** @param statement uses {@code %s} for the layer's result */
    private void insert(String statement) throws LayergraftException {
        var place = added.place();
        var splices = new Splices();
        String local = Names.fresh("lg_" + edit.layer().name() + "_in", place.text());
        var tap = place.isArgument()
                ? Tap.argument(place.argument(), place.method())
                : Tap.expression(splices, place.text(), place.node(), place.source(), local);
        String indented = (tap.indent() + statement.replace("\n", "\n" + tap.indent())).stripTrailing() + "\n";
        splices.insert(tap.at(), indented.replace("%s", added.call(tap.value())));
        draft.unit(place.type().unit(), splices.in(place.text()));
    }

    private void throughSlots(String result) throws LayergraftException {
        var place = added.place();
        boolean inLoss = edit.use() == Edit.Use.LOSS;
        var paths = new ArrayList<String>();
        for (var module : draft.tree().instances(place.type().name())) {
            var all = draft.tree().paths(module);
            paths.add(reachable(all));
            checkRuns(Set.copyOf(all), inLoss);
        }
        if (!inLoss && place.isConditional(draft)) {
            throw Problems.of("branch.conditional", edit.after(), "");
        }
        var shape = inLoss ? new Shape(List.of()) : Shape.of(0);
        var taken = new HashSet<String>();
        for (String path : paths) {
            taken.addAll(draft.attributes(path).keySet());
        }
        String slot = "lg_" + edit.layer().name();
        while (taken.contains(slot)) {
            slot += "_";
        }
        String self = ClassText.receiver(place.text(), place.method()) + "." + slot;
        insert(result + " = %s\n" + self + " = " + (inLoss ? accumulated(self, reduced(result)) : result) + "\n");
        new Declarer(draft, place.module()).slot(slot, shape);
        readSlots(paths, slot, shape);
    }

    /** The root's forward gets at the slot by members, and an interface has none. */
    private String reachable(List<String> paths) throws LayergraftException {
        for (String path : paths) {
            if (draft.tree().interfaceOn(path).isEmpty()) {
                return path;
            }
        }
        String path = paths.getFirst();
        throw Problems.of(
                "branch.interface",
                edit.after(),
                path,
                draft.tree().interfaceOn(path).orElseThrow());
    }

    /** The root empties every slot, runs, takes what is in them and empties them again: nothing outlives a forward. */
    private void readSlots(List<String> paths, String slot, Shape shape) throws LayergraftException {
        var root = draft.classAt("");
        var forward = root.method("forward").orElseThrow(() -> Problems.of("root.noForward"));
        var span = forward.returnSpan().orElseThrow(() -> Problems.of("root.noReturn"));
        String text = draft.text(root);
        int statement = ClassText.lineStart(text, text.lastIndexOf("return", span.start()));
        String self = ClassText.receiver(text, forward);
        var splices = new Splices();
        var slots = paths.stream()
                .map(path -> ClassText.path(self, path) + "." + slot)
                .toList();
        String empty = shape.rank() == 0 ? "torch.zeros([])" : "torch.zeros([0])";
        // Before anything else at this place: the return may be forward's only statement.
        for (String member : slots) {
            splices.insert(forward.bodyStart(), "    " + member + " = " + empty + "\n");
        }
        if (!span.in(text).matches("\\w+")) {
            // The returned expression may still run the module, so it comes before the slots are read.
            String local = Names.fresh("lg_result", text);
            splices.insert(statement, "    " + local + " = " + span.in(text) + "\n");
            splices.replace(span.start(), span.end(), local);
        }
        String first = Names.fresh("lg_" + edit.layer().name() + "_out", text);
        var values = new ArrayList<String>();
        for (String member : slots) {
            String value = slots.size() == 1 ? first : first + "_" + values.size();
            values.add(value);
            splices.insert(statement, "    " + value + " = " + member + "\n");
            splices.insert(statement, "    " + member + " = " + empty + "\n");
        }
        draft.unit(root.unit(), splices.in(text));
        RootResult.add(draft, edit.layer().name(), values, edit.use() == Edit.Use.LOSS);
    }

    /** One number whose share in the loss is weight times the branch's mean (its mean square where the loss squares). */
    private String reduced(String value) {
        if (rule.reduction().equals("square")) {
            // A norm's gradient is 0 at 0, a square root's is not finite.
            return "torch.mul(torch.mul(torch.norm(" + value + ", 2), " + Literals.real(Math.sqrt(edit.weight()))
                    + "), torch.pow(float(torch.numel(" + value + ")), -0.5))";
        }
        return "torch.mul(torch.mean(" + value + "), " + Literals.real(edit.weight()) + ")";
    }

    private String accumulated(String sum, String value) {
        if (rule.reduction().equals("square")) {
            // The empty slot may lie on another device; adding a zero of the right one moves it.
            return "torch.norm(torch.stack([torch.add(" + sum + ", torch.mul(torch.detach(" + value + "), 0.)), "
                    + value + "]), 2)";
        }
        return "torch.add(" + sum + ", " + value + ")";
    }

    /** A branch of a module that never runs would do nothing; an output needs its module to run exactly once in every forward. */
    private void checkRuns(Set<String> paths, boolean inLoss) throws LayergraftException {
        if (paths.contains("")) {
            return;
        }
        String path = paths.stream().sorted().findFirst().orElseThrow();
        record Call(String caller, FlowNode node) {}
        var calls = new ArrayList<Call>();
        draft.graph()
                .root()
                .walk()
                .forEach(caller -> caller.forward().nodes().stream()
                        .filter(n -> n.module().filter(paths::contains).isPresent())
                        .forEach(n -> calls.add(new Call(caller.path(), n))));
        if (calls.isEmpty()) {
            throw Problems.of("branch.neverCalled", edit.after(), path);
        }
        if (inLoss) {
            return;
        }
        if (calls.size() > 1) {
            throw Problems.of("branch.severalCalls", edit.after(), path, calls.size());
        }
        var call = calls.getFirst();
        if (Place.isConditional(draft, call.caller(), call.node())) {
            throw Problems.of("branch.conditional", edit.after(), path);
        }
        checkRuns(Set.copyOf(draft.tree().paths(draft.tree().at(call.caller()))), false);
    }
}
