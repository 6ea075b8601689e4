package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.torchscript.Flowing.Made;
import org.layergraft.torchscript.Flowing.Member;
import org.layergraft.torchscript.Flowing.Name;
import org.layergraft.torchscript.Flowing.Pack;
import org.layergraft.torchscript.Flowing.Use;

/** Reads calls of modules, methods, helper functions and classes; leaves PyTorch's own functions to {@link TorchCalls}. */
final class Calls {

    /** A forward that calls itself through many methods would otherwise grow without end. */
    private static final int MOST_INLINED = 2_000;

    private static final int DEEPEST_INLINED = 16;

    private final FlowContext context;
    private final FlowBuilder builder;
    private final String path;
    private final Expressions expressions;
    private final BiConsumer<Frame, Syntax> statements;
    private final TorchCalls torch;
    private final Deque<ScriptUnit.Function> inside = new ArrayDeque<>();
    private int inlined;

    Calls(
            FlowContext context,
            FlowBuilder builder,
            String path,
            Expressions expressions,
            BiConsumer<Frame, Syntax> statements) {
        this.context = context;
        this.builder = builder;
        this.path = path;
        this.expressions = expressions;
        this.statements = statements;
        this.torch = new TorchCalls(this::operator);
    }

    void enter(Frame frame, ScriptUnit.Function forward) {
        inside.push(forward);
    }

    Use read(Frame frame, Syntax at) {
        var slot = builder.slot();
        var function = at.child("function").map(Syntax::bare);
        var text = function.map(frame::text).orElse("");
        if (function.isPresent() && function.get().is("attribute")) {
            var method = function.get().child("attribute").map(frame::text).orElse("");
            var object = function.get()
                    .child("object")
                    .map(o -> expressions.read(frame, o.bare()))
                    .orElse(Flowing.unnamed(Flowing.UNKNOWN));
            var call = call(frame, at, slot);
            return Flowing.unnamed(
                    switch (object.value()) {
                        case Name(String qualified) -> named(call, qualified + "." + method);
                        case Member member -> member(call, member, method);
                        case Made _, Flowing.Merge _, Pack _, Flowing.Constant _ -> onValue(call, object, method);
                    });
        }
        if (function.isPresent() && function.get().is("identifier")) {
            var value = expressions.read(frame, function.get()).value();
            if (value instanceof Name(String qualified)) {
                if (qualified.equals("getattr")) {
                    return getattr(frame, at);
                }
                return Flowing.unnamed(named(call(frame, at, slot), qualified));
            }
        }
        context.warnAt(frame.unit, at.start(), "code.unknownCall", text);
        return Flowing.unnamed(operator(call(frame, at, slot), "call", "", Optional.empty()));
    }

    private Call call(Frame frame, Syntax at, int slot) {
        List<Use> arguments = new ArrayList<>();
        Map<String, Use> named = new LinkedHashMap<>();
        for (var argument : at.child("arguments").map(Syntax::children).orElse(List.of())) {
            var use = expressions.read(frame, argument);
            if (argument.is("keyword_argument")) {
                named.put(argument.child("name").map(frame::text).orElse(""), use);
            } else {
                arguments.add(use);
            }
        }
        return new Call(frame, at, slot, arguments, named);
    }

    private Use getattr(Frame frame, Syntax at) {
        var arguments = at.child("arguments").map(Syntax::children).orElse(List.of());
        if (arguments.size() < 2) {
            return Flowing.unnamed(Flowing.UNKNOWN);
        }
        var object = expressions.read(frame, arguments.get(0));
        return expressions.attribute(frame, at, object, Literals.unquote(frame.text(arguments.get(1))));
    }

    /** {@code (fc).forward(x, )}, {@code (self).helper(x, )}. */
    private Flowing member(Call call, Member member, String method) {
        var instance = member.instance();
        var found = context.code().syntax(instance.className());
        var function = found.map(c -> c.methods().get(method));
        var returns = function.map(ScriptUnit.Function::returnType).orElse("");
        if (!TorchNames.mayHoldTensor(returns) && !method.startsWith("forward")) {
            return Flowing.computed(call.all(), returns);
        }
        if (member.path().equals(path) && function.isPresent()) {
            return inline(call, member, function.get());
        }
        if (!context.code().isModule(instance.className())) {
            return operator(call, method, returns, Optional.empty());
        }
        var name = member.path().substring(member.path().lastIndexOf('.') + 1);
        var draft = builder.fill(
                call.slot(),
                draft(
                        call,
                        Kind.CALL,
                        member.path(),
                        name,
                        found.orElseThrow().declared().shortName(),
                        Optional.of(member.path())));
        arguments(call, draft);
        return new Made(draft, returns, Optional.empty());
    }

