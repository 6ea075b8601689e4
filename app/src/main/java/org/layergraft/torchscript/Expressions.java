package org.layergraft.torchscript;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.torchscript.Flowing.Made;
import org.layergraft.torchscript.Flowing.Member;
import org.layergraft.torchscript.Flowing.Merge;
import org.layergraft.torchscript.Flowing.Name;
import org.layergraft.torchscript.Flowing.Pack;
import org.layergraft.torchscript.Flowing.Use;

/** Reads expressions and assignments; leaves calls to {@link Calls}. */
final class Expressions {

    /** Inlined methods and nested expressions together; deeper text is not followed. */
    private static final int DEEPEST = 2_000;

    private record Read(String path, String attribute, Optional<FlowBuilder.Draft> block, boolean alone) {}

    private final FlowContext context;
    private final FlowBuilder builder;
    private final Calls calls;
    private final Map<Read, Flowing> parameters = new HashMap<>();
    /** Values that the forward itself gave to attributes. */
    private final Map<String, Flowing> written = new HashMap<>();

    private int depth;

    /** @param statements reads a body; for methods that are followed where they are called */
    Expressions(FlowContext context, FlowBuilder builder, String path, BiConsumer<Frame, Syntax> statements) {
        this.context = context;
        this.builder = builder;
        this.calls = new Calls(context, builder, path, this, statements);
    }

    /** A forward is about to be read in this frame. */
    void enter(Frame frame, ScriptUnit.Function forward) {
        calls.enter(frame, forward);
    }

    Use read(Frame frame, Syntax at) {
        if (++depth > DEEPEST) {
            depth--;
            context.warnAt(frame.unit, at.start(), "code.notFollowed");
            return Flowing.unnamed(Flowing.UNKNOWN);
        }
        try {
            return switch (at.kind()) {
                case "identifier" -> name(frame, frame.text(at));
                case "integer" -> Flowing.unnamed(new Flowing.Constant("int", Optional.of(frame.text(at))));
                case "unary_operator" -> negative(frame, at);
                case "float" -> Flowing.unnamed(new Flowing.Constant("float", Optional.of(frame.text(at))));
                case "true", "false" -> Flowing.unnamed(Flowing.constant("bool"));
                case "none" -> Flowing.unnamed(Flowing.constant("NoneType"));
                case "string", "concatenated_string" ->
                    Flowing.unnamed(new Flowing.Constant("str", Optional.of('"' + Literals.unquote(frame.text(at)))));
                case "parenthesized_expression" -> at.children().isEmpty() ? none() : read(frame, at.bare());
                case "attribute" -> attribute(frame, at);
                case "call" -> calls.read(frame, at);
                case "subscript" -> subscript(frame, at);
                case "list", "tuple", "expression_list", "set" -> Flowing.unnamed(Pack.of(each(frame, at)));
                case "dictionary" -> dictionary(frame, at);
                case "assignment" -> assignment(frame, at);
                // a if c else b: the condition decides, it does not flow.
                case "conditional_expression" -> {
                    var all = each(frame, at);
                    yield all.size() == 3
                            ? Flowing.unnamed(Flowing.either(
                                    all.get(0).value(), all.get(2).value()))
                            : Flowing.unnamed(Flowing.computed(all, ""));
                }
                case "keyword_argument" ->
                    at.child("value").map(v -> read(frame, v)).orElse(none());
                case "binary_operator", "boolean_operator", "comparison_operator", "not_operator", "slice" ->
                    Flowing.unnamed(Flowing.computed(each(frame, at), ""));
                default -> {
                    context.warnAt(frame.unit, at.start(), "code.unknownExpression", at.kind());
                    yield Flowing.unnamed(Flowing.computed(each(frame, at), ""));
                }
            };
        } finally {
            depth--;
        }
    }

    private static Use none() {
        return Flowing.unnamed(Flowing.UNKNOWN);
    }

    List<Use> each(Frame frame, Syntax at) {
        return at.children().stream().map(child -> read(frame, child)).toList();
    }

    private Use negative(Frame frame, Syntax at) {
        var argument = at.child("argument").map(a -> read(frame, a)).orElse(none());
        return argument.value() instanceof Flowing.Constant(String type, Optional<String> key)
                ? Flowing.unnamed(new Flowing.Constant(type, key.map(k -> "-" + k)))
                : Flowing.unnamed(Flowing.computed(List.of(argument), ""));
    }

