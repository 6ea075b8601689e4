package org.layergraft.ui.switches;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.step.Switches.Checkpoint;

/** Which modules are checkpointed, and how. Chosen modules are kept while the switch is off, and while an edit has them away. */
public final class CheckpointViewModel {

    private final ObjectProperty<Checkpoint.Mode> mode = new SimpleObjectProperty<>(Checkpoint.Mode.OFF);
    private final ObjectProperty<List<String>> chosen = new SimpleObjectProperty<>(List.of());
    private final ObservableList<String> modules = FXCollections.observableArrayList();
    private final FilteredList<String> shown = new FilteredList<>(modules);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObservableList<Siblings> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Siblings> row = new SimpleObjectProperty<>();
    private final ObjectBinding<Checkpoint> checkpoint = Bindings.createObjectBinding(this::now, mode, chosen, modules);

    CheckpointViewModel() {
        filter.subscribe(text -> {
            String wanted = text.strip().toLowerCase(Locale.ROOT);
            shown.setPredicate(path -> path.toLowerCase(Locale.ROOT).contains(wanted));
        });
    }

    private Checkpoint now() {
        return new Checkpoint(mode.get(), present(chosen.get()));
    }

    private List<String> present(List<String> paths) {
        Set<String> known = new HashSet<>(modules);
        return modules.isEmpty()
                ? paths
                : paths.stream().filter(known::contains).toList();
    }

    /** The model has been edited, or is another. */
    void show(ModelGraph graph) {
        var paths = graph.root()
                .walk()
                .filter(m -> !m.path().isEmpty() && Siblings.isCalled(m))
                .map(ModuleNode::path)
                .toList();
        if (!modules.equals(paths)) {
            modules.setAll(paths);
        }
        var found = Siblings.in(graph);
        if (!rows.equals(found)) {
            var before = Optional.ofNullable(row.get()).map(Siblings::container);
            rows.setAll(found);
            row.set(found.stream()
                    .filter(r -> before.filter(r.container()::equals).isPresent())
                    .findFirst()
                    .or(() -> found.stream().findFirst())
                    .orElse(null));
        }
    }

    void show(Checkpoint wanted) {
        chosen.set(wanted.modules());
        mode.set(wanted.mode());
    }

    /** Chosen modules that the model does not have, while any is to be checkpointed. */
    public List<String> missing() {
        var here = present(chosen.get());
        return mode.get() == Checkpoint.Mode.OFF
                ? List.of()
                : chosen.get().stream().filter(path -> !here.contains(path)).toList();
    }

    public boolean isChosen(String path) {
        return chosen.get().contains(path);
    }

    public void choose(String path, boolean on) {
        var paths = new HashSet<>(chosen.get());
        if (on ? paths.add(path) : paths.remove(path)) {
            choose(paths);
        }
    }

    /** As a person does in a menu, who then wants it to happen. */
    public void toggle(String path) {
        boolean on = isChosen(path) && mode.get() != Checkpoint.Mode.OFF;
        choose(path, !on);
        if (!on && mode.get() == Checkpoint.Mode.OFF) {
            mode.set(Checkpoint.Mode.NONREENTRANT);
        }
    }

    private void choose(Set<String> paths) {
        var inOrder = new ArrayList<>(modules.stream().filter(paths::contains).toList());
        Set<String> known = new HashSet<>(inOrder);
        paths.stream().filter(p -> !known.contains(p)).sorted().forEach(inOrder::add);
        chosen.set(List.copyOf(inOrder));
    }

    /** How many of the row are chosen from its beginning without a gap. */
    public int first() {
        return row.get() == null
                ? 0
                : (int) row.get().paths().stream().takeWhile(this::isChosen).count();
    }

    /** Chooses the first k of the row and none of its others: {@code with_cp=k}. */
    public void first(int k) {
        if (row.get() == null || k == first() && k == chosenOfRow()) {
            return;
        }
        var paths = new HashSet<>(chosen.get());
        var all = row.get().paths();
        all.subList(k, all.size()).forEach(paths::remove);
        paths.addAll(all.subList(0, k));
        choose(paths);
    }

    private long chosenOfRow() {
        return row.get().paths().stream().filter(this::isChosen).count();
    }

    public ObjectBinding<Checkpoint> checkpointProperty() {
        return checkpoint;
    }

    public ObjectProperty<Checkpoint.Mode> modeProperty() {
        return mode;
    }

    /** Paths, in the model's order. */
    public ObjectProperty<List<String>> chosenProperty() {
        return chosen;
    }

    /** Every module with a forward of its own that the filter lets through. */
    public ObservableList<String> shown() {
        return shown;
    }

    public StringProperty filterProperty() {
        return filter;
    }

    public ObservableList<Siblings> rows() {
        return rows;
    }

    /** Null where nothing stands in a row. */
    public ObjectProperty<Siblings> rowProperty() {
        return row;
    }
}
