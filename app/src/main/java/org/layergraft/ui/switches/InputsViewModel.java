package org.layergraft.ui.switches;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ModelSettings;
import org.layergraft.model.FlowNode;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputPlan.RankFiles;
import org.layergraft.step.InputSpec;
import org.layergraft.step.InputTree;
import org.layergraft.step.LossSpec;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** What forward gets: the model's own, generated as a person says, or files of theirs, one per rank; and what becomes of its outputs. */
public final class InputsViewModel {

    /** Where batches come from. */
    public enum Source {
        GENERATED,
        FILES
    }

    private final ObservableIntegerValue ranks;
    private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.GENERATED);
    private final ObservableList<InputRow> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Map<Integer, RankFiles>> files = new SimpleObjectProperty<>(Map.of());
    private final LossViewModel loss = new LossViewModel();
    private final ReadOnlyObjectWrapper<List<InputSpec>> specs = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Problem>> mistake = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<ModelSettings> own =
            new SimpleObjectProperty<>(new ModelSettings(List.of(), Optional.empty()));
    private List<InputRow> proposed = List.of();

    private final ObjectBinding<Optional<InputPlan>> plan;
    private final ObjectBinding<Optional<LossSpec>> lossRule;

    InputsViewModel(ObservableIntegerValue ranks) {
        this.ranks = ranks;
        plan = Bindings.createObjectBinding(this::inputs, source, specs, files, own, ranks);
        lossRule = Bindings.createObjectBinding(this::rule, loss.lossProperty(), own);
        rows.addListener((ListChangeListener<InputRow>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(row -> row.readProperty().subscribe(_ -> read()));
            }
            read();
        });
    }

    /** Mistakes leave the last rows that made sense. */
    private void read() {
        var read = new ArrayList<InputSpec>();
        for (InputRow row : rows) {
            if (row.mistake().isPresent()) {
                mistake.set(row.mistake());
                return;
            }
            row.spec().ifPresent(read::add);
        }
        try {
            InputTree.count(read.stream().map(InputSpec::name).toList());
            mistake.set(Optional.empty());
            specs.set(List.copyOf(read));
        } catch (LayergraftException contradictory) {
            mistake.set(Optional.of(contradictory.problem()));
        }
    }

    private Optional<InputPlan> inputs() {
        return switch (source.get()) {
            case GENERATED ->
                specs.get().isEmpty() || specs.get().equals(own.get().inputs())
                        ? Optional.empty()
                        : Optional.of(new InputPlan.Generated(specs.get()));
            case FILES -> Optional.of(new InputPlan.Files(given()));
        };
    }

    /** Up to the first rank without any; what is missing is told when a run is asked for. */
    private List<RankFiles> given() {
        var given = new ArrayList<RankFiles>();
        for (int rank = 0; rank < ranks.get() && files.get().containsKey(rank); rank++) {
            given.add(files.get().get(rank));
        }
        return given;
    }

    private Optional<LossSpec> rule() {
        LossSpec now = loss.lossProperty().get();
        return now.equals(ownLoss()) ? Optional.empty() : Optional.of(now);
    }

    private LossSpec ownLoss() {
        return own.get().loss().orElseGet(LossSpec.Sum::new);
    }

    /** A model was opened: what another one got means nothing to it. */
    void show(Experiment experiment) {
        own.set(ownOf(experiment));
        proposed = own.get().inputs().isEmpty() ? arguments(experiment) : List.of();
        reset();
    }

    /** A mistake in the file is told when it is run. */
    private static ModelSettings ownOf(Experiment experiment) {
        try {
            return ModelSettings.of(experiment.model()).orElse(new ModelSettings(List.of(), Optional.empty()));
        } catch (LayergraftException told) {
            return new ModelSettings(List.of(), Optional.empty());
        }
    }

    /** What a model that says nothing of its inputs takes, for sizes to be filled in. */
    private static List<InputRow> arguments(Experiment experiment) {
        return experiment.graph().root().forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .map(n ->
                        new InputRow(n.type().startsWith("List[") ? n.label() + "[0]" : n.label(), "float32", "?", ""))
                .toList();
    }

    /** Does the model say itself what it takes? */
    public boolean hasOwn() {
        return !own.get().inputs().isEmpty();
    }

    void reset() {
        source.set(Source.GENERATED);
        files.set(Map.of());
        loss.show(ownLoss());
        show(own.get().inputs());
    }

    private void show(List<InputSpec> wanted) {
        if (wanted.isEmpty()) {
            rows.setAll(proposed);
            specs.set(List.of());
        } else if (!wanted.equals(specs.get()) || mistake.get().isPresent()) {
            rows.setAll(wanted.stream().map(InputRow::of).toList());
        }
    }

    /** As an earlier run had them; empty means the model's own. */
    public void show(Optional<InputPlan> inputs, Optional<LossSpec> rule) {
        loss.show(rule.orElseGet(this::ownLoss));
        switch (inputs.orElseGet(() -> new InputPlan.Generated(own.get().inputs()))) {
            case InputPlan.Generated(List<InputSpec> wanted) -> {
                show(wanted);
                source.set(Source.GENERATED);
            }
            case InputPlan.Files(List<RankFiles> wanted) -> {
                var byRank = new TreeMap<Integer, RankFiles>();
                wanted.forEach(f -> byRank.put(byRank.size(), f));
                files.set(Map.copyOf(byRank));
                source.set(Source.FILES);
            }
        }
    }

    public void give(int rank, Path file) {
        var byRank = new TreeMap<>(files.get());
        byRank.put(rank, new RankFiles(file.toAbsolutePath(), Map.of()));
        files.set(Map.copyOf(byRank));
    }

    /** Files dropped together are one per rank, by name; one alone goes to the first rank that has none. */
    public void drop(List<Path> dropped) {
        source.set(Source.FILES);
        if (dropped.size() == 1) {
            int free = 0;
            while (files.get().containsKey(free) && free < ranks.get() - 1) {
                free++;
            }
            give(free, dropped.getFirst());
            return;
        }
        var inOrder =
                dropped.stream().sorted(Comparator.comparing(Path::getFileName)).toList();
        for (int rank = 0; rank < inOrder.size(); rank++) {
            give(rank, inOrder.get(rank));
        }
    }

    public void addRow() {
        rows.add(new InputRow("", "float32", "", ""));
    }

    public void removeRow(InputRow row) {
        rows.remove(row);
    }

    public ObjectBinding<Optional<InputPlan>> planProperty() {
        return plan;
    }

    public ObjectBinding<Optional<LossSpec>> lossRuleProperty() {
        return lossRule;
    }

    public ObjectProperty<Source> sourceProperty() {
        return source;
    }

    public ObservableList<InputRow> rows() {
        return rows;
    }

    /** Of the rows, the first; runs use the last rows without any. */
    public ReadOnlyObjectProperty<Optional<Problem>> mistakeProperty() {
        return mistake.getReadOnlyProperty();
    }

    /** By rank. */
    public ObjectProperty<Map<Integer, RankFiles>> filesProperty() {
        return files;
    }

    public ObservableIntegerValue ranksProperty() {
        return ranks;
    }

    public LossViewModel loss() {
        return loss;
    }
}
