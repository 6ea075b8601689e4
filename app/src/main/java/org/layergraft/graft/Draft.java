package org.layergraft.graft;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/** A model under change: the newest version, and what is read off it once per version. Lives for one call of {@link Grafter}. */
final class Draft {

    private final ShapeSource shapes;
    private ScriptModel model;
    private Optional<ScriptCode> code = Optional.empty();
    private Optional<ModuleTree> tree = Optional.empty();
    private Optional<ModelGraph> graph = Optional.empty();

    Draft(ScriptModel model, ShapeSource shapes) {
        this.model = model;
        this.shapes = shapes;
    }

    Draft(ScriptModel model) {
        this(model, ShapeSource.NONE);
    }

    /** Asked about {@link #model()}, for what its graph does not prove. */
    ShapeSource shapes() {
        return shapes;
    }

    ScriptModel model() {
        return model;
    }

    ScriptCode code() throws LayergraftException {
        if (code.isEmpty()) {
            code = Optional.of(ScriptCode.parse(model.code()));
        }
        return code.get();
    }

    ModuleTree tree() throws LayergraftException {
        if (tree.isEmpty()) {
            tree = Optional.of(new ModuleTree(model, code()));
        }
        return tree.get();
    }

    ModelGraph graph() throws LayergraftException {
        if (graph.isEmpty()) {
            graph = Optional.of(ModelGraphs.read(model));
        }
        return graph.get();
    }

    ScriptClass classAt(String path) throws LayergraftException {
        return tree().classOf(tree().at(path));
    }

    String text(ScriptClass type) {
        return model.code().get(type.unit());
    }

    /** New texts of units; what debugger tables said about the old texts is dropped. */
    void units(Map<String, String> texts) {
        var units = new TreeMap<>(model.code());
        units.putAll(texts);
        var others = new LinkedHashMap<>(model.others());
        texts.keySet().forEach(unit -> others.remove("code/" + unit + ".debug_pkl"));
        become(model.with(units, model.module(), model.storages(), others), true);
    }

    void unit(String unit, String text) {
        units(Map.of(unit, text));
    }

    void tree(TreeRewrite rewrite) {
        become(rewrite.in(model), false);
    }

    void storages(Map<String, Content> fresh) {
        var storages = new LinkedHashMap<>(model.storages());
        storages.putAll(fresh);
        become(model.with(model.code(), model.module(), storages, model.others()), false);
    }

    void other(String path, byte[] bytes) {
        var others = new LinkedHashMap<>(model.others());
        others.put(path, new Content.InMemory(bytes));
        become(model.with(model.code(), model.module(), model.storages(), others), false);
    }

    void others(Map<String, Content> changed) {
        var others = new LinkedHashMap<>(model.others());
        others.putAll(changed);
        become(model.with(model.code(), model.module(), model.storages(), others), false);
    }

    /** The first of the keys that no storage has; all larger ones are free, too. */
    long freshStorage() {
        long largest = -1;
        for (String key : model.storages().keySet()) {
            if (key.matches("[0-9]{1,15}")) {
                largest = Math.max(largest, Long.parseLong(key));
            }
        }
        return largest + 1;
    }

    private void become(ScriptModel next, boolean newCode) {
        if (newCode) {
            code = Optional.empty();
        }
        tree = Optional.empty();
        graph = Optional.empty();
        model = next;
    }

    /** Attributes of the module's object. */
    Map<String, Value> attributes(String path) throws LayergraftException {
        return ScriptModel.attributes(tree().at(path));
    }
}
