package org.layergraft.config;

import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/**
 * Imports in a config. What is imported stays a name, as MMEngine's LazyObject; only {@code with read_base():} reads another config
 * (mmengine/config/config.py, _parse_lazy_import, and mmengine/config/utils.py, ImportTransformer).
 */
final class Imports {

    /** Finds and reads a config by its module's name. */
    @FunctionalInterface
    interface Bases {
        /** @param module with a dot for each level: {@code .._base_.default_runtime}; empty when nobody knows where it is */
        Optional<ConfigValue.Dict> read(String module, Span where) throws LayergraftException;
    }

    private final Bases bases;

    Imports(Bases bases) {
        this.bases = bases;
    }

    /** {@code import a.b as c}, {@code from a import b}. */
    void plain(Evaluation run, Code code, Syntax statement) {
        boolean from = statement.is("import_from_statement");
        String module = from ? code.in(statement.child("module_name").orElseThrow()) : "";
        for (Syntax name : statement.all("name")) {
            String original = original(code, name);
            String bound = bound(code, name, original);
            Span at = code.span(name);
            ConfigValue value = from
                    ? new ConfigValue.Name(module, original, at)
                    : new ConfigValue.Name(name.is("aliased_import") ? original : bound, "", at);
            Live live = new Live.Leaf(value);
            run.globals.put(bound, live, Site.derived(at));
            run.imported.put(bound, live);
        }
    }

    private static String original(Code code, Syntax name) {
        return code.in(name.is("aliased_import") ? name.child("name").orElseThrow() : name);
    }

    /** {@code import a.b} binds {@code a}. */
    private static String bound(Code code, Syntax name, String original) {
        if (name.is("aliased_import")) {
            return code.in(name.child("alias").orElseThrow());
        }
        int dot = original.indexOf('.');
        return dot < 0 ? original : original.substring(0, dot);
    }

    /** A {@code from … import …} inside {@code with read_base():}. */
    void base(Evaluation run, Code code, Syntax statement) throws LayergraftException {
        String module = code.in(statement.child("module_name").orElseThrow());
        Span where = code.span(statement);
        Optional<ConfigValue.Dict> base = bases.read(module, where);
        List<Syntax> names = statement.all("name");
        if (base.isEmpty()) {
            for (Syntax name : names) {
                Live live = new Live.Leaf(new ConfigValue.Opaque(code.in(name), code.span(name)));
                run.globals.put(bound(code, name, original(code, name)), live, Site.derived(code.span(name)));
            }
            return;
        }
        Live.Table values = (Live.Table) Freezer.thaw(base.get(), true);
        if (names.isEmpty()) {
            values.slots.forEach((key, slot) -> put(run, key, slot));
            return;
        }
        for (Syntax name : names) {
            String original = original(code, name);
            Live.Slot slot = values.slots.get(original);
            if (slot == null) {
                run.note("note.noBase", code.span(name), original);
                slot = new Live.Slot(
                        new Live.Leaf(new ConfigValue.Opaque(code.in(name), code.span(name))),
                        Site.derived(code.span(name)));
            }
            put(run, bound(code, name, original), slot);
        }
    }

    /** Keeps the history that the value has in its own file. */
    private static void put(Evaluation run, String key, Live.Slot slot) {
        Live.Slot before = run.globals.slots.get(key);
        if (before == null) {
            run.globals.slots.put(key, slot);
        } else {
            run.globals.put(key, slot.value(), slot.site());
        }
    }
}
