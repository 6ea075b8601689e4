package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.Parameter;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.runs.RunNames;

/** The table of parameters: those of the open model, joined with what the last run saw of them. */
public final class CoverageViewModel {

    private final Words words;
    private final ObservableList<CoverageRow> all = FXCollections.observableArrayList();
    private final FilteredList<CoverageRow> shown = new FilteredList<>(all);
    private final StringProperty filter = new SimpleStringProperty("");
    private final StringProperty selected = new SimpleStringProperty("");
    private final StateFilter states = new StateFilter();
    private final BooleanProperty stale = new SimpleBooleanProperty();
    private final BooleanProperty open = new SimpleBooleanProperty();
    private final ReadOnlyIntegerWrapper ranks = new ReadOnlyIntegerWrapper();
    private final ObjectProperty<CoverageLook> look = new SimpleObjectProperty<>(CoverageLook.FIRST);
    private final ReadOnlyIntegerWrapper lines = new ReadOnlyIntegerWrapper();
    private final StringBinding header;
    private final ObjectProperty<Optional<FinishedRun>> run = new SimpleObjectProperty<>(Optional.empty());
    private final StringBinding ranWith;
    private final StringBinding ranWithWhole;
    private Optional<Comparator<CoverageLine>> order = Optional.empty();
    private List<FinishedRun> past = List.of();
    private Optional<RunHistory> history = Optional.empty();
    private NormScale norms = NormScale.NONE;
    private List<Parameter> parameters = List.of();
    private List<Coverage> coverage = List.of();

    public CoverageViewModel(Words words) {
        this.words = words;
        filter.subscribe(_ -> refilter());
        states.subscribe(this::refilter);
        look.subscribe((before, now) -> {
            if (before.byModule() != now.byModule()) {
                changeLines();
            }
        });
        header = Bindings.createStringBinding(this::sentenceAndAge, all, open, stale, words.textsProperty());
        ranWith = ofRun(r -> r.result()
                .predicted()
                .map(basis -> words.get(
                        "coverage.predicted_for",
                        RunNames.brief(r, words),
                        basis.arguments().getFirst()))
                .orElseGet(() -> words.get("coverage.ran_with", RunNames.brief(r, words))));
        ranWithWhole = ofRun(r -> RunNames.whole(r, words));
    }

    /** @param all runs of the open model, oldest first */
    public void showHistory(List<FinishedRun> all) {
        past = List.copyOf(all);
        history = Optional.empty();
    }

    /** Made when somebody looks. */
    RunHistory history() {
        var now = history.orElseGet(() -> RunHistory.of(past));
        history = Optional.of(now);
        return now;
    }

    private StringBinding ofRun(Function<FinishedRun, String> text) {
        return Bindings.createStringBinding(() -> run.get().map(text).orElse(""), run, words.textsProperty());
    }

    public void showParameters(List<Parameter> ofModel) {
        parameters = ofModel;
        open.set(true);
        join();
    }

    /** Empty: nothing was run yet. */
    public void show(Optional<FinishedRun> shownRun) {
        coverage = shownRun.map(r -> r.result().coverage()).orElse(List.of());
        run.set(shownRun);
        join();
    }

    private void join() {
        var byName = byName();
        ranks.set(coverage.stream().mapToInt(c -> c.ranks().size()).max().orElse(0));
        all.setAll(IntStream.range(0, parameters.size())
                .mapToObj(i -> row(
                        parameters.get(i),
                        i,
                        Optional.ofNullable(byName.get(parameters.get(i).name()))))
                .sorted(CoverageRow.UNCOVERED_FIRST)
                .toList());
        norms = NormScale.of(all);
        refilter();
    }

    /** The counts are those of the rows that the text leaves, so that a state's count is what choosing it shows. */
    private void refilter() {
        String text = filter.get();
        states.count(all.stream().filter(row -> matches(row, text)).toList(), !coverage.isEmpty());
        shown.setPredicate(row -> states.accepts(row) && matches(row, text));
        changeLines();
    }

    private void changeLines() {
        lines.set(lines.get() + 1);
    }

    /** What the table shows, sorted like this, one below the other or by module. */
    List<CoverageLine> lines(Optional<Comparator<CoverageLine>> by) {
        order = by;
        return lines();
    }

