package org.layergraft.ui.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import org.layergraft.experiment.RunComparison;
import org.layergraft.experiment.RunComparison.Change;
import org.layergraft.experiment.RunComparison.Kind;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.RunNames;

/** Binds the comparison of two runs. */
public final class CompareController {

    private final CompareViewModel model;
    private final Words words;

    @FXML
    private Node head;

    @FXML
    private ComboBox<RunChoice> before;

    @FXML
    private ComboBox<RunChoice> after;

    @FXML
    private FlowPane turns;

    @FXML
    private TableView<Change> table;

    @FXML
    private TableColumn<Change, Change> nameColumn;

    @FXML
    private TableColumn<Change, Change> beforeColumn;

    @FXML
    private TableColumn<Change, Change> afterColumn;

    @FXML
    private TableColumn<Change, Change> kindColumn;

    @FXML
    private Label placeholder;

    public CompareController(CompareViewModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    @FXML
    private void initialize() {
        column(nameColumn, _ -> new TextOf("parameter-name", c -> c.parameter().name()));
        column(beforeColumn, _ -> new StatesCell(Change::before, words));
        column(afterColumn, _ -> new StatesCell(Change::after, words));
        column(kindColumn, _ -> new TextOf("change", c -> words.get(key(c.kind()))));
        var first = new RunPicker(before, model.beforeProperty(), words);
        var second = new RunPicker(after, model.afterProperty(), words);
        table.getSelectionModel().selectedItemProperty().subscribe(change -> {
            if (change != null) {
                model.selectedProperty().set(change.parameter().name());
            }
        });
        model.shownProperty().subscribe(shown -> {
            first.offer(model.choices());
            second.offer(model.choices());
            show(shown);
        });
    }

    private static void column(
            TableColumn<Change, Change> column, Function<TableColumn<Change, Change>, TableCell<Change, Change>> cell) {
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(cell::apply);
        column.setSortable(false);
        column.setReorderable(false);
    }

    private void show(Optional<RunComparison> shown) {
        for (Node node : List.of(head, turns)) {
            node.setVisible(shown.isPresent());
            node.setManaged(shown.isPresent());
        }
        turns.getChildren().setAll(shown.map(this::told).orElse(List.of()));
        table.getItems().setAll(shown.map(RunComparison::changes).orElse(List.of()));
        placeholder.setText(words.get(shown.isPresent() ? "compare.same" : "compare.empty"));
    }

    /** What was told otherwise, then what that changed. */
    private List<Label> told(RunComparison shown) {
        var labels = new ArrayList<Label>();
        for (RunComparison.Turn turn : shown.turns()) {
            String name = RunNames.name(turn.name(), words);
            labels.add(turn(words.get(
                    "compare.turn",
                    name,
                    RunNames.value(turn.name(), turn.before(), words),
                    RunNames.value(turn.name(), turn.after(), words))));
        }
        if (shown.edits()) {
            labels.add(turn(words.get("compare.edits")));
        }
        if (labels.isEmpty()) {
            labels.add(new Label(words.get("compare.told_the_same")));
        }
        var sentence = new Label(sentence(shown));
        sentence.setId("compare-sentence");
        sentence.setWrapText(true);
        labels.add(sentence);
        return labels;
    }

    private static Label turn(String said) {
        var label = new Label(said);
        label.getStyleClass().add("turn");
        label.setTooltip(new Tooltip(said));
        label.setWrapText(true);
        return label;
    }

    /** "2 lost their gradient, 1 got one; 30 are as before." */
    private String sentence(RunComparison shown) {
        String changed = Arrays.stream(Kind.values())
                .filter(kind -> count(shown, kind) > 0)
                .map(kind -> words.get(key(kind) + ".count", count(shown, kind)))
                .collect(Collectors.joining(words.get("compare.between")));
        return changed.isEmpty()
                ? words.get("compare.unchanged", shown.same())
                : words.get("compare.sentence", changed, shown.same());
    }

    private static long count(RunComparison shown, Kind kind) {
        return shown.changes().stream().filter(c -> c.kind() == kind).count();
    }

    private static String key(Kind kind) {
        return "compare.kind." + kind.name().toLowerCase(Locale.ROOT);
    }

    @FXML
    private void swap() {
        model.swap();
    }

    private static final class TextOf extends TableCell<Change, Change> {
        private final Function<Change, String> text;

        TextOf(String style, Function<Change, String> text) {
            this.text = text;
            getStyleClass().add(style);
        }

        @Override
        protected void updateItem(Change change, boolean empty) {
            super.updateItem(change, empty);
            String said = empty || change == null ? "" : text.apply(change);
            setText(said);
            setTooltip(said.isEmpty() ? null : new Tooltip(said));
        }
    }
}
