package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptModel;

/**
 * Adds a value to what the root's forward returns, and says in {@code layergraft.json} whether it counts in the loss. What counted
 * before still counts in the same way.
 */
final class RootResult {

    private static final Pattern HOOKS = Pattern.compile("__forward_hooks__ = \\[\"(\\w+)");

    private final Draft draft;
    private final LossRule rule;
    private final ScriptClass type;
    private final ScriptClass.Method forward;
    private final ScriptClass.Span span;
    private final Outputs outputs;

    RootResult(Draft draft) throws LayergraftException {
        this.draft = draft;
        this.rule = LossRule.of(draft.model());
        this.type = draft.classAt("");
        this.forward = type.method("forward").orElseThrow(() -> Problems.of("root.noForward"));
        this.span = forward.returnSpan().orElseThrow(() -> Problems.of("root.noReturn"));
        this.outputs = new Outputs(draft.text(type), forward, span);
    }

    /**
     * @param name what the branch is called
     * @param expressions what is returned, each in terms of the root's forward; tensors that are reduced already when {@code inLoss}
     */
    static void add(Draft draft, String name, List<String> expressions, boolean inLoss) throws LayergraftException {
        for (int i = 0; i < expressions.size(); i++) {
            new RootResult(draft).add(expressions.size() == 1 ? name : name + "_" + i, expressions.get(i), inLoss);
        }
    }

    private void add(String name, String expression, boolean inLoss) throws LayergraftException {
        checkLoss(inLoss);
        String text = draft.text(type);
        var splices = new Splices();
        int statement = text.lastIndexOf("return", span.start());
        String indent = text.substring(ClassText.lineStart(text, statement), statement);
        if (outputs.isNamed()) {
            String local = Names.fresh("lg_outputs", forward.span().in(text));
            splices.replace(
                    statement,
                    span.end(),
                    local + " = torch.copy(" + outputs.value() + ")\n"
                            + indent + local + "[\"" + key(name, text, inLoss) + "\"] = " + expression + "\n"
                            + indent + "return " + local);
        } else if (inDictionary(inLoss)) {
            namedItem(splices, statement, indent, key(name, text, inLoss), expression);
        } else {
            tuple(splices, text, statement, indent, expression);
        }
        var json = changedRule(inLoss);
        draft.unit(type.unit(), splices.in(text));
        json.ifPresent(bytes -> draft.other(ScriptModel.LAYERGRAFT_JSON, bytes));
    }

    /** A loss goes where the model's own losses are, also where no rule says so yet. */
    private boolean inDictionary(boolean inLoss) {
        boolean byKey = rule.picks() == LossRule.Picks.KEYS || rule.picks() == LossRule.Picks.NOTHING;
        return inLoss && byKey && outputs.namedItem().isPresent();
    }

    private void namedItem(Splices splices, int statement, String indent, String key, String expression) {
        int named = outputs.namedItem().orElseThrow();
        int count = outputs.tuple().orElseThrow().size();
        String all = Names.fresh("lg_result", forward.span().in(draft.text(type)));
        String local = Names.fresh("lg_outputs", forward.span().in(draft.text(type)));
        var items = IntStream.range(0, count)
                .mapToObj(i -> i == named ? local : "(" + all + ")[" + i + "]")
                .collect(Collectors.joining(", ", "(", count == 1 ? ",)" : ")"));
        splices.replace(
                statement,
                span.end(),
                all + " = " + outputs.value() + "\n"
                        + indent + local + " = torch.copy((" + all + ")[" + named + "])\n"
                        + indent + local + "[\"" + key + "\"] = " + expression + "\n"
                        + indent + "return " + items);
    }

    /** @throws LayergraftException where hooks of the root take what it returns: PyTorch checks their types when it loads the model */
    private void tuple(Splices splices, String text, int statement, String indent, String expression)
            throws LayergraftException {
        var hooks = HOOKS.matcher(type.span().in(text));
        if (hooks.find()) {
            throw Problems.of("root.hooked", hooks.group(1));
        }
        var types = outputs.tuple();
        var written = outputs.tupleItems();
        var returned = new ArrayList<String>();
        var returnTypes = new ArrayList<String>();
        String first = "";
        if (types.isPresent() && written.isPresent()) {
            returnTypes.addAll(types.get());
            returned.addAll(written.get());
        } else {
            String local = outputs.value();
            if (!local.matches("\\w+")) {
                local = Names.fresh("lg_result", forward.span().in(text));
                first = local + " = " + outputs.value() + "\n" + indent;
            }
            if (types.isPresent()) {
                String whole = local;
                returnTypes.addAll(types.get());
                IntStream.range(0, types.get().size()).forEach(i -> returned.add("(" + whole + ")[" + i + "]"));
            } else {
                returnTypes.add(forward.returnType());
                returned.add(local);
            }
        }
        returnTypes.add("Tensor");
        returned.add(expression);
        splices.replace(
                forward.returnTypeSpan().start(),
                forward.returnTypeSpan().end(),
                "Tuple[" + String.join(", ", returnTypes) + "]");
        splices.replace(statement, span.end(), first + "return (" + String.join(", ", returned) + ")");
    }

    private void checkLoss(boolean inLoss) throws LayergraftException {
        if (inLoss
                && rule.picks() == LossRule.Picks.KEYS
                && !outputs.isNamed()
                && outputs.namedItem().isEmpty()) {
            throw Problems.of("loss.noKeys", forward.returnType());
        }
    }

    private Optional<byte[]> changedRule(boolean inLoss) throws LayergraftException {
        if (inLoss && rule.picks() == LossRule.Picks.POSITIONS) {
            int position = outputs.flattened()
                    .orElseThrow(() -> Problems.of("loss.unknownNumber"))
                    .size();
            return Optional.of(rule.also(position));
        }
        if (!inLoss && rule.picks() == LossRule.Picks.EVERY_FLOATING) {
            return Optional.of(rule.pinned(outputs.floating().orElseThrow(() -> Problems.of("loss.unknownNumber"))));
        }
        return Optional.empty();
    }

    /** A key nothing in the root's code mentions, with or without the text that puts it into the loss. */
    private String key(String name, String text, boolean inLoss) {
        String lossText = rule.keyText();
        String wanted = inLoss
                ? name.contains(lossText) ? name : lossText + "_" + name
                : name.contains(lossText) ? "extra" : name;
        String key = wanted;
        for (int i = 2; text.contains("\"" + key + "\""); i++) {
            key = wanted + i;
        }
        return key;
    }
}
