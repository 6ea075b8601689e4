package org.layergraft.graft;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.Value;

/**
 * Gives one module a class of its own, so that editing it touches no other module.
 *
 * <p>A module that shares its class gets a copy under a mangled name, as PyTorch names them; whoever holds the module declares the
 * attribute with the new type, and where the holder shares its class, it is copied first, and so on up to the root.
 */
final class ClassCloner {

    private static final Pattern MANGLED = Pattern.compile("___torch_mangle_([0-9]{1,9})");

    private final Draft draft;
    private final ModuleTree tree;
    private final Map<Value.Instance, String> cloned = new IdentityHashMap<>();
    /** By module and attribute: the new type of what it holds. */
    private final Map<Value.Instance, Map<String, Value.Instance>> retyped = new IdentityHashMap<>();

    private long nextMangle;

    private ClassCloner(Draft draft) throws LayergraftException {
        this.draft = draft;
        this.tree = draft.tree();
        this.nextMangle = draft.model().code().keySet().stream()
                        .flatMap(unit -> MANGLED.matcher(unit).results())
                        .mapToLong(m -> Long.parseLong(m.group(1)))
                        .max()
                        .orElse(-1)
                + 1;
    }

    /** Afterwards no other module has the class of the module at {@code path}. */
    static void own(Draft draft, String path) throws LayergraftException {
        var cloner = new ClassCloner(draft);
        cloner.own(draft.tree().at(path));
        if (!cloner.cloned.isEmpty()) {
            cloner.write();
        }
    }

    private void own(Value.Instance module) throws LayergraftException {
        if (cloned.containsKey(module) || tree.instances(module.className()).size() == 1) {
            return;
        }
        cloned.put(module, mangle(module.className()));
        for (var holder : tree.holders(module)) {
            own(holder.parent());
            retyped.computeIfAbsent(holder.parent(), _ -> new LinkedHashMap<>()).put(holder.attribute(), module);
        }
    }

    /** {@code __torch__.layers.Attention} becomes {@code __torch__.layers.___torch_mangle_9.Attention}. */
    private String mangle(String className) {
        int dot = className.lastIndexOf('.');
        String space = className.substring(0, dot).replaceFirst("\\.___torch_mangle_[0-9]+$", "");
        return space + ".___torch_mangle_" + nextMangle++ + className.substring(dot);
    }

    private void write() throws LayergraftException {
        var texts = new HashMap<String, String>();
        var inPlace = new HashMap<String, Splices>();
        var rewrite = new TreeRewrite();
        for (var entry : cloned.entrySet()) {
            var type = tree.classOf(entry.getKey());
            // The class is cut out of its unit by cutting away what is around it, so that its spans need no moving.
            String unitText = draft.text(type);
            String text = retype(entry.getKey(), type, new Splices())
                    .replace(0, type.span().start(), "")
                    .replace(type.span().end(), unitText.length(), "")
                    .in(unitText);
            String name = entry.getValue();
            String unit = name.substring(0, name.lastIndexOf('.')).replace('.', '/') + ".py";
            texts.put(unit, Names.renameClass(text, type.name(), name).stripTrailing() + "\n");
            rewrite.retype(entry.getKey(), name);
        }
        for (var holder : retyped.keySet()) {
            if (!cloned.containsKey(holder)) {
                var type = tree.classOf(holder);
                retype(holder, type, inPlace.computeIfAbsent(type.unit(), _ -> new Splices()));
            }
        }
        for (var unit : inPlace.entrySet()) {
            texts.put(unit.getKey(), unit.getValue().in(draft.model().code().get(unit.getKey())));
        }
        draft.units(texts);
        draft.tree(rewrite);
    }

    private Splices retype(Value.Instance holder, ScriptClass type, Splices splices) {
        String text = draft.text(type);
        for (var attribute : type.attributes()) {
            var child = retyped.getOrDefault(holder, Map.of()).get(attribute.name());
            if (child != null) {
                String declared = attribute.typeSpan().in(text);
                splices.replace(
                        attribute.typeSpan().start(),
                        attribute.typeSpan().end(),
                        Names.renameClass(declared, child.className(), cloned.get(child)));
            }
        }
        return splices;
    }
}
