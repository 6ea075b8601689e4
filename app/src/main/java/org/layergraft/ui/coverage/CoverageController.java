package org.layergraft.ui.coverage;

import java.util.List;
import javafx.beans.binding.BooleanExpression;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.controlsfx.control.textfield.CustomTextField;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.ContextMenus;
import org.layergraft.ui.common.CoverageLook;
import org.layergraft.ui.common.Words;

/** Binds the coverage table. */
public final class CoverageController {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass UNCOVERED = PseudoClass.getPseudoClass("uncovered");
    private static final PseudoClass MODULE = PseudoClass.getPseudoClass("module");

    /** Shows what can be done with rows. */
    public interface Menu {
        /** @param at on the screen */
        void show(Node owner, List<String> places, Point2D at);

        /** Asks for a pattern of parameters to freeze. */
        void freezeMatching();
    }

    private final CoverageViewModel model;
    private final Words words;
    private final Menu menu;
    private final Actions actions;
    private final BooleanExpression editable;
    private CoverageLines lines;

    @FXML
    private Label header;

    @FXML
    private Label ranWith;

    @FXML
    private Node staleNote;

    @FXML
    private CustomTextField filter;

    @FXML
    private ToggleButton byModule;

    @FXML
    private ToggleButton foldRanks;

    @FXML
    private MenuButton more;

    @FXML
    private TreeTableView<CoverageLine> table;

    @FXML
    private Node placeholder;

    @FXML
    private Region details;

    @FXML
    private MagnitudeChart magnitudes;

    @FXML
    private Label detailsTitle;

    @FXML
    private Label idle;

    @FXML
    private FlowPane legend;

    @FXML
    private Button freeze;

    /** @param editable a model is open and nothing changes */
    public CoverageController(
            CoverageViewModel model, Words words, Menu menu, Actions actions, BooleanExpression editable) {
        this.model = model;
        this.words = words;
        this.menu = menu;
        this.actions = actions;
        this.editable = editable;
    }

    @FXML
    private void initialize() {
        header.textProperty().bind(model.headerProperty());
        ranWith.textProperty().bind(model.ranWithProperty());
        ranWith.setTooltip(new Tooltip());
        ranWith.getTooltip().textProperty().bind(model.ranWithWholeProperty());
        ranWith.visibleProperty().bind(model.ranWithProperty().isNotEmpty());
        ranWith.managedProperty().bind(ranWith.visibleProperty());
        staleNote.visibleProperty().bind(model.staleProperty());
        staleNote.managedProperty().bind(model.staleProperty());
        filter.textProperty().bindBidirectional(model.filterProperty());
        placeholder.visibleProperty().bind(model.filteredProperty());
        model.staleProperty().subscribe(stale -> table.pseudoClassStateChanged(STALE, stale));

        table.setRowFactory(_ -> new LineRow());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        var columns = new CoverageColumns(table, model, words);
        model.lookProperty().subscribe(_ -> showColumns(columns));
        model.ranksProperty().subscribe((_, _) -> showColumns(columns));
        lines = new CoverageLines(table, columns, model);
        new SelectionDetails(details, magnitudes, detailsTitle, idle, model, lines, words);
        ContextMenus.on(
                table,
                (cell, at) -> {
                    cell.ifPresent(c -> ContextMenus.select(table.getSelectionModel(), c));
                    showMenu(at);
                },
                () -> showMenu(ContextMenus.besideSelection(table)));
        table.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (COPY.match(e)) {
                copy();
                e.consume();
            }
        });
        freeze.disableProperty().bind(editable.not());
        bindLook();
        legend.getChildren().setAll(new StateChips(model.states(), words).nodes());
    }

    private void showColumns(CoverageColumns columns) {
        int ranks = model.ranksProperty().get();
        columns.show(model.lookProperty().get(), ranks);
        boolean choice = ranks > 1 && ranks <= CoverageColumns.MOST_RANKS;
        foldRanks.setVisible(choice);
        foldRanks.setManaged(choice);
    }

    private void bindLook() {
        byModule.setOnAction(_ -> change(model.lookProperty().get().inModules(byModule.isSelected())));
        foldRanks.setOnAction(_ -> change(model.lookProperty().get().folded(foldRanks.isSelected())));
        more.getItems().add(heading("coverage.columns"));
        for (var column : CoverageLook.Column.values()) {
            var item = new CheckMenuItem(words.get("coverage.column." + column.id()));
            item.setId("show-" + column.id());
            item.setOnAction(_ -> {
                var look = model.lookProperty().get();
                change(look.with(column, !look.shows(column)));
            });
            model.lookProperty().subscribe(look -> {
                item.setSelected(look.shows(column));
                // A tree says the module by itself.
                item.setDisable(column == CoverageLook.Column.MODULE && look.byModule());
            });
            more.getItems().add(item);
        }
        var detailed = new CheckMenuItem(words.get("coverage.details"));
        detailed.setId("show-details");
        detailed.setOnAction(_ -> {
            var look = model.lookProperty().get();
            change(look.detailed(look.withoutDetails()));
        });
        model.lookProperty().subscribe(look -> detailed.setSelected(!look.withoutDetails()));
        more.getItems().addAll(new SeparatorMenuItem(), detailed);
        for (var id : List.of(ActionId.EXPORT_COVERAGE, ActionId.GO_COMPARE)) {
            more.getItems().add(actions.item(id, words.of("menu.why.open")));
        }
        model.lookProperty().subscribe(look -> {
            byModule.setSelected(look.byModule());
            foldRanks.setSelected(look.foldRanks());
        });
    }

    private MenuItem heading(String key) {
        var heading = new MenuItem(words.get(key));
        heading.setDisable(true);
        heading.getStyleClass().add("menu-heading");
        return heading;
    }

    private void change(CoverageLook look) {
        model.lookProperty().set(look);
    }

    private void copy() {
        var chosen = lines.selected();
        if (!chosen.isEmpty()) {
            var content = new ClipboardContent();
            content.putString(Tsv.of(chosen));
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    private void showMenu(Point2D at) {
        var names = lines.selected().stream().map(CoverageLine::name).toList();
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

    private static final class LineRow extends TreeTableRow<CoverageLine> {

        /**
         * A line that is made anew may say what it said before, and still be another: its place in the tree is. JavaFX asks only of the value
         * (TreeTableRow.updateItem), keeps the line from before, which is in no tree any more, and indents by its level.
         */
        @Override
        protected boolean isItemChanged(CoverageLine before, CoverageLine now) {
            return super.isItemChanged(before, now) || getTreeTableView().getTreeItem(getIndex()) != getTreeItem();
        }

        @Override
        protected void updateItem(CoverageLine line, boolean empty) {
            super.updateItem(line, empty);
            boolean there = !empty && line != null;
            pseudoClassStateChanged(UNCOVERED, there && line.states().contains(GradientState.NONE));
            pseudoClassStateChanged(MODULE, there && line instanceof CoverageModule);
        }
    }
}
