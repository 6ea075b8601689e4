package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.FlowEdge;
import org.layergraft.torchscript.Flowing.Made;
import org.layergraft.torchscript.Flowing.Merge;
import org.layergraft.torchscript.Flowing.Pack;
import org.layergraft.torchscript.Flowing.Use;

/** PyTorch's own functions: which are operators on tensors, and which only pack, count or cast. */
final class TorchCalls {

    /** Draws an operator with edges from all arguments. */
    interface Drawing {
        Flowing operator(Call call, String name, String type, Optional<Flowing> viewOf);
    }

    private final Drawing drawing;

    TorchCalls(Drawing drawing) {
        this.drawing = drawing;
    }

    /** @param qualified {@code torch.relu}, {@code ops.prim.NumToTensor}, {@code annotate}, {@code int} */
    Flowing read(Call call, String qualified) {
        var name = qualified.substring(qualified.lastIndexOf('.') + 1);
        var first = call.argument(0);
        var text = LiteralText.of(call, name);
        if (text.isPresent()) {
            return new Flowing.Constant("str", Optional.of('"' + text.get()));
        }
        if (qualified.equals("annotate") || qualified.equals("unchecked_cast")) {
            return call.argument(1).value();
        }
        if (qualified.equals("uninitialized") || TorchNames.SILENT.contains(name)) {
            return Flowing.UNKNOWN;
        }
        if (TorchNames.ABOUT_A_TENSOR.contains(name)) {
            return name.equals("size") && call.arguments().size() == 1
                    ? Flowing.constant("List[int]")
                    : Flowing.constant("int");
        }
        if (TorchNames.TO_NUMBER.contains(name)) {
            return Flowing.computed(call.all(), "number");
        }
        if (TorchNames.PASS.contains(name) && !call.arguments().isEmpty()) {
            return first.value();
        }
        if (TorchNames.ENTRY.contains(name)) {
            return entry(call);
        }
        if (TorchNames.ADD_ENTRY.contains(name)) {
            return added(call, name);
        }
        if (first.value() instanceof Pack && TorchNames.ON_LISTS.contains(name)) {
            return list(call, name);
        }
        if (TorchNames.ARITHMETIC.contains(name)
                && call.all().stream().noneMatch(u -> Flowing.carriesTensor(u.value()))) {
            return Flowing.computed(call.all(), "");
        }
        if (TorchNames.writesInto(name)) {
            return written(call, name);
        }
        var viewOf = TorchNames.VIEWS.contains(name) ? Optional.of(first.value()) : Optional.<Flowing>empty();
        return drawing.operator(call, name, TorchNames.resultType(name), viewOf);
    }

    private static Flowing entry(Call call) {
        if (call.argument(0).value() instanceof Pack pack) {
            var found = pack.at(call.argument(1).value());
            if (found.isPresent()) {
                return found.get().value();
            }
        }
        return Flowing.computed(call.arguments(), "");
    }

    private static Flowing added(Call call, String name) {
        var container = call.argument(0).value();
        var use = call.argument(call.arguments().size() - 1);
        var key = name.equals("_set_item")
                        && call.argument(1).value() instanceof Flowing.Constant(String _, Optional<String> k)
                ? k
                : Optional.<String>empty();
        Flowing more = container instanceof Pack pack && (name.equals("append") || key.isPresent())
                ? pack.with(key, use)
                : pack(container, key, use);
        call.frame().replace(container, more);
        return Flowing.constant("NoneType");
    }

    private static Flowing pack(Flowing container, Optional<String> key, Use use) {
        return container instanceof Pack pack
                ? pack.with(Optional.of(FlowEdge.Part.unknown(pack.items().size())), use)
                : new Merge(
                        List.of(
                                container,
                                new Pack(new LinkedHashMap<>(Map.of(key.orElse(FlowEdge.Part.unknown(0)), use)))),
                        "");
    }

    /** {@code [a] + [b]}, {@code xs[1:]}: entries stay apart where their number is known. */
    private static Flowing list(Call call, String name) {
        List<Use> items = new ArrayList<>();
        for (var argument : call.arguments()) {
            if (!(argument.value() instanceof Pack pack)) {
                return Flowing.computed(call.arguments(), "");
            }
            items.addAll(pack.items().values());
        }
        return name.equals("add") ? Pack.of(items) : Flowing.computed(call.arguments(), "");
    }

    /** {@code torch.relu_(x)}: from here on x, and what x is a view of, comes from this operator. */
    private Flowing written(Call call, String name) {
        var target = call.argument(0).value();
        var made = drawing.operator(call, name, TorchNames.resultType(name), Optional.empty());
        call.frame().replace(target, made);
        var base = target;
        for (var hops = 0;
                hops < 100
                        && base instanceof Made(FlowBuilder.Draft _, String _, Optional<Flowing> viewOf, String _)
                        && viewOf.isPresent();
                hops++) {
            base = viewOf.get();
            call.frame().replace(base, new Merge(List.of(base, made), ""));
        }
        return made;
    }
}
