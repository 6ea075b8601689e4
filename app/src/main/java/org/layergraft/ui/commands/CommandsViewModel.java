package org.layergraft.ui.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What fits what is typed, best first; what is not possible at the moment stands last. */
public final class CommandsViewModel {

    /**
     * @param letters of its label that were typed
     */
    public record Row(Command command, List<Integer> letters) {}

    private record Ranked(Row row, int score) {}

    private static final Comparator<Ranked> BEST_FIRST = Comparator.<Ranked, Boolean>comparing(
                    r -> !r.row().command().possible())
            .thenComparing(Comparator.comparingInt(Ranked::score).reversed());

    private final List<Command> commands;
    private final Function<String, List<Command>> places;
    private final StringProperty typed = new SimpleStringProperty("");
    private final ObservableList<Row> rows = FXCollections.observableArrayList();

    /**
     * @param commands in the order in which they are listed before anything is typed
     * @param places what else may be meant by what is typed, best first; not asked before something is
     */
    public CommandsViewModel(List<Command> commands, Function<String, List<Command>> places) {
        this.commands = List.copyOf(commands);
        this.places = places;
        typed.subscribe(this::find);
    }

    private void find(String text) {
        var candidates = new ArrayList<Command>(commands);
        if (!text.isBlank()) {
            candidates.addAll(places.apply(text.strip()));
        }
        rows.setAll(candidates.stream()
                .flatMap(c -> rank(c, text).stream())
                .sorted(BEST_FIRST)
                .map(Ranked::row)
                .toList());
    }

    /** By its label; else by what it is called otherwise, which nothing on screen shows. */
    private static Optional<Ranked> rank(Command command, String text) {
        if (text.isBlank()) {
            return Optional.of(new Ranked(new Row(command, List.of()), 0));
        }
        return Fuzzy.match(command.label(), text)
                .map(f -> new Ranked(new Row(command, f.letters()), f.score() + 1))
                .or(() -> Stream.of(command.otherwise(), command.keys())
                        .flatMap(t -> Fuzzy.match(t, text).stream())
                        .map(f -> new Ranked(new Row(command, List.of()), f.score()))
                        .findFirst());
    }

    public StringProperty typedProperty() {
        return typed;
    }

    public ObservableList<Row> rows() {
        return FXCollections.unmodifiableObservableList(rows);
    }
}
