package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import org.controlsfx.control.textfield.CustomTextField;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.ContextMenus;
import org.layergraft.ui.common.Words;

/** Binds the coverage table. */
public final class CoverageController {

    /** More ranks than this are not told apart at a glance, and there is no room for them. */
    private static final int MOST_COLUMNS = 8;

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass UNCOVERED = PseudoClass.getPseudoClass("uncovered");

    /** Shows what can be done with rows. */
    public interface Menu {
        /** @param at on the screen */
        void show(Node owner, List<String> parameters, Point2D at);

        /** Asks for a pattern of parameters to freeze. */
        void freezeMatching();
    }

    private final CoverageViewModel model;
    private final Words words;
    private final Menu menu;
    private final BooleanExpression editable;
    private final List<TableColumn<CoverageRow, CoverageRow>> rankColumns = new ArrayList<>();
    private boolean following;

    @FXML
    private Label header;

    @FXML
    private Node staleNote;

    @FXML
    private CustomTextField filter;

    @FXML
    private TableView<CoverageRow> table;

    @FXML
    private TableColumn<CoverageRow, CoverageRow> parameterColumn;

    @FXML
    private TableColumn<CoverageRow, CoverageRow> moduleColumn;

    @FXML
    private TableColumn<CoverageRow, CoverageRow> shapeColumn;

    @FXML
    private TableColumn<CoverageRow, CoverageRow> shareColumn;

    @FXML
    private TableColumn<CoverageRow, CoverageRow> normColumn;

    @FXML
    private Node placeholder;

    @FXML
    private FlowPane legend;

    @FXML
    private Button freeze;

    /** @param editable a model is open and nothing changes */
    public CoverageController(CoverageViewModel model, Words words, Menu menu, BooleanExpression editable) {
        this.model = model;
        this.words = words;
        this.menu = menu;
        this.editable = editable;
    }

    @FXML
    private void initialize() {
        header.textProperty().bind(model.headerProperty());
        staleNote.visibleProperty().bind(model.staleProperty());
        staleNote.managedProperty().bind(model.staleProperty());
        filter.textProperty().bindBidirectional(model.filterProperty());
        placeholder.visibleProperty().bind(model.filteredProperty());
        model.staleProperty().subscribe(stale -> table.pseudoClassStateChanged(STALE, stale));

        column(parameterColumn, Comparator.comparing(r -> r.parameter().localName()), _ -> TextCell.parameter());
        column(moduleColumn, Comparator.comparing(r -> r.parameter().module()), _ -> TextCell.module());
        column(
                shapeColumn,
                Comparator.comparingLong(r -> r.parameter().shape().elements()),
                _ -> TextCell.number(r -> r.parameter().shape().toString()));
        column(shareColumn, Comparator.comparingDouble(r -> r.share().orElse(-1)), _ -> new ShareCell(words));
        column(
                normColumn,
                Comparator.comparingDouble(r -> r.norm().orElse(-1)),
                _ -> TextCell.number(
                        r -> r.norm().isPresent() ? Amounts.real(r.norm().getAsDouble()) : ""));
        model.ranksProperty().subscribe(n -> showRanks(n.intValue()));

        var sorted = new SortedList<>(model.rows());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setRowFactory(_ -> new UncoveredRow());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().selectedItemProperty().subscribe(this::picked);
        ContextMenus.on(
                table,
                (cell, at) -> {
                    cell.ifPresent(c -> ContextMenus.select(table.getSelectionModel(), c));
                    showMenu(at);
                },
                () -> showMenu(ContextMenus.besideSelection(table)));
        freeze.disableProperty().bind(editable.not());
        model.selectedProperty().subscribe(_ -> follow());
        model.rows().addListener((javafx.collections.ListChangeListener<CoverageRow>) _ -> follow());
        legend.getChildren().setAll(new StateChips(model.states(), words).nodes());
    }

    private void showMenu(Point2D at) {
        var names = table.getSelectionModel().getSelectedItems().stream()
                .map(CoverageRow::name)
                .toList();
        if (!names.isEmpty()) {
            menu.show(table, names, at);
        }
    }

    @FXML
    private void showAll() {
        model.showAll();
    }

    @FXML
    private void freezeMatching() {
        menu.freezeMatching();
    }

    private void picked(CoverageRow row) {
        if (row != null && !following) {
            model.selectedProperty().set(row.name());
        }
    }

    /** The table follows a selection made elsewhere. */
    private void follow() {
        String wanted = model.selectedProperty().get();
        var chosen = table.getSelectionModel().getSelectedItem();
        if (chosen != null && chosen.name().equals(wanted)) {
            return;
        }
        following = true;
        try {
            table.getSelectionModel().clearSelection();
            table.getItems().stream()
                    .filter(r -> r.name().equals(wanted))
                    .findFirst()
                    .ifPresent(row -> {
                        table.getSelectionModel().select(row);
                        table.scrollTo(row);
                    });
        } finally {
            following = false;
        }
    }

    private void showRanks(int ranks) {
        table.getColumns().removeAll(rankColumns);
        rankColumns.clear();
        for (int rank = 0; rank < Math.min(ranks, MOST_COLUMNS); rank++) {
            int r = rank;
            var column = new TableColumn<CoverageRow, CoverageRow>(
                    ranks == 1 ? words.get("coverage.column.device") : words.get("coverage.column.rank", rank));
            double width = ranks == 1 ? 52 : 34;
            column.setPrefWidth(width);
            column.setMinWidth(width);
            column.setMaxWidth(width + 10);
            column(column, Comparator.comparingInt(row -> urgency(row, r)), _ -> new StateCell(r, words));
            rankColumns.add(column);
        }
        table.getColumns().addAll(table.getColumns().indexOf(shapeColumn) + 1, rankColumns);
    }

    private static int urgency(CoverageRow row, int rank) {
        return rank < row.states().size() ? CoverageRow.urgency(row.states().get(rank)) : 9;
    }

    private static void column(
            TableColumn<CoverageRow, CoverageRow> column,
            Comparator<CoverageRow> order,
            javafx.util.Callback<TableColumn<CoverageRow, CoverageRow>, TableCell<CoverageRow, CoverageRow>> cells) {
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setComparator(order);
        column.setCellFactory(cells);
        column.setReorderable(false);
    }

    private static final class UncoveredRow extends TableRow<CoverageRow> {
        @Override
        protected void updateItem(CoverageRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean marked = !empty && row != null && row.states().contains(GradientState.NONE);
            pseudoClassStateChanged(UNCOVERED, marked);
        }
    }
}
