package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ClassType;
import org.bytedeco.pytorch.FunctionVector;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Graph;
import org.bytedeco.pytorch.GraphFunction;
import org.bytedeco.pytorch.GraphFunctionCreator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IValueVectorConsumer;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.ProfileIValueOp;
import org.bytedeco.pytorch.Value;
import org.bytedeco.pytorch.ValueArrayRef;
import org.layergraft.step.RankReport;

/**
 * Activation checkpointing of a loaded archive. The forward of a chosen module is replaced by a graph of one {@code
 * prim::profile_ivalue} node, whose callback is ours: libtorch's interpreter hands over its stack, and the module's own forward runs as
 * a {@link Segment}. Modules share classes, and a class its forward; those that were not chosen run as before.
 *
 * <p>See app/docs/decisions/0018-checkpointing-by-callback.md. Choose the modules on one thread; the model may then run on several, as
 * {@code torch.jit.fork} has it. {@link #close} it when the model runs no more.
 */
final class CheckpointedForwards implements AutoCloseable {

    /** A module that was chosen, and how it was called. */
    private static final class Chosen {
        final String path;
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger detached = new AtomicInteger();

        Chosen(String path) {
            this.path = path;
        }
    }

    private final Segment segment;
    private final FirstThrown thrown;
    /** By the address of the module object; one that has two paths is one segment. */
    private final Map<Long, Chosen> chosen = new LinkedHashMap<>();
    /**
     * What one class's {@code forward} can be called in an archive. Scripting writes the overloads of nn.RNN, LSTM and GRU as {@code
     * forward__0} and {@code forward__1} (torch/jit/_recursive.py, {@code get_overload_annotations}), tracing a second call of a module
     * as {@code forward1} (torch/csrc/jit/passes/fixup_trace_scopes.cpp).
     */
    private static final Pattern FORWARD = Pattern.compile("forward((__)?\\d+)?");

    /** The forwards that were replaced; each replacement knows the place of its own. */
    private final List<GraphFunction> originals = new CopyOnWriteArrayList<>();

    /** The names of the classes they are of. */
    private final Set<String> replaced = new HashSet<>();

    private final Interception interception = new Interception();
    private final GraphFunctionCreator complete = new Complete();

    /** Before anything has run: libtorch compiles calls when they first run, and then the forward is that of the class. */
    CheckpointedForwards(Segment segment, FirstThrown thrown) {
        this.segment = segment;
        this.thrown = thrown;
    }

    /** Makes every call of the module's forward a segment. */
    void choose(String path, JitModule module) {
        chosen.putIfAbsent(module._ivalue().address(), new Chosen(path));
        ClassType type = module.type();
        if (replaced.add(nameOf(type))) {
            // None where tracing met a module that nothing calls.
            forwards(type).forEach(name -> replace(type, name));
        }
    }

    /** How the chosen modules were called so far. */
    List<RankReport.Segment> segments() {
        return chosen.values().stream()
                .map(module -> new RankReport.Segment(module.path, module.calls.get(), module.detached.get()))
                .toList();
    }

    /** @param arrived what came out of libtorch; @return that which it was inside a segment, if it came from one */
    RuntimeException original(RuntimeException arrived) {
        return thrown.original(arrived);
    }

    @Override
    public void close() {
        interception.close();
        complete.close();
    }

    private static List<String> forwards(ClassType type) {
        FunctionVector methods = type.methods();
        List<String> names = new ArrayList<>();
        for (long i = 0; i < methods.size(); i++) {
            String name = methods.get(i).name().getString();
            if (FORWARD.matcher(name).matches()) {
                names.add(name);
            }
        }
        return names;
    }

    private void replace(ClassType type, String method) {
        GraphFunction original = new GraphFunction(type.getMethod(method));
        original.ensure_defined();
        Graph graph = new Graph();
        ProfileIValueOp call = new ProfileIValueOp(graph, interception);
        ValueArrayRef inputs = original.graph().inputs();
        for (long i = 0; i < inputs.size(); i++) {
            Value input = graph.addInput();
            input.setType(inputs.get(i).type());
            call.addInput(input);
        }
        // On top of the stack: it tells which forward was called, and so how many arguments lie below.
        call.addInput(graph.insertConstant(new IValue(originals.size())));
        graph.appendNode(call);
        Natives.disown(call); // the graph's now
        Value result = call.addOutput();
        result.setType(original.graph().outputs().get(0).type());
        graph.registerOutput(result);
        GraphFunction replacement = new GraphFunction(original.qualname(), graph, complete);
        Natives.disown(graph); // the function's now
        replacement.setSchema(original.getSchema());
        type.unsafeRemoveMethod(method);
        type.addMethod(replacement);
        originals.add(original);
    }

    private static String nameOf(ClassType type) {
        return type.name().get().qualifiedName().getString();
    }

    /** @param arguments the module first */
    private IValue run(GraphFunction original, List<IValue> arguments) {
        Chosen module = chosen.get(arguments.getFirst().toObject().address());
        if (module == null) {
            return Segment.run(original, arguments);
        }
        module.calls.incrementAndGet();
        if (!GradMode.is_enabled()) {
            // Inside another segment's first run, or an evaluation: nothing to save.
            return Segment.run(original, arguments);
        }
        if (arguments.stream()
                .noneMatch(
                        argument -> argument.isTensor() && argument.toTensor().requires_grad())) {
            module.detached.incrementAndGet();
        }
        return segment.forward(original, arguments);
    }

    /** Called by libtorch's interpreter in place of a chosen class's forward. */
    private final class Interception extends IValueVectorConsumer {
        @Override
        public void call(IValueVector stack) {
            // The number of the interpreter's frame, of no use here.
            stack.pop_back();
            // They outlive this call if its backward needs them.
            List<IValue> arguments = new ArrayList<>();
            try (PointerScope _ = new PointerScope()) {
                int place = Math.toIntExact(new IValue(stack.get(stack.size() - 1)).toInt());
                stack.pop_back();
                GraphFunction original = originals.get(place);
                arguments.addAll(take(stack, original.num_inputs()));
                stack.push_back(thrown.keep(() -> run(original, arguments)));
            }
        }

        private static List<IValue> take(IValueVector stack, long count) {
            List<IValue> taken = new ArrayList<>();
            for (long i = stack.size() - count; i < stack.size(); i++) {
                taken.add(Natives.keep(new IValue(stack.get(i))));
            }
            for (long i = 0; i < count; i++) {
                stack.pop_back();
            }
            return taken;
        }
    }

    /** The replacement needs no completion; libtorch wants to be told so. */
    private static final class Complete extends GraphFunctionCreator {
        @Override
        public void call(GraphFunction function) {
            // Its graph is there already.
        }
    }
}
