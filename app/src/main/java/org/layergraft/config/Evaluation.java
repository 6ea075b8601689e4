package org.layergraft.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.Syntax;
import org.layergraft.torchscript.SyntaxReader;

/** What the evaluation of one file shares. */
final class Evaluation {

    final SourceText source;
    final SyntaxReader parser;
    final Budget budget;
    final Environment environment;
    final Live.Table globals;
    /** What {@code _base_} is: all bases together. */
    final Live.Table base;

    private final List<Note> notes = new ArrayList<>();

    /** Names that an import gave, which are no settings. */
    final Map<String, Live> imported = new HashMap<>();

    Evaluation(SourceText source, SyntaxReader parser, Budget budget, Environment environment, Live.Table base) {
        this.source = source;
        this.parser = parser;
        this.budget = budget;
        this.environment = environment;
        this.base = base;
        globals = new Live.Table(source.whole(), false);
    }

    void note(String key, Span where, Object... arguments) {
        var all = new ArrayList<Object>(List.of(where.shown()));
        all.addAll(List.of(arguments));
        notes.add(new Note(Problem.of("config", key, all.toArray()), where));
    }

    List<Note> notes() {
        return List.copyOf(notes);
    }

    void spend(long steps) throws LayergraftException {
        budget.spend(source.file(), steps);
    }

    /** A value that does not change any more; what it takes to make it is paid for. */
    ConfigValue freeze(Live live) throws LayergraftException {
        if (live instanceof Live.Leaf(ConfigValue value)) {
            return value;
        }
        var freezer = new Freezer();
        ConfigValue value = freezer.frozen(live);
        spend(freezer.work());
        return value;
    }

    /** What looking at all elements or letters takes. */
    static long size(Live live) {
        return switch (live) {
            case Live.Table table -> table.slots.size();
            case Live.Row row -> row.slots.size();
            case Live.Leaf(ConfigValue.Text(String text, Span _)) -> text.length() / 16;
            case Live.Leaf _ -> 0;
        };
    }

    /** An expression that stands in a text of its own; empty when it is none. */
    Optional<Syntax> expression(String text) {
        try {
            Syntax module = parser.read(source.file().toString(), text);
            return module.children().size() == 1
                            && module.children().getFirst().is("expression_statement")
                            && module.children().getFirst().children().size() == 1
                    ? Optional.of(module.children().getFirst().children().getFirst())
                    : Optional.empty();
        } catch (LayergraftException none) {
            return Optional.empty();
        }
    }
}
