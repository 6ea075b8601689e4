package org.layergraft.graft;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.SourcePlace;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;

/**
 * Where an edit's {@code after} stands, in the newest version of the model.
 *
 * @param module path of the module whose forward computes the value
 * @param method the method it stands in
 * @param text the unit's text
 */
record Place(String module, FlowNode node, ScriptClass type, ScriptClass.Method method, String text) {

    private static final Set<String> NO_TENSOR = Set.of("int", "float", "bool", "str", "NoneType", "Device", "number");

    /**
     * @param module as the edit gives it; "" also means "the module that computes the value"
     * @throws LayergraftException when there is no such value, when another module computes it, or when it is no tensor
     */
    static Place of(Draft draft, String module, String after) throws LayergraftException {
        draft.tree().at(module);
        var holder = holder(draft, module, after);
        if (!module.isEmpty() && !holder.path().equals(module)) {
            throw Problems.of(
                    holder.path().isEmpty() ? "node.elsewhere.root" : "node.elsewhere", after, module, holder.path());
        }
        var node = holder.forward().nodes().stream()
                .filter(n -> n.id().equals(after))
                .findFirst()
                .orElseThrow();
        if (node.kind() == FlowNode.Kind.BLOCK) {
            throw Problems.of("node.block", after);
        }
        var type = draft.classAt(holder.path());
        var found = new Place(holder.path(), node, type, method(type, node), draft.text(type));
        found.refuseUnlessTensor(draft);
        return found;
    }

    private static ModuleNode holder(Draft draft, String module, String after) throws LayergraftException {
        var candidates = draft.graph()
                .root()
                .walk()
                .filter(m -> m.forward().nodes().stream().anyMatch(n -> n.id().equals(after)))
                .toList();
        if (candidates.isEmpty()) {
            var ids = new LinkedHashSet<String>();
            draft.graph().root().walk().forEach(m -> m.forward().nodes().forEach(n -> ids.add(n.id())));
            throw Problems.of("node.unknown", after, Problems.nearest(after, ids));
        }
        return candidates.stream()
                .filter(m -> m.path().equals(module))
                .findFirst()
                .orElse(candidates.getFirst());
    }

    private static ScriptClass.Method method(ScriptClass type, FlowNode node) throws LayergraftException {
        Optional<SourcePlace> place = node.place();
        if (node.kind() == FlowNode.Kind.INPUT || place.isEmpty()) {
            return type.method("forward").orElseThrow(() -> Problems.of("node.noPlace", node.id()));
        }
        return type.methods().stream()
                .filter(m -> place.get().unit().equals(type.unit())
                        && m.span().start() <= place.get().start()
                        && place.get().end() <= m.span().end())
                .findFirst()
                .orElseThrow(() -> Problems.of("node.noPlace", node.id()));
    }

    boolean isArgument() {
        return node.kind() == FlowNode.Kind.INPUT;
    }

    String argument() {
        return node.id().substring(node.id().indexOf('@') + 1);
    }

    SourcePlace source() throws LayergraftException {
        return node.place().orElseThrow(() -> Problems.of("node.noPlace", node.id()));
    }

    private void refuseUnlessTensor(Draft draft) throws LayergraftException {
        String value =
                switch (node.kind()) {
                    case INPUT ->
                        method.arguments().stream()
                                .filter(a -> a.name().equals(argument()))
                                .map(ScriptClass.Argument::type)
                                .findFirst()
                                .orElse("");
                    case OUTPUT -> method.returnType();
                    case CALL -> calleeType(draft);
                    case OPERATOR, PARAMETER -> node.type();
                    case BLOCK -> "";
                };
        boolean other = NO_TENSOR.contains(value)
                || value.matches("(List|Dict|Tuple|Optional|Future)\\[.*")
                || value.startsWith("__torch__");
        if (other) {
            throw Problems.of("tap.type", node.id(), value);
        }
        if (!isArgument()) {
            Tap.refuseSeveral(text, node, source());
        }
    }

    private String calleeType(Draft draft) throws LayergraftException {
        if (node.module().isEmpty()) {
            return "";
        }
        return draft.classAt(node.module().get())
                .method("forward")
                .map(ScriptClass.Method::returnType)
                .orElse("");
    }

    /** A sentence's worth of where it stands, when it stands in a block that may run never or several times. */
    boolean isConditional(Draft draft) throws LayergraftException {
        return isConditional(draft, module, node);
    }

    static boolean isConditional(Draft draft, String module, FlowNode node) throws LayergraftException {
        var nodes = draft.graph().module(module).orElseThrow().forward().nodes();
        var block = node.block();
        while (block.isPresent()) {
            String id = block.get();
            var found = nodes.stream().filter(n -> n.id().equals(id)).findFirst();
            // A with statement runs its body exactly once.
            if (found.isEmpty() || !found.get().label().startsWith("with")) {
                return true;
            }
            block = found.get().block();
        }
        return false;
    }

    /** Every place in the method where the same parameter is read. */
    List<int[]> reads() throws LayergraftException {
        var place = source();
        String expression = text.substring(place.start(), place.end());
        if (node.kind() != FlowNode.Kind.PARAMETER || !expression.startsWith(ClassText.receiver(text, method) + ".")) {
            return List.of(new int[] {place.start(), place.end()});
        }
        return Pattern.compile("(?<![\\w.])" + Pattern.quote(expression) + "(?!\\w)")
                .matcher(text)
                .region(method.bodyStart(), method.span().end())
                .results()
                .map(m -> new int[] {m.start(), m.end()})
                .toList();
    }
}
