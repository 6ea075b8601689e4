package org.layergraft.ui.matrix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.util.Callback;
import org.layergraft.diagnosis.MatrixTable.Figure;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** Binds the table of combinations. */
public final class MatrixController {

    private final MatrixViewModel model;
    private final Words words;
    private final BooleanExpression possible;
    private final Consumer<Row> use;
    private final List<TableColumn<Row, Row>> variedColumns = new ArrayList<>();

    @FXML
    private Label sentence;

    @FXML
    private Node head;

    @FXML
    private Node staleNote;

    @FXML
    private Node legend;

    @FXML
    private TableView<Row> table;

    @FXML
    private TableColumn<Row, Row> markColumn;

    @FXML
    private TableColumn<Row, Row> unusedColumn;

    @FXML
    private TableColumn<Row, Row> staticColumn;

    @FXML
    private TableColumn<Row, Row> checkpointColumn;

    @FXML
    private TableColumn<Row, Row> outcomeColumn;

    @FXML
    private TableColumn<Row, Row> coveredColumn;

    @FXML
    private TableColumn<Row, Row> stepColumn;

    @FXML
    private TableColumn<Row, Row> communicationColumn;

    @FXML
    private TableColumn<Row, Row> peakColumn;

    @FXML
    private TableColumn<Row, Row> useColumn;

    /**
     * @param possible switches can be changed now
     * @param use takes a row's switches over
     */
    public MatrixController(MatrixViewModel model, Words words, BooleanExpression possible, Consumer<Row> use) {
        this.model = model;
        this.words = words;
        this.possible = possible;
        this.use = use;
    }

