package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;

/** Takes parameters and modules out of a model that came with them, where no code reads them. */
final class Remover {

    private Remover() {}

    static void apply(Draft draft, String target) throws LayergraftException {
        var members = members(draft);
        var matches = Targets.matcher(target);
        var named = members.stream().filter(matches).toList();
        // What lies below a removed module goes with it.
        var wanted = named.stream()
                .filter(path -> named.stream().noneMatch(other -> path.startsWith(other + ".")))
                .toList();
        if (target.isEmpty() || wanted.isEmpty()) {
            throw Problems.of("remove.nothing", target, Problems.nearest(target, members));
        }
        for (String path : wanted) {
            remove(draft, path);
        }
    }

    private static List<String> members(Draft draft) throws LayergraftException {
        var found = new ArrayList<>(draft.tree().modules().keySet());
        found.remove("");
        found.addAll(draft.tree().parameters().keySet());
        return found;
    }

    private static void remove(Draft draft, String path) throws LayergraftException {
        int dot = path.lastIndexOf('.');
        String module = dot < 0 ? "" : path.substring(0, dot);
        String name = path.substring(dot + 1);
        refuseUsed(draft, path, module, name);
        draft.refuseIndexed(module);
        Problems.refuseOwnState(module, draft.tree().at(module));
        ClassCloner.own(draft, module);
        var type = draft.classAt(module);
        var splices = new Splices();
        ClassText.removeAttribute(splices, draft.text(type), type, name);
        var rewrite = new TreeRewrite().remove(draft.tree().at(module), name);
        draft.unit(type.unit(), splices.in(draft.text(type)));
        draft.tree(rewrite);
    }

    /** Only the module itself and the modules around it can read its members. */
    private static void refuseUsed(Draft draft, String path, String module, String name) throws LayergraftException {
        var read = Pattern.compile("\\.\\s*" + Pattern.quote(name) + "\\b(?!\\s*\\()|getattr\\([^()]*,\\s*\""
                + Pattern.quote(name) + "\"\\)");
        var around = new HashSet<String>();
        var readers = new ArrayList<ScriptClass>();
        for (String at = module; ; at = at.contains(".") ? at.substring(0, at.lastIndexOf('.')) : "") {
            var type = draft.classAt(at);
            if (around.add(type.name())) {
                readers.add(type);
            }
            if (at.isEmpty()) {
                break;
            }
        }
        for (var type : readers) {
            String text = draft.text(type);
            for (var method : type.methods()) {
                var found = read.matcher(text)
                        .region(method.bodyStart(), method.span().end());
                while (found.find()) {
                    boolean own = type.name().equals(draft.classAt(module).name());
                    boolean ofSelf = text.substring(0, found.start())
                            .matches("(?s).*(?<![\\w.])" + ClassText.receiver(text, method));
                    if (own || !ofSelf) {
                        long line = text.substring(0, found.start()).lines().count();
                        throw Problems.of("remove.used", path, type.unit(), line);
                    }
                }
            }
        }
    }
}