    private Use name(Frame frame, String name) {
        var value = frame.variables.get(name);
        return value == null ? Flowing.unnamed(new Name(name)) : new Use(value, name);
    }

    private Use attribute(Frame frame, Syntax at) {
        var object =
                at.child("object").map(Syntax::bare).map(o -> read(frame, o)).orElse(none());
        return attribute(
                frame, at, object, at.child("attribute").map(frame::text).orElse(""));
    }

    /** {@code object.name}, or {@code getattr(object, "name")}. */
    Use attribute(Frame frame, Syntax at, Use object, String name) {
        return switch (object.value()) {
            case Name(String qualified) ->
                Flowing.unnamed(
                        qualified.equals("CONSTANTS")
                                ? new Flowing.Constant("", context.number(name))
                                : new Name(qualified + "." + name));
            case Member member -> Flowing.unnamed(attribute(frame, at, member, name));
            case Pack pack ->
                pack.at(new Flowing.Constant("", Optional.of(name))).orElse(object);
            case Flowing.Constant _ -> none();
            // x.shape and x.dtype say nothing about x's values; the field of a named tuple does.
            case Made _, Merge _ -> TorchNames.ABOUT_A_TENSOR.contains(name) ? none() : object;
        };
    }

    private Flowing attribute(Frame frame, Syntax at, Member member, String name) {
        var path = member.path().isEmpty() ? name : member.path() + "." + name;
        var set = written.get(path);
        if (set != null) {
            return set;
        }
        return switch (context.attributes(member.instance()).get(name)) {
            case null -> {
                var declared = context.code()
                        .find(member.instance().className())
                        .filter(c -> c.method(name).isPresent()
                                || c.attributes().stream()
                                        .anyMatch(a -> a.name().equals(name)));
                if (declared.isEmpty()) {
                    context.warnAt(frame.unit, at.start(), "code.unknownAttribute", path);
                }
                yield Flowing.UNKNOWN;
            }
            case Value.Instance child -> new Member(child, path);
            case Value.Tensor _ -> parameter(frame, at, new Read(member.path(), name, frame.block, true));
            case Value.Tuple tuple -> packed(frame, at, member, tuple.items());
            case Value.Items items -> packed(frame, at, member, items.items());
            case Value.Int(long value) -> new Flowing.Constant("int", Optional.of(String.valueOf(value)));
            case Value.Text(String text) -> new Flowing.Constant("str", Optional.of('"' + text));
            case Value.None _ -> Flowing.constant("NoneType");
            case Value.Bool _ -> Flowing.constant("bool");
            case Value.Real(double value) -> new Flowing.Constant("float", Optional.of(String.valueOf(value)));
            case Value.Complex _, Value.Device _, Value.Dict _, Value.Global _ -> Flowing.UNKNOWN;
        };
    }

    private Flowing packed(Frame frame, Syntax at, Member member, List<Value> items) {
        return Pack.of(items.stream()
                .<Use>map(i -> Flowing.unnamed(
                        switch (i) {
                            case Value.Int(long value) ->
                                new Flowing.Constant("int", Optional.of(String.valueOf(value)));
                            case Value.Tensor tensor ->
                                ownName(member, tensor)
                                        .map(name ->
                                                parameter(frame, at, new Read(member.path(), name, frame.block, false)))
                                        .orElse(Flowing.UNKNOWN);
                            default -> Flowing.UNKNOWN;
                        }))
                .toList());
    }

