package org.layergraft.ui.common;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyEvent;

/** The catalogue of actions: buttons, keys and tooltips all ask the same entry, so what is shown disabled cannot be pressed. */
public final class Actions {

    private final Words words;
    private final LeftFocus focus = new LeftFocus();
    private final Map<ActionId, Entry> entries = new EnumMap<>(ActionId.class);

    public Actions(Words words) {
        this.words = words;
    }

    private record Entry(Runnable run, BooleanExpression possible, ObservableStringValue label) {}

    public void put(ActionId id, BooleanExpression possible, Runnable run) {
        put(id, possible, words.of(id.key()), run);
    }

    /** @param label more than the action's name: what would be undone, say */
    public void put(ActionId id, BooleanExpression possible, ObservableStringValue label, Runnable run) {
        entries.put(id, new Entry(run, possible, label));
    }

    public void run(ActionId id) {
        var entry = entries.get(id);
        if (entry != null && entry.possible().get()) {
            entry.run().run();
        }
    }

    /** The button does the action, is disabled when it is impossible and tells its key. */
    public void bind(ActionId id, ButtonBase button) {
        var entry = entries.get(id);
        button.disableProperty().bind(entry.possible().not());
        button.setOnAction(_ -> run(id));
        focus.leave(button);
        tell(id, button);
    }

    /** The tooltip only. */
    public void tell(ActionId id, ButtonBase button) {
        var label = entries.get(id).label();
        var tip = new Tooltip();
        tip.textProperty().bind(id.shown().isEmpty() ? label : Bindings.concat(label, "  ", id.shown()));
        button.setTooltip(tip);
        button.accessibleTextProperty().bind(label);
    }

    /** An item for a menu; while the action is impossible it says why. */
    public MenuItem item(ActionId id, ObservableStringValue whyNot) {
        var entry = entries.get(id);
        var item = new MenuItem();
        item.setId(id.key());
        item.setMnemonicParsing(false);
        item.textProperty()
                .bind(Bindings.when(entry.possible())
                        .then(entry.label())
                        .otherwise(Bindings.concat(entry.label(), "\n", whyNot)));
        item.disableProperty().bind(entry.possible().not());
        item.setOnAction(_ -> run(id));
        return item;
    }

    /**
     * The keys, everywhere in the window; those that belong to text fields stay theirs while one has the focus. What is there already
     * is replaced and not taken out: the scene may be looking through its keys, as it is when one of them has led here.
     */
    public void install(Scene scene) {
        // Lists and trees take this key for writing into what they hold, which nothing here does.
        scene.getRoot().addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (ActionId.RENAME.keys().match(key)
                    && (key.getTarget() instanceof TreeView
                            || key.getTarget() instanceof TreeTableView
                            || key.getTarget() instanceof ListView)) {
                run(ActionId.RENAME);
                key.consume();
            }
        });
        for (ActionId id : entries.keySet()) {
            if (!id.isOfGraph()) {
                id.allKeys()
                        .forEach(key -> scene.getAccelerators().put(key, () -> {
                            if (!(id.belongsToFields() && scene.getFocusOwner() instanceof TextInputControl)) {
                                run(id);
                            }
                        }));
            }
        }
    }

    /** Everything there is, in the order of {@link ActionId}. */
    public Set<ActionId> all() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean isPossible(ActionId id) {
        return entries.get(id).possible().get();
    }

    /** What it is called at the moment. */
    public String label(ActionId id) {
        return entries.get(id).label().get();
    }
}
