package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.layergraft.model.Buffer;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.text.LayergraftException;

/** Turns an archive into the graph people see, without running it. */
public final class ModelGraphs {

    /** A path per module: modules that share modules that share modules have more paths than atoms. */
    private static final int MOST_MODULES = 20_000;

    private static final int DEEPEST = 200;

    private final FlowContext context;
    /** Every tensor parameter and all its names, in the order of named_parameters(). */
    private final Map<Value.Tensor, List<String>> names = new IdentityHashMap<>();

    private final List<Value.Tensor> order = new ArrayList<>();
    private final Map<Value.Instance, Boolean> open = new IdentityHashMap<>();
    private final DoubleConsumer told;
    private int modules;
    /** As many as there are; known after the first pass. */
    private int all;

    private ModelGraphs(ScriptCode code, ConstantNumbers constants, DoubleConsumer told) {
        this.context = new FlowContext(code, constants);
        this.told = told;
    }

    /** @throws LayergraftException when the code is not TorchScript, naming unit and line */
    public static ModelGraph read(ScriptModel model) throws LayergraftException {
        return read(model, ScriptCode.parse(model.code()));
    }

    /** @param code of this very model, where it was parsed already */
    public static ModelGraph read(ScriptModel model, ScriptCode code) throws LayergraftException {
        return read(model, code, _ -> {});
    }

    /**
     * The same.
     *
     * @param told of the share of the modules whose forward was read, from 0 to 1
     */
    public static ModelGraph read(ScriptModel model, ScriptCode code, DoubleConsumer told) throws LayergraftException {
        var file = model.file().getFileName();
        return new ModelGraphs(code, new ConstantNumbers(model), told)
                .graph(file == null ? model.folder() : file.toString(), model.module());
    }

    private ModelGraph graph(String title, Value.Instance root) throws LayergraftException {
        var className = root.className();
        if (context.code().find(className).isEmpty()) {
            throw LayergraftException.input("torchscript", "code.noRoot", className, ScriptUnit.unitOf(className));
        }
        collect(root, "", 0);
        open.clear();
        all = modules;
        modules = 0;
        var tree = module(root, "", 0);
        var parameters =
                order.stream().map(t -> parameter(names.get(t).getFirst(), t)).toList();
        return new ModelGraph(title, tree, parameters, context.warnings());
    }

    /** First pass: names, so that each module can tell which of its parameters are known elsewhere under another name. */
    private void collect(Value.Instance instance, String path, int depth) {
        if (!enter(instance, path, depth)) {
            return;
        }
        var attributes = context.attributes(instance);
        for (var name : declared(instance).parameters()) {
            if (attributes.get(name) instanceof Value.Tensor tensor) {
                names.computeIfAbsent(tensor, t -> {
                            order.add(t);
                            return new ArrayList<>();
                        })
                        .add(join(path, name));
            }
        }
        children(instance).forEach((name, child) -> collect(child, join(path, name), depth + 1));
        open.remove(instance);
    }

    private ModuleNode module(Value.Instance instance, String path, int depth) {
        var declared = declared(instance);
        var attributes = context.attributes(instance);
        List<Parameter> parameters = new ArrayList<>();
        List<Buffer> buffers = new ArrayList<>();
        for (var name : declared.parameters()) {
            if (attributes.get(name) instanceof Value.Tensor tensor) {
                parameters.add(parameter(join(path, name), tensor));
            }
        }
        for (var name : declared.buffers()) {
            if (attributes.get(name) instanceof Value.Tensor tensor) {
                buffers.add(new Buffer(join(path, name), tensor.shape(), tensor.dtype()));
            }
        }
        var flow = FlowReader.read(context, instance, path);
        List<ModuleNode> children = new ArrayList<>();
        enter(instance, path, depth);
        told.accept((double) modules / all);
        children(instance).forEach((name, child) -> {
            if (!open.containsKey(child) && depth < DEEPEST && modules < MOST_MODULES) {
                children.add(module(child, join(path, name), depth + 1));
            }
        });
        open.remove(instance);
        return new ModuleNode(
                path,
                path.substring(path.lastIndexOf('.') + 1),
                declared.shortName(),
                instance.className(),
                children,
                parameters,
                buffers,
                flow);
    }

    private boolean enter(Value.Instance instance, String path, int depth) {
        if (open.containsKey(instance)) {
            context.warn("code.cycle", path);
            return false;
        }
        if (depth > DEEPEST || modules >= MOST_MODULES) {
            context.warn("code.tooManyModules", path, DEEPEST, MOST_MODULES);
            return false;
        }
        modules++;
        open.put(instance, true);
        return true;
    }

    /** Attributes that hold a module, in the order of the declarations: that is the order PyTorch registers them in. */
    private Map<String, Value.Instance> children(Value.Instance instance) {
        var attributes = context.attributes(instance);
        Map<String, Value.Instance> found = new java.util.LinkedHashMap<>();
        for (var attribute : declared(instance).attributes()) {
            if (attributes.get(attribute.name()) instanceof Value.Instance child
                    && context.code().isModule(child.className())) {
                found.put(attribute.name(), child);
            }
        }
        return found;
    }

    private ScriptClass declared(Value.Instance instance) {
        return context.code().find(instance.className()).orElseThrow();
    }

    private Parameter parameter(String name, Value.Tensor tensor) {
        var aliases = names.getOrDefault(tensor, List.of()).stream()
                .filter(n -> !n.equals(name))
                .toList();
        return new Parameter(name, aliases, tensor.shape(), tensor.dtype(), tensor.requiresGrad());
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