    /**
     * What the module calls a tensor that it holds in a list, too: RNNs read their weights from {@code _flat_weights}
     * (torch/nn/modules/rnn.py).
     */
    private Optional<String> ownName(Member member, Value.Tensor tensor) {
        return context.attributes(member.instance()).entrySet().stream()
                .filter(attribute -> attribute.getValue() == tensor)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** One node for all reads in the same block; the builder leaves it out if nothing uses it. In a list it has no text of its own. */
    private Flowing parameter(Frame frame, Syntax at, Read read) {
        return parameters.computeIfAbsent(read, _ -> {
            var draft = builder.fill(
                    builder.slot(),
                    new FlowBuilder.Draft(
                            Kind.PARAMETER,
                            read.path() + "/." + read.attribute(),
                            read.attribute(),
                            "Tensor",
                            Optional.empty(),
                            frame.block,
                            Optional.of(frame.unit.place(at, frame.statementStart))
                                    .filter(_ -> read.alone())));
            return new Made(draft, "Tensor", Optional.empty());
        });
    }

    private Use subscript(Frame frame, Syntax at) {
        var value = at.child("value").map(v -> read(frame, v)).orElse(none());
        var index = at.all("subscript").stream().map(i -> read(frame, i)).toList();
        if (value.value() instanceof Pack pack && index.size() == 1) {
            return pack.at(index.getFirst().value()).orElseGet(() -> entry(value));
        }
        return index.size() == 1 ? entry(value, index.getFirst().value()) : entry(value);
    }

    /** The entry with this index or key, where the value's node gives several. */
    private Use entry(Use list, Flowing index) {
        var some = entry(list);
        return some.value() instanceof Made(FlowBuilder.Draft node, String type, Optional<Flowing> viewOf, String taken)
                        && index instanceof Flowing.Constant(String _, Optional<String> key)
                        && key.filter(k -> !k.startsWith("-")).isPresent()
                        && taken.length() < 100
                ? new Use(new Made(node, type, viewOf, Flowing.join(taken, Flowing.step(key.get()))), some.name())
                : some;
    }

    /** Some entry of a list or dictionary. */
    Use entry(Use list) {
        return switch (list.value()) {
            case Made(FlowBuilder.Draft node, String type, Optional<Flowing> viewOf, String taken) ->
                new Use(new Made(node, TorchNames.elementType(type), viewOf, taken), list.name());
            case Pack pack
            when pack.items().values().stream().allMatch(u -> u.value() instanceof Flowing.Constant) -> none();
            case Pack pack -> new Use(new Merge(List.of(pack), ""), list.name());
            default -> list;
        };
    }

    private Use dictionary(Frame frame, Syntax at) {
        Map<String, Use> items = new LinkedHashMap<>();
        for (var pair : at.kinds("pair")) {
            var key = pair.child("key").map(k -> read(frame, k)).orElse(none());
            var value = pair.child("value").map(v -> read(frame, v)).orElse(none());
            var text = key.value() instanceof Flowing.Constant(String _, Optional<String> literal)
                    ? literal
                    : Optional.<String>empty();
            items.put(text.orElse(FlowEdge.Part.unknown(items.size())), value);
        }
        return Flowing.unnamed(new Pack(items));
    }

    private Use assignment(Frame frame, Syntax at) {
        var right = at.child("right").map(r -> read(frame, r));
        if (right.isEmpty()) {
            return none();
        }
        at.child("left").ifPresent(left -> bind(frame, left, right.get()));
        return right.get();
    }

    /** Gives a variable, an attribute, or each of several variables its value. */
    void bind(Frame frame, Syntax target, Use use) {
        switch (target.kind()) {
            case "identifier" -> frame.variables.put(frame.text(target), use.value());
            case "pattern_list", "tuple_pattern", "list_pattern" -> unpack(frame, target.children(), use);
            case "attribute" -> {
                var object = target.child("object").map(Syntax::bare).map(o -> read(frame, o));
                var name = target.child("attribute").map(frame::text).orElse("");
                if (object.isPresent() && object.get().value() instanceof Member(Value.Instance _, String path)) {
                    written.put(path.isEmpty() ? name : path + "." + name, use.value());
                }
            }
            case "subscript" -> {
                var list = target.child("value").map(v -> read(frame, v)).orElse(none());
                frame.replace(list.value(), new Merge(List.of(list.value(), use.value()), ""));
            }
            default -> context.warnAt(frame.unit, target.start(), "code.unknownExpression", target.kind());
        }
    }

    private void unpack(Frame frame, List<Syntax> targets, Use use) {
        if (use.value() instanceof Made(FlowBuilder.Draft node, String type, Optional<Flowing> _, String _)
                && type.equals("Tensor")
                && node.kind == Kind.OPERATOR) {
            // Only the left side tells that this operator gives several tensors.
            node.type = "Tuple[" + "Tensor, ".repeat(Math.max(0, targets.size() - 1)) + "Tensor]";
        }
        for (var i = 0; i < targets.size(); i++) {
            var index = new Flowing.Constant("int", Optional.of(String.valueOf(i)));
            var part = use.value() instanceof Pack pack ? pack.at(index).orElse(entry(use)) : entry(use, index);
            bind(frame, targets.get(i), part);
        }
    }
}
