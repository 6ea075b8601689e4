package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.model.DType;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Value;

/**
 * Adds 0 times the sum of parameters to the loss. The root's forward computes it last, whatever branches it took, so each of them has
 * a gradient on every rank. It is one more value of the result, as a branch's is, and 0 as long as all numbers in them are finite.
 */
final class ZeroAdder {

    private static final String NAME = "zero";

    private static final int CODE_OF_FLOAT16 = 5;
    private static final int CODE_OF_FLOAT32 = 6;

    private final Draft draft;
    private final String target;

    private ZeroAdder(Draft draft, String target) {
        this.draft = draft;
        this.target = target;
    }

    static void apply(Draft draft, String target) throws LayergraftException {
        var adder = new ZeroAdder(draft, target);
        var chosen = adder.chosen();
        var root = draft.classAt("");
        var forward = root.method("forward").orElseThrow(() -> Problems.of("root.noForward"));
        var span = forward.returnSpan().orElseThrow(() -> Problems.of("root.noReturn"));
        String text = draft.text(root);
        int statement = text.lastIndexOf("return", span.start());
        String indent = text.substring(ClassText.lineStart(text, statement), statement);
        String self = ClassText.receiver(text, forward);
        String local = Names.fresh("lg_" + NAME, forward.span().in(text));
        draft.unit(
                root.unit(),
                new Splices()
                        .insert(statement, local + " = " + adder.product(self, chosen) + "\n" + indent)
                        .in(text));
        RootResult.add(draft, NAME, List.of(local), true);
    }

    /** The same in the Python that the model was made from. @param self what forward calls the model */
    static String python(Draft draft, String target, String self) throws LayergraftException {
        var chosen = new ZeroAdder(draft, target).chosen();
        boolean half = chosen.containsValue(DType.FLOAT16);
        String sum = half ? ".float().sum()" : ".sum()";
        var names = chosen.keySet().stream()
                .map(name -> PythonLayer.member(self, name))
                .toList();
        if (names.size() == 1) {
            return "0.0 * " + names.getFirst() + sum;
        }
        var below = draft.tree().parameters().keySet().stream()
                .filter(Targets.matcher(target))
                .collect(Collectors.toSet());
        boolean whole = draft.tree().modules().containsKey(target) && below.equals(chosen.keySet());
        String all = whole
                ? PythonLayer.member(self, target) + ".parameters()"
                : names.stream().collect(Collectors.joining(", ", "[", "]"));
        return "0.0 * sum(p" + sum + " for p in " + all + ")";
    }

    /** Every tensor once, by the first of its names under which the root's forward can read it. */
    private Map<String, DType> chosen() throws LayergraftException {
        var matches = Targets.matcher(target);
        var parameters = draft.tree().parameters();
        Set<Value.Tensor> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        Map<Value.Tensor, List<String>> names = new IdentityHashMap<>();
        parameters.forEach((name, tensor) -> {
            names.computeIfAbsent(tensor, _ -> new ArrayList<>()).add(name);
            if (matches.test(name)) {
                wanted.add(tensor);
            }
        });
        if (wanted.isEmpty()) {
            throw Problems.of("zero.nothing", target, Problems.nearest(target, parameters.keySet()));
        }
        var chosen = new LinkedHashMap<String, DType>();
        for (String name : parameters.keySet()) {
            var tensor = parameters.get(name);
            if (wanted.remove(tensor) && isTrained(tensor)) {
                chosen.put(reachable(names.get(tensor)), tensor.dtype());
            }
        }
        if (chosen.isEmpty()) {
            throw Problems.of("zero.untrained", target);
        }
        return chosen;
    }

    private static boolean isTrained(Value.Tensor tensor) {
        return tensor.requiresGrad()
                && tensor.dtype().isFloating()
                && !tensor.dtype().isOnlyStored();
    }

    /** The root gets at a parameter by members, and an interface has none. */
    private String reachable(List<String> names) throws LayergraftException {
        for (String name : names) {
            if (draft.tree().interfaceOn(PythonPlaces.parent(name)).isEmpty()) {
                return name;
            }
        }
        String name = names.getFirst();
        throw Problems.of(
                "zero.interface",
                name,
                draft.tree().interfaceOn(PythonPlaces.parent(name)).orElseThrow());
    }

    /** A sum of halves may be too large for a half, and what is stacked has one type. */
    private String product(String self, Map<String, DType> chosen) throws LayergraftException {
        var dtypes = Set.copyOf(chosen.values());
        boolean half = dtypes.equals(Set.of(DType.FLOAT16));
        String wide = half || dtypes.size() > 1 ? ", dtype=" + CODE_OF_FLOAT32 : "";
        var sums = new ArrayList<String>();
        for (String name : chosen.keySet()) {
            sums.add("torch.sum(" + read(self, name) + wide + ")");
        }
        String sum = sums.size() == 1
                ? sums.getFirst()
                : sums.stream().collect(Collectors.joining(", ", "torch.sum(torch.stack([", "]))"));
        String product = "torch.mul(" + sum + ", 0.)";
        return half ? "torch.to(" + product + ", " + CODE_OF_FLOAT16 + ")" : product;
    }

    /** A convolution's bias is declared as one that may be missing. */
    private String read(String self, String name) throws LayergraftException {
        String member = ClassText.path(self, name);
        boolean certain = draft.classAt(PythonPlaces.parent(name)).attributes().stream()
                .anyMatch(a ->
                        a.name().equals(PythonPlaces.name(name)) && a.type().equals("Tensor"));
        return certain ? member : "unchecked_cast(Tensor, " + member + ")";
    }
}
