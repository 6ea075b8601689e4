package org.layergraft.ui.common;

import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.TableCell;
import javafx.scene.control.TreeTableCell;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Context menus by mouse, by the menu key and by Shift+F10, which not every platform tells of itself. */
public final class ContextMenus {

    private ContextMenus() {}

    /**
     * @param byMouse told where on the screen, and on which cell of a list, tree or table if there is one
     * @param byKey asks for the menu of what is selected
     */
    public static void on(Node node, BiConsumer<Optional<IndexedCell<?>>, Point2D> byMouse, Runnable byKey) {
        node.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, e -> {
            if (e.isKeyboardTrigger()) {
                byKey.run();
            } else {
                var under = e.getPickResult() == null ? null : e.getPickResult().getIntersectedNode();
                byMouse.accept(cell(under), new Point2D(e.getScreenX(), e.getScreenY()));
            }
            e.consume();
        });
        node.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.CONTEXT_MENU || e.getCode() == KeyCode.F10 && e.isShiftDown()) {
                byKey.run();
                e.consume();
            }
        });
    }

    /** A press on what is not selected selects it; on one of several that are, it means all of them. */
    public static void select(MultipleSelectionModel<?> selection, IndexedCell<?> cell) {
        if (!cell.isEmpty() && !selection.isSelected(cell.getIndex())) {
            selection.clearAndSelect(cell.getIndex());
        }
    }

    private static Optional<IndexedCell<?>> cell(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            // A table's cells lie in rows, which are what is selected.
            if (at instanceof IndexedCell<?> cell
                    && !(at instanceof TableCell<?, ?>)
                    && !(at instanceof TreeTableCell<?, ?>)) {
                return Optional.of(cell);
            }
        }
        return Optional.empty();
    }

    /** Below the selected cell of a list, tree or table, else in its middle. */
    public static Point2D besideSelection(Node node) {
        return node.lookupAll(".cell").stream()
                .filter(c ->
                        c instanceof IndexedCell<?> cell && cell.isSelected() && cell.isVisible() && !cell.isEmpty())
                .findFirst()
                .map(c -> c.localToScreen(24, c.getLayoutBounds().getHeight()))
                .orElseGet(() -> node.localToScreen(
                        node.getLayoutBounds().getWidth() / 2,
                        node.getLayoutBounds().getHeight() / 3));
    }
}
