package org.layergraft.ui.outline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.layergraft.ui.common.ContextMenus;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.outline.OutlineViewModel.Entry;

/** Binds the outline; what was unfolded stays unfolded when the model changes. */
public final class OutlineController {

    /** Shows what can be done with a line. */
    public interface Menu {
        /** @param place as in {@link Entry#place}; @param at on the screen */
        void show(Node owner, String place, Point2D at);
    }

    private final OutlineViewModel model;
    private final Words words;
    private final Menu menu;
    private final Map<String, TreeItem<Entry>> items = new HashMap<>();
    private boolean following;

    @FXML
    private TreeView<Entry> tree;

    public OutlineController(OutlineViewModel model, Words words, Menu menu) {
        this.model = model;
        this.words = words;
        this.menu = menu;
    }

    @FXML
    private void initialize() {
        tree.setCellFactory(_ -> new OutlineCell(words));
        model.rootProperty().subscribe(this::rebuild);
        model.selectedProperty().subscribe(_ -> follow());
        tree.getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null && !following) {
                model.selectedProperty().set(item.getValue().place());
            }
        });
        ContextMenus.on(
                tree,
                (cell, at) -> {
                    cell.ifPresent(c -> ContextMenus.select(tree.getSelectionModel(), c));
                    showMenu(at);
                },
                () -> showMenu(ContextMenus.besideSelection(tree)));
    }

    private void showMenu(Point2D at) {
        var item = tree.getSelectionModel().getSelectedItem();
        if (item != null) {
            menu.show(tree, item.getValue().place(), at);
        }
    }

    private void rebuild(Optional<Entry> root) {
        Set<String> unfolded = new HashSet<>(Set.of(""));
        items.forEach((place, item) -> {
            if (item.isExpanded()) {
                unfolded.add(place);
            }
        });
        following = true;
        try {
            items.clear();
            tree.setRoot(root.map(entry -> item(entry, unfolded)).orElse(null));
        } finally {
            following = false;
        }
        follow();
    }

    private TreeItem<Entry> item(Entry entry, Set<String> unfolded) {
        var item = new TreeItem<>(entry);
        items.put(entry.place(), item);
        entry.children().forEach(child -> item.getChildren().add(item(child, unfolded)));
        item.setExpanded(!entry.children().isEmpty() && unfolded.contains(entry.place()));
        return item;
    }

    private void follow() {
        var wanted = items.get(Places.owner(model.selectedProperty().get()));
        following = true;
        try {
            if (wanted == null || model.selectedProperty().get().isEmpty()) {
                tree.getSelectionModel().clearSelection();
            } else if (tree.getSelectionModel().getSelectedItem() != wanted) {
                for (var up = wanted.getParent(); up != null; up = up.getParent()) {
                    up.setExpanded(true);
                }
                tree.getSelectionModel().select(wanted);
                tree.scrollTo(Math.max(0, tree.getRow(wanted) - 3));
            }
        } finally {
            following = false;
        }
    }
}
