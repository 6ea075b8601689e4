package org.layergraft.ui.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Contest;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.Edit;
import org.layergraft.step.Switches;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.Pace;

/** The combinations that were run last, and what follows from them. Rows come as they finish. */
public final class MatrixViewModel {

    private final ObservableList<MatrixTable.Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<MatrixTable> table = new ReadOnlyObjectWrapper<>(MatrixTable.of(List.of()));
    private final BooleanProperty stale = new SimpleBooleanProperty();
    private final StringBinding sentence;
    private final List<RunResult> results = new ArrayList<>();
    private Set<Switches> unsettled = Set.of();
    private final ReadOnlyObjectWrapper<List<VariedOption>> varied = new ReadOnlyObjectWrapper<>(List.of());
    private final AxesViewModel axes;
    private RunSettings settings = RunSettings.DEFAULT;
    private List<Axis> ran = List.of();
    private List<Edit> edits = List.of();

    /**
     * @param now what a run would be told
     * @param pace of the last run on ranks
     */
    public MatrixViewModel(Words words, ObservableValue<RunSettings> now, ObservableValue<Optional<Pace>> pace) {
        axes = new AxesViewModel(now, pace, words);
        sentence = Bindings.createStringBinding(
                () -> rows.isEmpty() ? "" : words.get(table.get().sentence()), table, rows, words.textsProperty());
    }

    /** A matrix begins, with what is picked now. */
    public void begin(RunSettings ofRun, List<Edit> ofModel) {
        settings = ofRun;
        ran = axes.axes();
        varied.set(VariedOption.differing(Matrix.combinations(settings.switches(), ran)));
        edits = List.copyOf(ofModel);
        results.clear();
        unsettled = Set.of();
        show();
        stale.set(false);
    }

    /** One more combination is known. */
    public void add(RunResult result) {
        results.add(result);
        show();
    }

    /** All are. What is fastest by one run alone is not called faster until steps in pairs said so. */
    public void finish(List<RunResult> all) {
        results.clear();
        results.addAll(all);
        unsettled = Contest.of(results).map(c -> c.unsettled(Optional.empty())).orElse(Set.of());
        show();
    }

    /** Which way is the best here and has to be timed in pairs against the usual advice; none where there is nothing to settle. */
    public Optional<Contest> contest() {
        return Contest.of(results);
    }

    /** @param pairs of the contest, the best first */
    public void settle(Comparison pairs) {
        unsettled =
                Contest.of(results).map(c -> c.unsettled(Optional.of(pairs))).orElse(Set.of());
        show();
    }

    private void show() {
        table.set(MatrixTable.of(results, unsettled));
        var now = table.get().rows();
        if (now.size() == rows.size()) {
            // A row that is selected stays it.
            IntStream.range(0, now.size())
                    .filter(i -> !now.get(i).equals(rows.get(i)))
                    .forEach(i -> rows.set(i, now.get(i)));
        } else {
            rows.setAll(now);
        }
    }

    /** Another model: nothing was picked or run yet. */
    public void forget() {
        axes.reset();
        begin(settings, List.of());
    }

    /** What is shown is of an earlier state once the model or anything but the varied switches is another. */
    public void judgeAge(RunSettings now, List<Edit> editsNow) {
        stale.set(!rows.isEmpty()
                && !(edits.equals(editsNow) && unvaried(settings).equals(unvaried(now))));
    }

    /** With everything that was varied as the first combination has it. */
    private RunSettings unvaried(RunSettings any) {
        Switches first = Matrix.combinations(any.switches(), ran).getFirst();
        return any.with(first.withCheckpoint(first.checkpoint().with(Switches.Checkpoint.Mode.OFF)));
    }

    /** What the next one varies. */
    public AxesViewModel axes() {
        return axes;
    }

    /** The options of which the combinations have several values. */
    public ReadOnlyObjectProperty<List<VariedOption>> variedProperty() {
        return varied.getReadOnlyProperty();
    }

    /** What the matrix was run with, the switches as one row has them. */
    public RunSettings settingsOf(MatrixTable.Row row) {
        return settings.with(row.switches());
    }

    /** Of the model that was run. */
    public List<Edit> edits() {
        return edits;
    }

    public ObservableList<MatrixTable.Row> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<MatrixTable> tableProperty() {
        return table.getReadOnlyProperty();
    }

    /** What the usual advice comes out as; "" before anything was run. */
    public StringBinding sentenceProperty() {
        return sentence;
    }

    public BooleanProperty staleProperty() {
        return stale;
    }
}