    @FXML
    private void initialize() {
        sentence.textProperty().bind(model.sentenceProperty());
        present(head, model.sentenceProperty().isNotEmpty());
        present(staleNote, model.staleProperty());
        present(legend, model.sentenceProperty().isNotEmpty());
        text(
                markColumn,
                "mark",
                this::mark,
                this::markWords,
                Comparator.comparing(r -> r.best() ? 0 : r.usual() ? 1 : 2));
        text(
                unusedColumn,
                "turn",
                r -> turn(r.switches().findUnusedParameters()),
                this::all,
                Comparator.comparing(r -> r.switches().findUnusedParameters()));
        text(
                staticColumn,
                "turn",
                r -> turn(r.switches().staticGraph()),
                this::all,
                Comparator.comparing(r -> r.switches().staticGraph()));
        text(
                checkpointColumn,
                "turn",
                r -> words.get("matrix.checkpoint." + SwitchWords.checkpoint(r.switches())),
                this::all,
                Comparator.comparing(r -> r.switches().checkpoint().mode()));
        column(outcomeColumn, Comparator.comparing(r -> OutcomeCell.text(r, words)), _ -> new OutcomeCell(words));
        text(
                coveredColumn,
                "number",
                this::covered,
                _ -> "",
                by(r -> r.covered().orElse(-1)));
        figure(stepColumn, Row::step, v -> Amounts.real(v));
        figure(communicationColumn, Row::communication, v -> Amounts.real(v));
        figure(peakColumn, Row::peak, v -> String.valueOf(Math.round(v / (1 << 20))));
        column(useColumn, Comparator.comparing(Row::best), _ -> new UseCell(words, possible, use));
        useColumn.setSortable(false);
        model.variedProperty().subscribe(this::varied);
        model.tableProperty()
                .subscribe(t -> checkpointColumn.setVisible(t.rows().stream()
                        .anyMatch(r -> r.switches().checkpoint().on())));
        var sorted = new SortedList<>(model.rows());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setRowFactory(_ -> new MarkedRow());
        table.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ENTER && useSelected()) {
                e.consume();
            }
        });
        table.setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
                useSelected();
            }
        });
        new ScarceWidth(table, communicationColumn);
    }

    private boolean useSelected() {
        var row = table.getSelectionModel().getSelectedItem();
        if (row == null || !possible.get()) {
            return false;
        }
        use.accept(row);
        return true;
    }

    /** A column for each, before what came of it. */
    private void varied(List<VariedOption> options) {
        table.getColumns().removeAll(variedColumns);
        variedColumns.clear();
        for (VariedOption option : options) {
            var column = new TableColumn<Row, Row>(words.get("matrix.column." + option.id()));
            column.setId("matrix-" + option.id());
            column.setMinWidth(width(option));
            column.setPrefWidth(column.getMinWidth());
            column.setMaxWidth(120);
            text(column, option.isFlag() ? "turn" : "number", r -> value(option, r), this::all, order(option));
            variedColumns.add(column);
        }
        table.getColumns().addAll(table.getColumns().indexOf(outcomeColumn), variedColumns);
    }

    private static double width(VariedOption option) {
        return switch (option) {
            case GRADIENT_AS_BUCKET_VIEW, BF16 -> 46;
            case BUCKET_CAP_MB -> 56;
            case BROADCAST_BUFFERS, ACCUMULATE -> 62;
        };
    }

    private String value(VariedOption option, Row row) {
        String word = option.word(row.switches());
        return option.isFlag() ? turn(Boolean.parseBoolean(word)) : word;
    }

    private static Comparator<Row> order(VariedOption option) {
        Function<Row, String> word = row -> option.word(row.switches());
        return option.isFlag() ? Comparator.comparing(word) : by(row -> Double.parseDouble(word.apply(row)));
    }

    private String mark(Row row) {
        return (row.best() ? "★" : "") + (row.usual() ? "◆" : "");
    }

    private String markWords(Row row) {
        return row.best() ? words.get("matrix.best") : row.usual() ? words.get("matrix.usual") : "";
    }

    private String turn(boolean on) {
        return words.get(on ? "matrix.on" : "matrix.off");
    }

    private String all(Row row) {
        return SwitchWords.of(row.switches());
    }

    /** 99.97 % is not all of them. */
    private String covered(Row row) {
        return row.covered().isPresent()
                ? words.get("coverage.percent", (long)
                        Math.floor(100 * row.covered().getAsDouble()))
                : "–";
    }

    private void figure(
            TableColumn<Row, Row> column, Function<Row, Optional<Figure>> figure, Function<Double, String> shown) {
        text(
                column,
                "number",
                r -> figure.apply(r).map(f -> shown.apply(f.value())).orElse("–"),
                r -> figure.apply(r)
                        .filter(f -> f.relative().isPresent())
                        .map(f -> words.get(
                                "matrix.relative",
                                String.format(Locale.ROOT, "%.2f", f.relative().getAsDouble())))
                        .orElse(""),
                by(r -> figure.apply(r).map(Figure::value).orElse(Double.MAX_VALUE)));
    }

    private static Comparator<Row> by(ToDoubleFunction<Row> value) {
        return Comparator.comparingDouble(value);
    }

    private void text(
            TableColumn<Row, Row> column,
            String style,
            Function<Row, String> text,
            Function<Row, String> more,
            Comparator<Row> order) {
        column(column, order, _ -> new MatrixCell(style, text, more));
    }

    private static void column(
            TableColumn<Row, Row> column,
            Comparator<Row> order,
            Callback<TableColumn<Row, Row>, TableCell<Row, Row>> cells) {
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setComparator(order);
        column.setCellFactory(cells);
        column.setReorderable(false);
    }

    private static void present(Node node, javafx.beans.value.ObservableBooleanValue there) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }

    /** Says to those who do not see it what the row's cells say together. */
    private final class MarkedRow extends TableRow<Row> {
        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            boolean there = !empty && row != null;
            pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("best"), there && row.best());
            setAccessibleText(
                    there
                            ? words.get(
                                    "matrix.row",
                                    SwitchWords.of(row.switches()),
                                    OutcomeCell.text(row, words),
                                    covered(row),
                                    row.step().map(f -> Amounts.real(f.value())).orElse("–"),
                                    markWords(row))
                            : "");
        }
    }
}
