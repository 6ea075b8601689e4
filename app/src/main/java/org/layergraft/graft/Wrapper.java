package org.layergraft.graft;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptClass;

/**
 * Puts a layer around modules, in place. The old forward becomes the method {@code forward_without_<layer>}; the new one has its
 * signature, calls it, and hands its result to the layer. So callers, paths and parameter names stay as they are, and a module that is
 * held under an interface type still has that interface.
 */
final class Wrapper {

    private final Draft draft;
    private final LayerSpec layer;
    /** Does the layer read what the module was given, too? */
    private final boolean beside;

    private Wrapper(Draft draft, LayerSpec layer, boolean beside) {
        this.draft = draft;
        this.layer = layer;
        this.beside = beside;
    }

    /** @return paths of the new layers */
    static List<String> apply(Draft draft, Edit.Wrap edit) throws LayergraftException {
        var wrapper = of(draft, edit);
        var choice = new ModuleChoice(draft);
        var finder = new SiteFinder(draft);
        var remaining = choice.settings(edit.module(), edit.scope(), edit.layer(), (path, layer) -> {
            wrapper.check(choice, path);
            return finder.result(layer, path);
        });
        var notes = new LinkedHashSet<Problem>();
        for (String path : remaining.keySet()) {
            var read = choice.directRead(path);
            if (read.isPresent()) {
                var use = read.get();
                notes.add(Problem.of(
                        "graft", "wrap.readDirectly", use.name(), path, use.in().unit(), choice.line(use)));
            }
        }
        notes.forEach(draft::note);
        var added = new ArrayList<String>();
        while (!remaining.isEmpty()) {
            added.addAll(wrapper.next(remaining));
        }
        return added;
    }

    /** The modules that would be wrapped. */
    static List<String> places(Draft draft, Edit.Wrap edit) throws LayergraftException {
        var wrapper = of(draft, edit);
        var choice = new ModuleChoice(draft);
        return choice.places(edit.module(), edit.scope(), path -> wrapper.check(choice, path));
    }

    private static Wrapper of(Draft draft, Edit.Wrap edit) throws LayergraftException {
        var kind = LayerSettings.kind(edit.layer());
        if (!kind.wraps()) {
            throw Problems.of(
                    "kind.notCallable", edit.layer().kind(), edit.layer().name());
        }
        return new Wrapper(draft, edit.layer(), kind.role() == LayerKind.Role.BESIDE);
    }

    private void check(ModuleChoice choice, String path) throws LayergraftException {
        choice.checkForward(path);
        for (var forward : ModuleChoice.forwards(draft.classAt(path))) {
            long tensors = tensors(forward).count();
            if (beside && tensors != 1) {
                throw Problems.of("wrap.arguments", path, tensors, layer.kind());
            }
        }
    }

    private static Stream<String> tensors(ScriptClass.Method forward) {
        return forward.arguments().stream()
                .filter(a -> a.type().equals("Tensor"))
                .map(ScriptClass.Argument::name);
    }

    /** A class whose modules all get the same layer is changed once; else one module gets a class of its own. */
    private List<String> next(Map<String, Settings> remaining) throws LayergraftException {
        String path = remaining.keySet().iterator().next();
        var settings = remaining.get(path);
        var tree = draft.tree();
        var alike = tree.instances(tree.at(path).className()).stream()
                .map(m -> tree.paths(m).getFirst())
                .toList();
        if (alike.stream().allMatch(p -> settings.equals(remaining.get(p)))) {
            remaining.keySet().removeAll(alike);
        } else {
            ClassCloner.own(draft, path);
            remaining.remove(path);
        }
        var paths = new Declarer(draft, path).layer(layer, settings);
        rewrite(draft.classAt(path));
        return paths;
    }

    private void rewrite(ScriptClass type) throws LayergraftException {
        String text = draft.text(type);
        var taken = type.methods().stream().map(ScriptClass.Method::name).collect(Collectors.toSet());
        type.attributes().forEach(a -> taken.add(a.name()));
        var splices = new Splices();
        for (var forward : ModuleChoice.forwards(type)) {
            String old = forward.name() + "_without_" + layer.name();
            while (!taken.add(old)) {
                old += "_";
            }
            int start = forward.span().start();
            int name = text.indexOf(forward.name(), start);
            splices.insert(start, wrapped(text, forward, old) + "  ");
            splices.replace(name, name + forward.name().length(), old);
        }
        draft.unit(type.unit(), splices.in(text));
    }

    private String wrapped(String text, ScriptClass.Method forward, String old) {
        String head = text.substring(forward.span().start(), forward.bodyStart());
        String self = ClassText.receiver(text, forward);
        String result = Names.fresh("lg_result", head);
        String arguments =
                forward.arguments().stream().map(a -> a.name() + ", ").collect(Collectors.joining());
        return head
                + "    " + result + " = (" + self + ")." + old + "(" + arguments + ")\n"
                + "    return (" + self + "." + layer.name() + ").forward(" + result + ", "
                + (beside ? tensors(forward).findFirst().orElseThrow() + ", " : "") + ")\n";
    }
}
