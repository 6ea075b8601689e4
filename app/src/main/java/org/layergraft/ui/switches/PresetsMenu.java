package org.layergraft.ui.switches;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.layergraft.diagnosis.Preset;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.ui.common.Words;

/** The list of presets, each with what it sets, and the button that takes the last one back. */
final class PresetsMenu {

    private PresetsMenu() {}

    /** @param elsewhere shows the switches as lines for training scripts */
    static void bind(MenuButton menu, Button back, PresetsViewModel model, Words words, Runnable elsewhere) {
        for (Preset preset : Preset.values()) {
            String id = preset.name().toLowerCase(Locale.ROOT);
            var item = new RadioMenuItem(words.get("action.preset_" + id));
            item.setId("preset-" + id);
            item.setMnemonicParsing(false);
            model.is(preset).subscribe(item::setSelected);
            item.setOnAction(_ -> {
                model.use(preset);
                // A press on the one that is set leaves it so.
                item.setSelected(true);
            });
            menu.getItems().add(item);
        }
        var write = new MenuItem(words.get("action.write_switches"));
        write.setId("write-switches");
        write.setMnemonicParsing(false);
        write.setOnAction(_ -> elsewhere.run());
        menu.getItems().addAll(new SeparatorMenuItem(), write);
        var tip = new Tooltip();
        tip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.beforeProperty()
                                .get()
                                .map(s -> words.get("switches.back.tip", SwitchWords.of(s)))
                                .orElse(""),
                        model.beforeProperty()));
        back.setTooltip(tip);
        back.accessibleTextProperty().bind(tip.textProperty());
        back.setOnAction(_ -> model.back());
        Shown.when(back, model.canGoBack());
    }
}
