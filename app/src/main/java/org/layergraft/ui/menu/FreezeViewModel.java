package org.layergraft.ui.menu;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.graft.Edit;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** A pattern over parameters, and at every key stroke which it names. */
public final class FreezeViewModel {

    private static final int SHOWN = 8;

    private final Words words;
    private final ModelGraph graph;
    private final StringProperty pattern;
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");

    public FreezeViewModel(Words words, ModelGraph graph, String proposed) {
        this.words = words;
        this.graph = graph;
        pattern = new SimpleStringProperty(proposed);
        pattern.subscribe((_, _) -> error.set(""));
    }

    /** All in a module; all that are called like a parameter. */
    public static String proposal(ModelGraph graph, String target) {
        return target.isEmpty()
                ? "*"
                : graph.module(target).isPresent()
                        ? target + ".*"
                        : "*." + target.substring(target.lastIndexOf('.') + 1);
    }

    private String target() {
        return pattern.get().strip();
    }

    private List<Parameter> matches() {
        // An edit with no target means the whole model; an empty field means that nothing was typed yet.
        return target().isEmpty() ? List.of() : Matching.parameters(graph, target());
    }

    /** "132 parameters, 23.5 M elements", and how many of them are frozen already. */
    public StringBinding summaryProperty() {
        return Bindings.createStringBinding(
                () -> {
                    var found = matches();
                    long frozen = found.stream().filter(p -> !p.trainable()).count();
                    String count = Amounts.count(Matching.elements(found));
                    return frozen == 0
                            ? words.get("matching.found", found.size(), count)
                            : words.get("matching.found.frozen", found.size(), count, frozen);
                },
                pattern,
                words.textsProperty());
    }

    /** The first names, one a line, and how many more there are. */
    public StringBinding namesProperty() {
        return Bindings.createStringBinding(
                () -> {
                    var names = matches().stream().map(Parameter::name).toList();
                    String first = String.join("\n", names.subList(0, Math.min(SHOWN, names.size())));
                    return names.size() <= SHOWN
                            ? first
                            : first + "\n" + words.get("matching.more", names.size() - SHOWN);
                },
                pattern,
                words.textsProperty());
    }

    public BooleanBinding canFreeze() {
        return Bindings.createBooleanBinding(() -> matches().stream().anyMatch(Parameter::trainable), pattern);
    }

    public BooleanBinding canUnfreeze() {
        return Bindings.createBooleanBinding(
                () -> matches().stream()
                        .anyMatch(p -> !p.trainable() && p.dtype().isFloating()),
                pattern);
    }

    /** Empty where there is nothing to do. */
    public Optional<Edit> edit(boolean frozen) {
        return (frozen ? canFreeze() : canUnfreeze()).get()
                ? Optional.of(frozen ? new Edit.Freeze(target()) : new Edit.Unfreeze(target()))
                : Optional.empty();
    }

    public void refuse(String sentence) {
        error.set(sentence);
    }

    public StringProperty patternProperty() {
        return pattern;
    }

    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }
}
