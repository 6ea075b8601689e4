package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptConstants;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.StorageType;
import org.layergraft.torchscript.Value;

/** Gives a module's class a new attribute and every module of that class its value: a parameter, a layer, or a plain tensor. */
final class Declarer {

    private final Draft draft;
    private final String path;
    private final ScriptClass type;
    private final List<Value.Instance> modules;
    /** Of new tensors, until {@link #finish} hands them over. */
    private final Map<String, Content> storages = new LinkedHashMap<>();

    private final long firstStorage;
    private final Optional<Value.Tensor> like;

    /** @param path a module; its whole class gets the attribute, so clone it before where only this module is meant */
    Declarer(Draft draft, String path) throws LayergraftException {
        this.draft = draft;
        this.path = path;
        this.type = draft.classAt(path);
        this.modules = draft.tree().instances(type.name());
        this.firstStorage = draft.freshStorage();
        this.like = draft.tree().parameters().values().stream()
                .filter(t -> t.dtype().isFloating())
                .findFirst();
    }

    /** @return every path under which the layer stands now */
    List<String> layer(LayerSpec layer, Settings settings) throws LayergraftException {
        checkName(layer.name());
        var paths = new ArrayList<String>();
        for (var module : modules) {
            draft.tree().paths(module).forEach(p -> paths.add(ModuleTree.join(p, layer.name())));
        }
        var kind = LayerSettings.kind(layer);
        if (CustomKinds.isFile(kind, settings)) {
            file(layer, CustomFile.of(draft.model(), settings), freshName(kind));
            return paths;
        }
        var blueprint = kind.blueprint().apply(settings);
        if (kind.role() == LayerKind.Role.VALUE) {
            value(layer, blueprint.tensors().getFirst());
        } else {
            module(layer, blueprint, freshName(kind));
        }
        return paths;
    }

    private void value(LayerSpec layer, NewTensor tensor) throws LayergraftException {
        String text = draft.text(type);
        var splices = new Splices();
        if (tensor.isParameter()) {
            ClassText.addParameter(splices, text, type, layer.name());
        } else {
            ClassText.addBuffer(splices, text, type, layer.name());
        }
        var rewrite = new TreeRewrite();
        for (var module : modules) {
            rewrite.add(module, layer.name(), tensor(tensor, layer, "", module));
        }
        finish(Map.of(type.unit(), splices.in(text)), rewrite);
    }

    private void module(LayerSpec layer, Blueprint blueprint, String name) throws LayergraftException {
        var units = new HashMap<String, String>();
        String className = write(blueprint, name, units);
        var splices = new Splices();
        ClassText.addAttribute(splices, type, layer.name(), className);
        units.put(type.unit(), splices.in(draft.text(type)));
        var rewrite = new TreeRewrite();
        for (var module : modules) {
            rewrite.add(module, layer.name(), instance(blueprint, name, layer, "", module));
        }
        finish(units, rewrite);
    }

    /** Someone else's archive as a layer; the model keeps the file, too, for when the edit is done again. */
    private void file(LayerSpec layer, CustomFile file, String space) throws LayergraftException {
        var archive = new CustomArchive(file.model(layer.name()), space);
        archive.checkForward();
        var units =
                new HashMap<>(archive.units(ScriptConstants.read(draft.model()).size()));
        var splices = new Splices();
        ClassText.addAttribute(splices, type, layer.name(), archive.className());
        units.put(type.unit(), splices.in(draft.text(type)));
        var others = new LinkedHashMap<>(archive.others(draft.model()));
        others.put(file.entry(), new Content.InMemory(file.bytes()));
        var rewrite = new TreeRewrite();
        for (var module : modules) {
            rewrite.add(module, layer.name(), archive.module(firstStorage + storages.size(), storages));
        }
        draft.others(others);
        finish(units, rewrite);
    }

    /** A tensor that is neither parameter nor buffer; forward may keep a value in it. */
    void slot(String name, Shape shape) throws LayergraftException {
        checkName(name);
        var splices = new Splices();
        ClassText.addAttribute(splices, type, name, "Tensor");
        var rewrite = new TreeRewrite();
        for (var module : modules) {
            var zeros = new NewTensor(name, shape, new NewTensor.Initializer.Constant(0), NewTensor.Role.BUFFER);
            rewrite.add(module, name, tensor(zeros, ""));
        }
        finish(Map.of(type.unit(), splices.in(draft.text(type))), rewrite);
    }

