package org.layergraft.ui.find;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.ui.common.Words;

/** What is looked for, what was found, and which of it is shown. */
public final class FindViewModel {

    private static final int NONE = -1;

    private final Words words;
    private final Function<String, List<Hit>> search;
    private final Consumer<String> go;
    private final StringProperty typed = new SimpleStringProperty("");
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final BooleanProperty only = new SimpleBooleanProperty();
    private final ObservableList<Hit> hits = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper at = new ReadOnlyIntegerWrapper(NONE);
    private final ReadOnlyIntegerWrapper asked = new ReadOnlyIntegerWrapper();

    /** @param go told which place to show */
    public FindViewModel(Words words, Function<String, List<Hit>> search, Consumer<String> go) {
        this.words = words;
        this.search = search;
        this.go = go;
        typed.subscribe((_, _) -> renew());
    }

    /** Looks again: something else is typed, or the model is another one. What was shown stays the current one if it is still found. */
    public void renew() {
        var shown = current();
        hits.setAll(search.apply(typed.get()));
        at.set(shown.map(hits::indexOf).orElse(NONE));
    }

    /** The hit that was gone to last. */
    public Optional<Hit> current() {
        return at.get() >= 0 && at.get() < hits.size() ? Optional.of(hits.get(at.get())) : Optional.empty();
    }

    public void goTo(int hit) {
        if (hit >= 0 && hit < hits.size()) {
            at.set(hit);
            go.accept(hits.get(hit).place());
        }
    }

    /** After the last comes the first. */
    public void next() {
        goTo(hits.isEmpty() ? NONE : (at.get() + 1) % hits.size());
    }

    public void previous() {
        goTo(hits.isEmpty() ? NONE : (Math.max(0, at.get()) + hits.size() - 1) % hits.size());
    }

    /** "3 of 17", or how many there are before any is shown. */
    public StringBinding countProperty() {
        return Bindings.createStringBinding(
                () -> typed.get().isBlank()
                        ? ""
                        : at.get() < 0
                                ? words.get("find.found", hits.size())
                                : words.get("find.at", at.get() + 1, hits.size()),
                typed,
                at,
                hits,
                words.textsProperty());
    }

    /** Is there something to go to? */
    public BooleanBinding foundProperty() {
        return Bindings.isNotEmpty(hits);
    }

    public StringProperty typedProperty() {
        return typed;
    }

    /** Somebody wants to look for something: now, or something else. */
    public void ask() {
        open.set(true);
        asked.set(asked.get() + 1);
    }

    /** Changes whenever somebody wants to look for something. */
    public ReadOnlyIntegerProperty askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /** Does the window show it? */
    public BooleanProperty openProperty() {
        return open;
    }

    /** Is the graph to show only what was found? While the search is open. */
    public BooleanProperty onlyProperty() {
        return only;
    }

    /** Places that the graph is to be narrowed to; nothing for the whole graph. */
    public ObjectBinding<Optional<Set<String>>> narrowedProperty() {
        return Bindings.createObjectBinding(
                () -> open.get() && only.get() && !hits.isEmpty()
                        ? Optional.of(hits.stream()
                                .map(Hit::place)
                                .filter(place -> !isFoundAround(place))
                                .collect(Collectors.toSet()))
                        : Optional.empty(),
                open,
                only,
                hits);
    }

    /** Much in a module is found by the module's name; then it is the module that is looked for. */
    private boolean isFoundAround(String place) {
        int end = place.contains("/") ? place.indexOf('/') : place.lastIndexOf('.');
        String around = place.substring(0, Math.max(0, end));
        String low = around.toLowerCase(Locale.ROOT);
        return Finder.words(typed.get()).stream().allMatch(low::contains);
    }

    public ObservableList<Hit> hits() {
        return FXCollections.unmodifiableObservableList(hits);
    }

    /** Number of the hit that is shown, from 0; negative before any is. */
    public ReadOnlyIntegerProperty atProperty() {
        return at.getReadOnlyProperty();
    }
}