    /** Follows another method of the same module, so that what it calls appears where it happens. */
    private Flowing inline(Call call, Member self, ScriptUnit.Function function) {
        var unit = context.code().unit(self.instance().className());
        if (unit.isEmpty()
                || inside.contains(function)
                || inside.size() > DEEPEST_INLINED
                || ++inlined > MOST_INLINED) {
            return operator(call, function.name(), function.returnType(), Optional.empty());
        }
        var frame = new Frame(
                unit.get(),
                function.name(),
                call.frame().block,
                function.definition().start());
        for (var i = 0; i < function.arguments().size(); i++) {
            var name = function.arguments().get(i).name();
            var given = i == 0
                    ? self
                    : Optional.ofNullable(call.named().get(name))
                            .orElse(call.argument(i - 1))
                            .value();
            frame.variables.put(name, given);
        }
        inside.push(function);
        function.body().ifPresent(body -> statements.accept(frame, body));
        inside.pop();
        return frame.returned.stream()
                .map(r -> r.use().value())
                .reduce(Flowing::either)
                .orElse(Flowing.UNKNOWN);
    }

    private Flowing named(Call call, String qualified) {
        if (!qualified.startsWith("__torch__.")) {
            return torch.read(call, qualified);
        }
        var last = qualified.substring(qualified.lastIndexOf('.') + 1);
        if (last.equals("__new__")) {
            return Flowing.constant(qualified.substring(0, qualified.length() - ".__new__".length()));
        }
        var function = context.code().function(qualified);
        if (function.isPresent()) {
            var returns = function.get().returnType();
            return TorchNames.mayHoldTensor(returns)
                    ? operator(call, last, returns, Optional.empty())
                    : Flowing.computed(call.all(), returns);
        }
        var constructed = context.code().find(qualified);
        if (constructed.isPresent()) {
            return fields(call, constructed.get());
        }
        if (!qualified.startsWith("__torch__.torch.classes.")) {
            context.warnAt(call.frame().unit, call.at().start(), "code.unknownCall", qualified);
        }
        return operator(call, last, "", Optional.empty());
    }

    /** A named tuple keeps its fields apart, by name and by position. */
    private static Flowing fields(Call call, ScriptClass type) {
        Map<String, Use> items = new LinkedHashMap<>();
        for (var i = 0; i < call.arguments().size(); i++) {
            items.put(
                    i < type.attributes().size() ? type.attributes().get(i).name() : String.valueOf(i),
                    call.argument(i));
        }
        items.putAll(call.named());
        var pack = new Pack(items);
        return type.base().equals("NamedTuple") ? pack : new Flowing.Merge(List.of(pack), type.name());
    }

    /** A method of something that is no module: of a list, a tensor, or an object made in this forward. */
    private Flowing onValue(Call call, Use object, String method) {
        if (method.equals("__init__")) {
            call.frame().replace(object.value(), Flowing.computed(call.all(), ""));
            return Flowing.constant("NoneType");
        }
        List<Use> all = new ArrayList<>(List.of(object));
        all.addAll(call.arguments());
        return torch.read(new Call(call.frame(), call.at(), call.slot(), all, call.named()), method);
    }

    private Flowing operator(Call call, String name, String type, Optional<Flowing> viewOf) {
        var draft =
                builder.fill(call.slot(), draft(call, Kind.OPERATOR, path + "/" + name, name, type, Optional.empty()));
        arguments(call, draft);
        draft.numbers = call.all().stream()
                .flatMap(u -> u.value() instanceof Flowing.Constant(String _, Optional<String> key)
                        ? key.stream()
                        : Stream.empty())
                .filter(key -> !key.startsWith("\""))
                .toList();
        return new Made(draft, type, viewOf);
    }

    private void arguments(Call call, FlowBuilder.Draft draft) {
        for (var i = 0; i < call.arguments().size(); i++) {
            builder.edge(call.argument(i), draft, String.valueOf(i));
        }
        call.named().forEach((name, use) -> builder.edge(use, draft, name));
    }

    private static FlowBuilder.Draft draft(
            Call call, Kind kind, String id, String label, String type, Optional<String> module) {
        var frame = call.frame();
        var place = frame.unit.place(call.at(), frame.statementStart);
        return new FlowBuilder.Draft(kind, id, label, type, module, frame.block, Optional.of(place));
    }
}
