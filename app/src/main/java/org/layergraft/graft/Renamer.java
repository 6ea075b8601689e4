package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/** Gives a parameter, buffer or module another name, everywhere it is read. */
final class Renamer {

    private Renamer() {}

    static void apply(Draft draft, String target, String to) throws LayergraftException {
        int dot = target.lastIndexOf('.');
        String parent = dot < 0 ? "" : target.substring(0, dot);
        String name = target.substring(dot + 1);
        var members = members(draft);
        if (!members.contains(target)) {
            throw Problems.of("rename.nothing", target, Problems.nearest(target, members));
        }
        if (to.equals(name)) {
            return;
        }
        draft.refuseIndexed(parent);
        ClassCloner.own(draft, parent);
        attribute(draft, parent, name, to);
    }

    private static List<String> members(Draft draft) throws LayergraftException {
        var found = new ArrayList<>(draft.tree().modules().keySet());
        found.remove("");
        for (var module : draft.tree().modules().entrySet()) {
            var type = draft.tree().classOf(module.getValue());
            type.parameters().forEach(p -> found.add(ModuleTree.join(module.getKey(), p)));
            type.buffers().forEach(b -> found.add(ModuleTree.join(module.getKey(), b)));
        }
        return found;
    }

    /** Renames in the whole class of the module at {@code parent}. */
    static void attribute(Draft draft, String parent, String name, String to) throws LayergraftException {
        var type = draft.classAt(parent);
        var modules = draft.tree().instances(type.name());
        for (var module : modules) {
            Problems.refuseOwnState(parent, module);
        }
        var taken = new ArrayList<String>();
        modules.forEach(m -> taken.addAll(ScriptModel.attributes(m).keySet()));
        type.attributes().forEach(a -> taken.add(a.name()));
        type.methods().forEach(m -> taken.add(m.name()));
        Names.checkNew(to, taken, parent);
        var splices = new HashMap<String, Splices>();
        ClassText.renameAttribute(
                splices.computeIfAbsent(type.unit(), _ -> new Splices()), draft.text(type), type, name, to);
        for (var use : draft.uses()) {
            boolean meant =
                    use.owner().equals(type.name()) && use.name().equals(name) && use.kind() != MemberUses.Kind.CALL;
            if (meant) {
                splices.computeIfAbsent(use.in().unit(), _ -> new Splices()).replace(use.start(), use.end(), to);
            }
        }
        var texts = new HashMap<String, String>();
        splices.forEach((unit, s) -> texts.put(unit, s.in(draft.model().code().get(unit))));
        draft.units(texts);
        var rewrite = new TreeRewrite();
        modules.forEach(m -> rewrite.rename(m, name, to));
        draft.tree(rewrite);
    }
}
