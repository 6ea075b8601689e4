package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/** Puts a new layer where a module was. Whoever called the module calls the layer, in the same place among its siblings. */
final class Replacer {

    private final Draft draft;
    private final LayerSpec layer;

    private Replacer(Draft draft, LayerSpec layer) {
        this.draft = draft;
        this.layer = layer;
    }

    /** @return paths of the new layers */
    static List<String> apply(Draft draft, Edit.Replace edit) throws LayergraftException {
        var replacer = of(draft, edit);
        var choice = new ModuleChoice(draft);
        var finder = new SiteFinder(draft);
        var remaining = choice.settings(edit.module(), edit.scope(), edit.layer(), (path, layer) -> {
            replacer.check(choice, path);
            return finder.argument(layer, path);
        });
        var added = new ArrayList<String>();
        while (!remaining.isEmpty()) {
            added.addAll(replacer.next(remaining));
        }
        return added;
    }

    /** The modules that would be replaced. */
    static List<String> places(Draft draft, Edit.Replace edit) throws LayergraftException {
        var replacer = of(draft, edit);
        var choice = new ModuleChoice(draft);
        return choice.places(edit.module(), edit.scope(), path -> replacer.check(choice, path));
    }

    private static Replacer of(Draft draft, Edit.Replace edit) throws LayergraftException {
        var kind = LayerSettings.kind(edit.layer());
        switch (kind.role()) {
            case VALUE ->
                throw Problems.of(
                        "kind.notCallable", edit.layer().kind(), edit.layer().name());
            case BESIDE -> throw Problems.of("fit.onlyWraps", kind.label());
            case UNARY -> {}
        }
        return new Replacer(draft, edit.layer());
    }

    private void check(ModuleChoice choice, String path) throws LayergraftException {
        if (path.isEmpty()) {
            throw Problems.of("replace.root");
        }
        for (var use : choice.ofModule(path)) {
            if (use.kind() != MemberUses.Kind.CALL) {
                throw Problems.of("replace.read", use.name(), path, use.in().unit(), choice.line(use));
            }
            if (!ModuleChoice.isForward(use.name())) {
                throw Problems.of("replace.method", path, use.name(), use.in().unit(), choice.line(use));
            }
            int given = Outputs.arguments(choice.text(use), use.end()).size();
            if (given != 1) {
                throw Problems.of("replace.arguments", path, given, use.in().unit(), choice.line(use));
            }
        }
        choice.refuseIndexed(path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "");
        choice.checkForward(path);
        for (var holder : draft.tree().holders(draft.tree().at(path))) {
            String declared = declared(holder.parent(), holder.attribute());
            if (draft.code()
                    .find(declared)
                    .filter(c -> c.base().equals("Module"))
                    .isEmpty()) {
                throw Problems.of("replace.interface", path, declared);
            }
        }
    }

    private String declared(Value.Instance holder, String attribute) throws LayergraftException {
        return draft.tree().classOf(holder).attributes().stream()
                .filter(a -> a.name().equals(attribute))
                .map(a -> a.type())
                .findFirst()
                .orElse("");
    }

    /** As with wrapping: the class of the holder is changed once where all its modules hold one that goes. */
    private List<String> next(Map<String, Settings> remaining) throws LayergraftException {
        String path = remaining.keySet().iterator().next();
        var settings = remaining.get(path);
        var tree = draft.tree();
        var holders = tree.holders(tree.at(path));
        var first = holders.getFirst();
        var alike = new ArrayList<String>();
        boolean all = true;
        for (var parent : tree.instances(first.parent().className())) {
            boolean same = ScriptModel.attributes(parent).get(first.attribute()) instanceof Value.Instance child
                    && tree.holders(child).size() == 1
                    && settings.equals(remaining.get(tree.paths(child).getFirst()));
            if (same) {
                alike.add(ModuleTree.join(tree.paths(parent).getFirst(), first.attribute()));
            }
            all &= same;
        }
        if (!all) {
            for (var holder : holders) {
                ClassCloner.own(draft, tree.paths(holder.parent()).getFirst());
            }
            alike.clear();
            alike.add(path);
        }
        remaining.keySet().removeAll(alike);
        return replace(path, settings);
    }

    /** Replaces in the holder's whole class, and in whatever else holds the same object. */
    private List<String> replace(String path, Settings settings) throws LayergraftException {
        var holders = draft.tree().holders(draft.tree().at(path));
        String parent = draft.tree().paths(holders.getFirst().parent()).getFirst();
        String attribute = holders.getFirst().attribute();
        String temporary = "lg_new";
        while (draft.attributes(parent).containsKey(temporary)) {
            temporary += "_";
        }
        new Declarer(draft, parent).layer(new LayerSpec(layer.kind(), temporary, layer.hypers()), settings);
        var tree = draft.tree();
        String type = declared(tree.at(parent), temporary);
        var rewrite = new TreeRewrite();
        for (var holder : tree.instances(tree.at(parent).className())) {
            var attributes = ScriptModel.attributes(holder);
            rewrite.replace((Value.Instance) attributes.get(attribute), (Value.Instance) attributes.get(temporary))
                    .remove(holder, temporary);
        }
        var splices = new HashMap<String, Splices>();
        for (var use : draft.uses(attribute)) {
            boolean ofOld = use.receiver()
                    .filter(r ->
                            r.attribute().equals(attribute) && r.className().equals(draft(parent)))
                    .isPresent();
            if (ofOld && ModuleChoice.isForwardCall(use)) {
                at(splices, use.in().unit()).replace(use.start(), use.end(), "forward");
            }
        }
        for (var holder : tree.holders(tree.at(path))) {
            var of = tree.classOf(holder.parent());
            of.attributes().stream()
                    .filter(a -> a.name().equals(holder.attribute()))
                    .forEach(a -> at(splices, of.unit())
                            .replace(a.typeSpan().start(), a.typeSpan().end(), type));
        }
        var parentType = tree.classOf(tree.at(parent));
        ClassText.removeAttribute(at(splices, parentType.unit()), draft.text(parentType), parentType, temporary);
        var texts = new HashMap<String, String>();
        splices.forEach((unit, s) -> texts.put(unit, s.in(draft.model().code().get(unit))));
        draft.units(texts);
        draft.tree(rewrite);
        String name = layer.name().isEmpty() ? attribute : layer.name();
        if (!name.equals(attribute)) {
            Renamer.attribute(draft, parent, attribute, name);
        }
        var paths = new ArrayList<String>();
        for (var holder : draft.tree().instances(draft.classAt(parent).name())) {
            draft.tree().paths(holder).forEach(p -> paths.add(ModuleTree.join(p, name)));
        }
        return paths;
    }

    private String draft(String parent) {
        try {
            return draft.classAt(parent).name();
        } catch (LayergraftException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Splices at(Map<String, Splices> splices, String unit) {
        return splices.computeIfAbsent(unit, _ -> new Splices());
    }
}
