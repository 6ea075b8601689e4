package org.layergraft.ui.matrix;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.Edit;
import org.layergraft.step.Switches;
import org.layergraft.ui.common.Words;

/** The combinations that were run last, and what follows from them. Rows come as they finish. */
public final class MatrixViewModel {

    private final ObservableList<MatrixTable.Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<MatrixTable> table = new ReadOnlyObjectWrapper<>(MatrixTable.of(List.of()));
    private final BooleanProperty stale = new SimpleBooleanProperty();
    private final StringBinding sentence;
    private final List<RunResult> results = new ArrayList<>();
    private RunSettings settings = RunSettings.DEFAULT;
    private List<Edit> edits = List.of();

    public MatrixViewModel(Words words) {
        sentence = Bindings.createStringBinding(
                () -> rows.isEmpty() ? "" : words.get(table.get().sentence()), table, rows, words.textsProperty());
    }

    /** A matrix begins. */
    public void begin(RunSettings ofRun, List<Edit> ofModel) {
        settings = ofRun;
        edits = List.copyOf(ofModel);
        results.clear();
        show();
        stale.set(false);
    }

    /** One more combination is known. */
    public void add(RunResult result) {
        results.add(result);
        show();
    }

    /** All are, with what their fixes cost. */
    public void finish(List<RunResult> all) {
        results.clear();
        results.addAll(all);
        show();
    }

    private void show() {
        table.set(MatrixTable.of(results));
        rows.setAll(table.get().rows());
    }

    /** Another model: nothing was run yet. */
    public void forget() {
        begin(settings, List.of());
    }

    /** What is shown is of an earlier state once the model or anything but the varied switches is another. */
    public void judgeAge(RunSettings now, List<Edit> editsNow) {
        stale.set(!rows.isEmpty()
                && !(edits.equals(editsNow) && unvaried(settings).equals(unvaried(now))));
    }

    private static RunSettings unvaried(RunSettings any) {
        Switches switches = any.switches();
        return any.with(Switches.DEFAULT
                .withOptions(switches.options())
                .withCheckpoint(switches.checkpoint().with(Switches.Checkpoint.Mode.OFF)));
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
