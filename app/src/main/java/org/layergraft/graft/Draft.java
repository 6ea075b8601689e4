package org.layergraft.graft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
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
    private final List<Problem> notes = new ArrayList<>();
    /** Perhaps of an earlier version: what did not change since is not parsed again. */
    private Optional<ScriptCode> code;

    private boolean stale;
    private boolean measured;
    private Optional<LayerSpec> found = Optional.empty();
    private Optional<ModuleTree> tree = Optional.empty();
    private Optional<ModelGraph> graph = Optional.empty();

    Draft(ScriptModel model, ShapeSource shapes) {
        this(model, shapes, Optional.empty());
    }

    /** @param code of {@code model} or of a version before it */
    Draft(ScriptModel model, ShapeSource shapes, Optional<ScriptCode> code) {
        this.model = model;
        this.shapes = shapes;
        this.code = code;
        this.stale = true;
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
        } else if (stale) {
            code = Optional.of(ScriptCode.parse(model.code(), code.get()));
        }
        stale = false;
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
            graph = Optional.of(ModelGraphs.read(model, code()));
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
        stale |= newCode;
        tree = Optional.empty();
        graph = Optional.empty();
        model = next;
    }

    /** Something the user should know that stops nothing. */
    void note(Problem note) {
        notes.add(note);
    }

    List<Problem> notes() {
        return List.copyOf(notes);
    }

    /** Something about the edit's layer is known only because the model was run. */
    void measured() {
        measured = true;
    }

    /** The edit's layer with everything that was found out about it. */
    void found(LayerSpec layer) {
        found = Optional.of(layer);
    }

    /** The layer as the log must keep it so that nothing need be measured again; empty where nothing was. */
    Optional<LayerSpec> measuredLayer() {
        return measured ? found : Optional.empty();
    }

    /** Uses of members in the code of every module there is. */
    List<MemberUses.Use> uses() throws LayergraftException {
        return uses("");
    }

    /** Only in classes whose text has the word: what a member is called stands where it is used. */
    List<MemberUses.Use> uses(String word) throws LayergraftException {
        var classes = new LinkedHashMap<String, ScriptClass>();
        for (var module : tree().modules().values()) {
            if (!classes.containsKey(module.className())) {
                var type = tree().classOf(module);
                if (text(type).contains(word)) {
                    classes.put(module.className(), type);
                }
            }
        }
        return MemberUses.of(code(), model.code(), classes.values());
    }

    /** Members of a container that forward picks by number at run time keep their names and their interface. */
    void refuseIndexed(String container) throws LayergraftException {
        refuseIndexed(container, uses());
    }

    void refuseIndexed(String container, List<MemberUses.Use> uses) throws LayergraftException {
        String className = classAt(container).name();
        for (var use : uses) {
            if (use.owner().equals(className) && use.name().equals(MemberUses.INDEX)) {
                throw Problems.of("module.indexed", container);
            }
        }
    }

    /** Attributes of the module's object. */
    Map<String, Value> attributes(String path) throws LayergraftException {
        return ScriptModel.attributes(tree().at(path));
    }
}
