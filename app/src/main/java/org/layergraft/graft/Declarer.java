package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.StorageType;
import org.layergraft.torchscript.Value;

/** Gives a module's class a new attribute and every module of that class its value: a parameter, a layer, or a plain tensor. */
final class Declarer {

    private final Draft draft;
    private final String path;
    private final ScriptClass type;
    private final List<Value.Instance> modules;

    /** @param path a module; its whole class gets the attribute, so clone it before where only this module is meant */
    Declarer(Draft draft, String path) throws LayergraftException {
        this.draft = draft;
        this.path = path;
        this.type = draft.classAt(path);
        this.modules = draft.tree().instances(type.name());
    }

    /** @return every path under which the layer stands now */
    List<String> layer(LayerSpec layer, Settings settings) throws LayergraftException {
        checkName(layer.name());
        var paths = new ArrayList<String>();
        for (var module : modules) {
            draft.tree().paths(module).forEach(p -> paths.add(ModuleTree.join(p, layer.name())));
        }
        var kind = LayerSettings.kind(layer);
        String text = draft.text(type);
        var splices = new Splices();
        var rewrite = new TreeRewrite();
        if (kind.code().isEmpty()) {
            ClassText.addParameter(splices, text, type, layer.name());
            for (var module : modules) {
                rewrite.add(
                        module,
                        layer.name(),
                        tensor(kind.tensors().apply(settings).getFirst(), layer, module));
            }
            draft.unit(type.unit(), splices.in(text));
        } else {
            String unit = freshUnit(kind);
            String className = unit.substring(0, unit.length() - ".py".length()).replace('/', '.') + "." + kind.label();
            ClassText.addAttribute(splices, type, layer.name(), className);
            for (var module : modules) {
                rewrite.add(module, layer.name(), instance(kind, settings, className, layer, module));
            }
            draft.units(Map.of(type.unit(), splices.in(text), unit, LayerText.of(kind, settings, className)));
        }
        draft.tree(rewrite);
        return paths;
    }

    /** A tensor that is neither parameter nor buffer; forward may keep a value in it. */
    void slot(String name, Shape shape) throws LayergraftException {
        checkName(name);
        var splices = new Splices();
        ClassText.addAttribute(splices, type, name, "Tensor");
        var rewrite = new TreeRewrite();
        for (var module : modules) {
            var zeros = new NewTensor(name, shape, new NewTensor.Initializer.Constant(0));
            rewrite.add(module, name, tensor(zeros, "", false));
        }
        draft.unit(type.unit(), splices.in(draft.text(type)));
        draft.tree(rewrite);
    }

    private void checkName(String name) throws LayergraftException {
        var taken = new ArrayList<String>();
        for (var module : modules) {
            taken.addAll(ScriptModel.attributes(module).keySet());
        }
        type.attributes().forEach(a -> taken.add(a.name()));
        type.methods().forEach(m -> taken.add(m.name()));
        Names.checkNew(name, taken, path);
    }

    private String freshUnit(LayerKind kind) {
        int i = 0;
        while (draft.model().code().containsKey(unit(kind, i))) {
            i++;
        }
        return unit(kind, i);
    }

    private static String unit(LayerKind kind, int i) {
        return "__torch__/layergraft/" + kind.id() + i + ".py";
    }

    private Value.Instance instance(
            LayerKind kind, Settings settings, String className, LayerSpec layer, Value.Instance module)
            throws LayergraftException {
        var state = new ArrayList<Map.Entry<Value, Value>>();
        for (var tensor : kind.tensors().apply(settings)) {
            state.add(Map.entry(new Value.Text(tensor.name()), tensor(tensor, layer, module)));
        }
        boolean training = !(ScriptModel.attributes(module).get("training") instanceof Value.Bool(boolean on)) || on;
        state.add(Map.entry(new Value.Text("training"), new Value.Bool(training)));
        return new Value.Instance(className, new Value.Dict(state, ""));
    }

    private Value.Tensor tensor(NewTensor tensor, LayerSpec layer, Value.Instance module) throws LayergraftException {
        String seed = ModuleTree.join(draft.tree().paths(module).getFirst(), layer.name());
        return tensor(tensor, seed + "/" + tensor.name() + "/" + layer.kind() + tensor.shape(), true);
    }

    /** Of the element type and on the device of the model's first floating parameter. */
    private Value.Tensor tensor(NewTensor tensor, String seed, boolean requiresGrad) throws LayergraftException {
        var like = draft.tree().parameters().values().stream()
                .filter(t -> t.dtype().isFloating())
                .findFirst();
        var dtype = like.map(Value.Tensor::dtype).orElse(DType.FLOAT32);
        String key = draft.freshStorage();
        draft.storage(key, TensorBytes.of(tensor, dtype, seed));
        var strides = new ArrayList<Long>();
        long stride = 1;
        for (long size : tensor.shape().sizes().reversed()) {
            strides.addFirst(stride);
            stride *= Math.max(1, size);
        }
        return new Value.Tensor(
                key,
                StorageType.of(dtype).name(),
                like.map(Value.Tensor::device).orElse("cpu"),
                tensor.shape().elements(),
                0,
                tensor.shape(),
                strides,
                requiresGrad,
                dtype);
    }
}
