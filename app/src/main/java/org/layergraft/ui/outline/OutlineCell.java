package org.layergraft.ui.outline;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.coverage.StateMark;

/** Name, type or shape, and at the right how many parameters there are or get no gradient. */
final class OutlineCell extends TreeCell<OutlineViewModel.Entry> {

    /** Characters above which a name may be cut, so that the count stays in sight. */
    private static final int LONG = 20;

    private static final double LEAST = 60;

    private final Words words;
    private final Label name = new Label();
    private final Label detail = new Label();
    private final Label count = new Label();
    private final Region space = new Region();
    private final Tooltip tip = new Tooltip();
    private final HBox box = new HBox(6, name, detail, space, count);

    OutlineCell(Words words) {
        this.words = words;
        name.getStyleClass().add("outline-name");
        detail.getStyleClass().add("outline-detail");
        count.getStyleClass().add("outline-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(space, Priority.ALWAYS);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(0);
        detail.setMinWidth(0);
        name.minWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        this::least,
                        name.textProperty(),
                        name.fontProperty(),
                        box.widthProperty(),
                        count.widthProperty()));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        // A tree cell would ask for as much as its text wants and scroll sideways.
        setPrefWidth(0);
    }

    /** The name is cut last, and then with dots: what it is called matters more than its type. */
    private double least() {
        double whole = Math.ceil(name.prefWidth(-1));
        double room = box.getWidth() - count.getWidth() - 3 * box.getSpacing();
        return name.getText().length() > LONG ? LEAST : Math.min(whole, Math.max(LEAST, room));
    }

    @Override
    protected void updateItem(OutlineViewModel.Entry entry, boolean empty) {
        super.updateItem(entry, empty);
        if (empty || entry == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        name.setText(entry.name());
        detail.setText(entry.detail());
        boolean missing = entry.uncovered() > 0;
        if (entry.isModule()) {
            count.setGraphic(missing ? new StateMark(org.layergraft.step.GradientState.NONE) : null);
            count.setText(
                    missing
                            ? words.get("outline.uncovered", entry.uncovered(), entry.parameters())
                            : entry.parameters() == 0 ? "" : words.get("outline.count", entry.parameters()));
        } else {
            count.setGraphic(entry.state().map(StateMark::new).orElse(null));
            count.setText("");
        }
        setGraphic(box);
        tip.setText(entry.name() + "  " + entry.detail());
        setTooltip(tip);
        setAccessibleText(words.get(
                missing ? "outline.said.uncovered" : "outline.said",
                entry.name(),
                entry.detail(),
                entry.parameters(),
                entry.uncovered()));
    }
}