    private void finish(Map<String, String> units, TreeRewrite rewrite) {
        draft.units(units);
        draft.storages(storages);
        draft.tree(rewrite);
    }

    private void checkName(String name) throws LayergraftException {
        for (var module : modules) {
            Problems.refuseOwnState(path, module);
        }
        var taken = new ArrayList<String>();
        for (var module : modules) {
            taken.addAll(ScriptModel.attributes(module).keySet());
        }
        type.attributes().forEach(a -> taken.add(a.name()));
        type.methods().forEach(m -> taken.add(m.name()));
        Names.checkNew(name, taken, path);
    }

    /** {@code __torch__.layergraft.linear0}: the name space of the layer's class; its children's are below it. */
    private String freshName(LayerKind kind) {
        int i = 0;
        while (isTaken("__torch__/layergraft/" + kind.id() + i)) {
            i++;
        }
        return "__torch__.layergraft." + kind.id() + i;
    }

    private boolean isTaken(String space) {
        var code = draft.model().code();
        return code.containsKey(space + ".py")
                || code.tailMap(space + "/").keySet().stream().limit(1).anyMatch(u -> u.startsWith(space + "/"));
    }

    private static String unit(String space) {
        return space.replace('.', '/') + ".py";
    }

    /** @return the layer's class; it and its children's are then in {@code units} */
    private static String write(Blueprint layer, String space, Map<String, String> units) {
        var children = new HashMap<String, String>();
        layer.children().forEach((name, child) -> children.put(name, write(child, below(space, name), units)));
        String className = space + "." + layer.type();
        units.put(unit(space), LayerText.of(layer, className, children));
        return className;
    }

    /** Name spaces are identifiers, names of a ModuleList's items are numbers. */
    private static String below(String space, String child) {
        return space + "." + (Character.isDigit(child.charAt(0)) ? "item" + child : child);
    }

    /** @param within path of the layer inside the one that was asked for, "" for that one itself */
    private Value.Instance instance(
            Blueprint blueprint, String space, LayerSpec layer, String within, Value.Instance module)
            throws LayergraftException {
        var state = new ArrayList<Map.Entry<Value, Value>>();
        for (var tensor : blueprint.tensors()) {
            state.add(Map.entry(new Value.Text(tensor.name()), tensor(tensor, layer, within, module)));
        }
        boolean training = !(ScriptModel.attributes(module).get("training") instanceof Value.Bool(boolean on)) || on;
        state.add(Map.entry(new Value.Text("training"), new Value.Bool(training)));
        for (var child : blueprint.children().entrySet()) {
            String name = child.getKey();
            state.add(Map.entry(
                    new Value.Text(name),
                    instance(child.getValue(), below(space, name), layer, ModuleTree.join(within, name), module)));
        }
        return new Value.Instance(space + "." + blueprint.type(), new Value.Dict(state, ""));
    }

    /** The seed is the place, so that the same layer under another name begins with other values. */
    private Value.Tensor tensor(NewTensor tensor, LayerSpec layer, String within, Value.Instance module)
            throws LayergraftException {
        String at = ModuleTree.join(draft.tree().paths(module).getFirst(), layer.name());
        String seed = within.isEmpty() ? at : at + "." + within;
        return tensor(tensor, seed + "/" + tensor.name() + "/" + layer.kind() + tensor.shape());
    }

    /** Of the element type and on the device of the model's first floating parameter. */
    private Value.Tensor tensor(NewTensor tensor, String seed) {
        var dtype = tensor.role() == NewTensor.Role.COUNTER
                ? DType.INT64
                : like.map(Value.Tensor::dtype).orElse(DType.FLOAT32);
        String key = Long.toString(firstStorage + storages.size());
        storages.put(key, new Content.InMemory(TensorBytes.of(tensor, dtype, seed)));
        return value(tensor, key, dtype, like.map(Value.Tensor::device).orElse("cpu"));
    }

    /** Contiguous, and the whole of its storage. */
    static Value.Tensor value(NewTensor tensor, String storage, DType dtype, String device) {
        var strides = new ArrayList<Long>();
        long stride = 1;
        for (long size : tensor.shape().sizes().reversed()) {
            strides.addFirst(stride);
            stride *= Math.max(1, size);
        }
        return new Value.Tensor(
                storage,
                StorageType.of(dtype).name(),
                device,
                tensor.shape().elements(),
                0,
                tensor.shape(),
                strides,
                tensor.isParameter(),
                dtype);
    }
}