    private List<CoverageLine> lines() {
        if (look.get().byModule()) {
            return ModuleTree.of(all, Set.copyOf(shown)::contains, order);
        }
        var flat = new ArrayList<CoverageLine>(shown);
        order.ifPresent(flat::sort);
        return flat;
    }

    /** The parameters that are shown, as the last run saw them, in the order in which they are shown. */
    public List<Coverage> shownCoverage() {
        var byName = byName();
        return lines().stream()
                .flatMap(CoverageLine::rows)
                .map(row -> Optional.ofNullable(byName.get(row.name()))
                        .orElseGet(() -> new Coverage(
                                row.parameter(),
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                List.of(),
                                Optional.empty())))
                .toList();
    }

    private Map<String, Coverage> byName() {
        var byName = new HashMap<String, Coverage>();
        coverage.forEach(c -> byName.put(c.parameter().name(), c));
        return byName;
    }

    /** Another number whenever {@link #lines} are others. */
    ReadOnlyIntegerProperty linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /** How many parameters the model has. */
    int size() {
        return all.size();
    }

    /** Where a norm stands among the others. */
    NormScale norms() {
        return norms;
    }

    public ObjectProperty<CoverageLook> lookProperty() {
        return look;
    }

    private static CoverageRow row(Parameter parameter, int place, Optional<Coverage> seen) {
        return seen.map(c -> CoverageRow.of(parameter, place, c))
                .orElseGet(() -> CoverageRow.unknown(parameter, place));
    }

    private String sentenceAndAge() {
        return stale.get() ? words.get("coverage.header.stale", sentence()) : sentence();
    }

    /** Counts what the run saw, also where parameters were frozen, added or taken out since. */
    private String sentence() {
        if (all.isEmpty()) {
            return words.get(open.get() ? "coverage.header.bare" : "coverage.header.empty");
        }
        if (coverage.isEmpty()) {
            return words.get("coverage.header.unknown", all.size());
        }
        return Headline.of(coverage).in(words);
    }

    /** Every word of the filter stands in the name, the shape or a state. */
    private boolean matches(CoverageRow row, String text) {
        String haystack = (row.name() + " " + row.parameter().shape() + " " + stateWords(row)).toLowerCase(Locale.ROOT);
        return List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
                .allMatch(haystack::contains);
    }

    private String stateWords(CoverageRow row) {
        return row.worst().map(s -> words.get(stateKey(s))).orElse("");
    }

    static String stateKey(GradientState state) {
        return "state." + state.name().toLowerCase(Locale.ROOT);
    }

    /** The most urgent state of each parameter over the ranks, by state-dict name; for the graph and the outline. */
    public Map<String, GradientState> worstByParameter() {
        var worst = new HashMap<String, GradientState>();
        all.forEach(row -> row.worst().ifPresent(state -> worst.put(row.name(), state)));
        return worst;
    }

    public ObservableList<CoverageRow> rows() {
        return shown;
    }

    /** How many state columns there are: one per rank, or one after a single-device run; 0 before any run. */
    public ReadOnlyIntegerProperty ranksProperty() {
        return ranks.getReadOnlyProperty();
    }

    public StringBinding headerProperty() {
        return header;
    }

    public StringProperty filterProperty() {
        return filter;
    }

    /** Which states are shown, and how many rows there are of each. */
    StateFilter states() {
        return states;
    }

    /** Shows every row again. */
    public void showAll() {
        filter.set("");
        states.clear();
    }

    /** Is some row hidden by a text or a state? */
    public BooleanExpression filteredProperty() {
        return filter.isNotEmpty().or(states.activeProperty());
    }

    /** Name of the selected parameter, or whatever else is selected in the window, or "". */
    public StringProperty selectedProperty() {
        return selected;
    }

    /** What the shown run was told, short; "" before any. */
    public StringBinding ranWithProperty() {
        return ranWith;
    }

    /** All of it. */
    public StringBinding ranWithWholeProperty() {
        return ranWithWhole;
    }

    /** Do the switches or the model differ from those of the run that is shown? */
    public BooleanProperty staleProperty() {
        return stale;
    }
}
