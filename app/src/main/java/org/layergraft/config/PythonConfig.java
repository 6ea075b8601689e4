package org.layergraft.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;
import org.layergraft.torchscript.SyntaxReader;

/** One Python config, parsed. */
final class PythonConfig {

    private static final Set<String> PYTHONS_OWN = Set.of(
            "__future__",
            "collections",
            "copy",
            "datetime",
            "functools",
            "glob",
            "itertools",
            "json",
            "math",
            "numbers",
            "os",
            "pathlib",
            "platform",
            "random",
            "re",
            "string",
            "sys",
            "time",
            "typing",
            "warnings");

    private final SourceText source;
    private final SyntaxReader parser;
    private final Budget budget;
    private final Environment environment;
    private final Code code;
    private final Syntax module;
    private Optional<Evaluation> run = Optional.empty();

    /** @throws LayergraftException INPUT naming the line where it is not Python */
    PythonConfig(SourceText source, SyntaxReader parser, Budget budget, Environment environment)
            throws LayergraftException {
        this.source = source;
        this.parser = parser;
        this.budget = budget;
        this.environment = environment;
        code = Code.of(source);
        module = parse(Placeholders.masked(source.text()));
    }

    private Syntax parse(String text) throws LayergraftException {
        String name = source.file().toString();
        try {
            return parser.read(name, text);
        } catch (LayergraftException refused) {
            List<String> words = refused.problem().arguments();
            throw switch (refused.problem().key()) {
                case "code.syntax" -> LayergraftException.input("config", "read.syntax", name, words.get(1));
                case "code.tooDeep" ->
                    LayergraftException.input("config", "read.deep", name, words.get(1), words.get(2));
                default -> LayergraftException.input("config", "read.work", name, Budget.STEPS);
            };
        }
    }

    /**
     * Whether it is in MMEngine's pure Python style (mmengine/config/config.py, _is_lazy_import): what comes first decides, a base
     * that is named or {@code with read_base()}.
     */
    boolean isLazy() {
        for (Syntax statement : module.children()) {
            if (named(statement).isPresent()) {
                return false;
            }
            if (statement.is("with_statement") || statement.is("import_from_statement") && foreign(statement)) {
                return true;
            }
        }
        return false;
    }

    /** Imported from something that does not come with Python, as MMEngine asks; {@code mmengine.config} counts as Python's own. */
    private boolean foreign(Syntax statement) {
        String from = statement.child("module_name").map(code::in).orElse("");
        return !from.startsWith("mmengine.config")
                && !from.equals("mmengine")
                && !PYTHONS_OWN.contains(from.split("\\.", -1)[0]);
    }

    /** The values of {@code _base_ = …}, evaluated as MMEngine does: by themselves. */
    List<ConfigValue> bases() throws LayergraftException {
        for (Syntax statement : module.children()) {
            Optional<Syntax> written = named(statement);
            if (written.isPresent()) {
                var alone = new Evaluation(source, parser, budget, environment, new Live.Table(source.whole(), true));
                return texts(Freezer.freeze(new Expressions(alone, code).of(written.get())));
            }
        }
        return List.of();
    }

    private Optional<Syntax> named(Syntax statement) {
        return statement.children().stream()
                .filter(c -> statement.is("expression_statement") && c.is("assignment"))
                .filter(c ->
                        c.child("left").filter(l -> code.in(l).equals("_base_")).isPresent())
                .flatMap(c -> c.child("right").stream())
                .findFirst();
    }

    static List<ConfigValue> texts(ConfigValue value) {
        return value instanceof ConfigValue.Items items
                ? items.items().stream().map(Entry::value).toList()
                : List.of(value);
    }

    /**
     * What the file says by itself.
     *
     * @param base what {@code _base_} is
     * @throws LayergraftException INPUT when a base cannot be read, or the work is too much
     */
    ConfigValue.Dict evaluate(ConfigValue.Dict base, Imports.Bases bases) throws LayergraftException {
        var evaluation = new Evaluation(source, parser, budget, environment, (Live.Table) Freezer.thaw(base, true));
        run = Optional.of(evaluation);
        new Statements(evaluation, code, new Imports(bases)).all(module.children());
        var settings = new Live.Table(source.whole(), false);
        evaluation.globals.slots.forEach((key, slot) -> {
            boolean import_ = evaluation.imported.get(key) == slot.value();
            if (!import_ && !key.startsWith("__") && !key.equals("_base_")) {
                settings.slots.put(key, slot);
            }
        });
        return Freezer.freeze(settings) instanceof ConfigValue.Dict whole
                ? whole
                : new ConfigValue.Dict(new LinkedHashMap<>(), source.whole());
    }

    /** The bases after the file was evaluated, which may have changed them. */
    ConfigValue.Dict base() {
        ConfigValue frozen = Freezer.freeze(run.orElseThrow().base);
        return frozen instanceof ConfigValue.Dict dict
                ? dict
                : new ConfigValue.Dict(new LinkedHashMap<>(), source.whole());
    }

    List<Note> notes() {
        return run.map(Evaluation::notes).orElse(List.of());
    }
}
