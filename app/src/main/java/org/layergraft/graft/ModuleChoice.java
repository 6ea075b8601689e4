package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.Value;

/** The modules that a wrap or a replacement is about: one, those a glob names, or all like them. */
final class ModuleChoice {

    /** Tracing writes a second call of a module as a second method, {@code forward1}; RNNs are scripted as {@code forward__0}. */
    private static final Pattern FORWARD = Pattern.compile("forward(?:__)?\\d*");

    private static final Pattern MANGLE = Pattern.compile("\\.___torch_mangle_\\d+(?=\\.)");

    /** Of modules that are left out. */
    private static final int MOST_NAMED = 5;

    private final Draft draft;
    private final Map<MemberUses.Holder, List<MemberUses.Use>> uses = new HashMap<>();

    private final List<MemberUses.Use> indexed = new ArrayList<>();

    ModuleChoice(Draft draft) throws LayergraftException {
        this.draft = draft;
        for (var use : draft.uses()) {
            if (use.name().equals(MemberUses.INDEX)) {
                indexed.add(use);
            }
            use.receiver()
                    .ifPresent(
                            r -> uses.computeIfAbsent(r, _ -> new ArrayList<>()).add(use));
        }
    }

    /** Finds out what is known where one module's layer goes, or says why it can get none. */
    interface Finder {
        Site of(String path, LayerSpec layer) throws LayergraftException;
    }

    /** Says why a module can get no layer. */
    interface Check {
        void of(String path) throws LayergraftException;
    }

    /** The modules that can get a layer, by one path of each; of several that are named, the others are left out. */
    List<String> places(String module, Edit.Scope scope, Check check) throws LayergraftException {
        var found = new ArrayList<String>();
        var refusals = new ArrayList<LayergraftException>();
        for (String path : named(module, scope)) {
            try {
                check.of(path);
                found.add(path);
            } catch (LayergraftException refused) {
                refusals.add(refused);
            }
        }
        if (found.isEmpty() && !refusals.isEmpty()) {
            throw refusals.getFirst();
        }
        return found;
    }

    /**
     * What every module's layer is, by one path of the module. Where several are named, those that cannot be edited are left out, with a
     * note.
     *
     * @throws LayergraftException when none is left
     */
    SequencedMap<String, Settings> settings(String module, Edit.Scope scope, LayerSpec layer, Finder finder)
            throws LayergraftException {
        var found = new LinkedHashMap<String, Settings>();
        var refusals = new ArrayList<LayergraftException>();
        var left = new ArrayList<String>();
        for (String path : named(module, scope)) {
            try {
                var own = layer.in(path);
                if (own.isEmpty()) {
                    left.add(path);
                } else {
                    var site = finder.of(path, own.get());
                    var settings = LayerSettings.of(own.get(), site);
                    Seam.of(LayerSettings.kind(layer), settings, site)
                            .warningAt(path)
                            .ifPresent(draft::note);
                    found.put(path, settings);
                }
            } catch (LayergraftException refused) {
                refusals.add(refused);
            }
        }
        if (found.isEmpty()) {
            throw refusals.isEmpty() ? Problems.of("wrap.none", module, layer.name()) : refusals.getFirst();
        }
        refusals.forEach(r -> draft.note(r.problem()));
        if (!left.isEmpty()) {
            draft.note(Problem.of(
                    "graft",
                    "wrap.left",
                    LayerSettings.kind(layer).label(),
                    left.size(),
                    left.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))));
        }
        draft.found(layer.found(found, !layer.each().isEmpty() || !refusals.isEmpty()));
        return found;
    }

    /** One path of each. */
    private List<String> named(String module, Edit.Scope scope) throws LayergraftException {
        var named = named(module);
        if (scope == Edit.Scope.ALL) {
            var classes = named.stream().map(m -> original(m.className())).collect(Collectors.toSet());
            named = distinct(path -> true).stream()
                    .filter(m -> classes.contains(original(m.className())))
                    .toList();
        }
        var tree = draft.tree();
        return named.stream().map(m -> tree.paths(m).getFirst()).toList();
    }

    private List<Value.Instance> named(String module) throws LayergraftException {
        if (!Targets.isGlob(module)) {
            return List.of(draft.tree().at(module));
        }
        var found = distinct(Targets.exactly(module));
        if (found.isEmpty()) {
            throw Problems.of(
                    "module.unknown",
                    module,
                    Problems.nearest(module, draft.tree().modules().keySet()));
        }
        return found;
    }

    private List<Value.Instance> distinct(Predicate<String> wanted) throws LayergraftException {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Value.Instance, Boolean>());
        return draft.tree().modules().entrySet().stream()
                .filter(e -> wanted.test(e.getKey()))
                .map(e -> e.getValue())
                .filter(seen::add)
                .toList();
    }

    /** The class as Python calls it: scripting mangles one class per set of constants, tracing one per module. */
    static String original(String className) {
        return MANGLE.matcher(className).replaceAll("");
    }

    static List<ScriptClass.Method> forwards(ScriptClass type) {
        return type.methods().stream()
                .filter(m -> FORWARD.matcher(m.name()).matches())
                .toList();
    }

    static boolean isForward(String method) {
        return FORWARD.matcher(method).matches();
    }

    /** Refuses what has no forward, gives something else than one Tensor, or is called by nobody. */
    void checkForward(String path) throws LayergraftException {
        var forwards = forwards(draft.classAt(path));
        if (forwards.isEmpty()) {
            throw Problems.of("wrap.noForward", shown(path));
        }
        for (var forward : forwards) {
            if (!forward.returnType().equals("Tensor")) {
                throw Problems.of("wrap.result", shown(path), forward.returnType());
            }
        }
        if (path.isEmpty() || ofModule(path).stream().anyMatch(ModuleChoice::isForwardCall)) {
            return;
        }
        var read = directRead(path);
        if (read.isPresent()) {
            throw Problems.of("wrap.notCalled", path, read.get().in().unit(), line(read.get()));
        }
        throw Problems.of("wrap.neverCalled", path);
    }

    void refuseIndexed(String container) throws LayergraftException {
        draft.refuseIndexed(container, indexed);
    }

    static boolean isForwardCall(MemberUses.Use use) {
        return use.kind() == MemberUses.Kind.CALL && isForward(use.name());
    }

    /** Uses of members of the module at {@code path} by other code than its own. */
    List<MemberUses.Use> ofModule(String path) throws LayergraftException {
        return draft.tree().holders(draft.tree().at(path)).stream()
                .map(h -> new MemberUses.Holder(h.parent().className(), h.attribute()))
                .distinct()
                .flatMap(h -> uses.getOrDefault(h, List.of()).stream())
                .toList();
    }

    /** Where other code reads a parameter of the module without calling it. */
    Optional<MemberUses.Use> directRead(String path) throws LayergraftException {
        var parameters = draft.classAt(path).parameters();
        return ofModule(path).stream()
                .filter(u -> u.kind() != MemberUses.Kind.CALL && parameters.contains(u.name()))
                .findFirst();
    }

    long line(MemberUses.Use use) {
        return draft.text(use.in()).substring(0, use.start()).lines().count();
    }

    String text(MemberUses.Use use) {
        return draft.text(use.in());
    }

    static String shown(String path) {
        return path.isEmpty() ? "\"\"" : path;
    }
}
