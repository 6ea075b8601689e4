package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.controlsfx.control.SegmentedButton;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Numbers;
import org.layergraft.ui.switches.SwitchesViewModel;

/** Binds the toolbar to the catalogue of actions. */
public final class ToolbarController {

    private final WorkbenchViewModel model;
    private final Actions actions;
    private final List<Path> samples;

    @FXML
    private SplitMenuButton open;

    @FXML
    private SplitMenuButton save;

    @FXML
    private Button undo;

    @FXML
    private Button redo;

    @FXML
    private Button add;

    @FXML
    private Button remove;

    @FXML
    private Spinner<Long> ranks;

    @FXML
    private Button oneDevice;

    @FXML
    private Button allRanks;

    @FXML
    private Button matrix;

    @FXML
    private Button measure;

    @FXML
    private Button cancel;

    @FXML
    private Button search;

    @FXML
    private Button commands;

    @FXML
    private Button keys;

    @FXML
    private ButtonBase theme;

    @FXML
    private SegmentedButton languages;

    public ToolbarController(WorkbenchViewModel model, Actions actions, List<Path> samples) {
        this.model = model;
        this.actions = actions;
        this.samples = List.copyOf(samples);
    }

    @FXML
    private void initialize() {
        actions.bind(ActionId.OPEN, open);
        actions.bind(ActionId.SAVE, save);
        var noModel = model.words().of("menu.why.open");
        var notHere = why("menu.why.open");
        var noEdits = why("menu.why.edits");
        save.getItems()
                .setAll(
                        actions.item(ActionId.SAVE_EXPERIMENT, noModel),
                        actions.item(ActionId.SAVE_MODEL, notHere),
                        actions.item(ActionId.EXPORT_REPORT, noModel),
                        actions.item(ActionId.EXPORT_PYTHON, noEdits),
                        actions.item(ActionId.EXPORT_SCRIPT, noEdits),
                        actions.item(ActionId.EXPORT_TORCHRUN, notHere),
                        actions.item(ActionId.WRITE_SWITCHES, noModel),
                        actions.item(ActionId.EXPORT_GRAPH, noModel),
                        actions.item(ActionId.EXPORT_WHOLE_GRAPH, noModel));
        actions.bind(ActionId.UNDO, undo);
        actions.bind(ActionId.REDO, redo);
        actions.bind(ActionId.ADD, add);
        actions.bind(ActionId.REMOVE, remove);
        actions.bind(ActionId.ONE_DEVICE, oneDevice);
        actions.bind(ActionId.ALL_RANKS, allRanks);
        actions.bind(ActionId.MATRIX, matrix);
        actions.bind(ActionId.MEASURE_SHAPES, measure);
        actions.bind(ActionId.CANCEL, cancel);
        actions.bind(ActionId.THEME, theme);
        model.remembered().property().subscribe(s -> theme.setGraphic(new Icon(s.dark() ? "sun" : "moon")));
        model.remembered().property().subscribe(_ -> files(open));
        var ranksOfRun = model.switches().ranksProperty();
        Numbers.bind(ranks, 1, SwitchesViewModel.MOST_RANKS, ranksOfRun, ranksOfRun::get, n -> ranksOfRun.set((int) n));
        actions.bind(ActionId.SEARCH, search);
        actions.bind(ActionId.COMMANDS, commands);
        actions.bind(ActionId.KEYS, keys);
        actions.put(ActionId.LANGUAGE, model.document().busyProperty().not(), this::nextLanguage);
        speakers();
    }

    /** Why something cannot be done with the model itself: a capture has none. */
    private StringBinding why(String otherwise) {
        var captured = model.document().capturedProperty();
        var words = model.words();
        return Bindings.createStringBinding(
                () -> words.get(captured.get() ? "menu.why.captured" : otherwise), captured, words.textsProperty());
    }

    /** Recent files and samples under the arrow of "Open". */
    private void files(MenuButton menu) {
        var items = new ArrayList<MenuItem>();
        var recent = model.remembered().recentFiles();
        if (!recent.isEmpty()) {
            items.add(heading("menu.recent"));
            recent.forEach(file -> items.add(item(file)));
            items.add(new SeparatorMenuItem());
        }
        if (!samples.isEmpty()) {
            items.add(heading("menu.samples"));
            samples.forEach(file -> items.add(item(file)));
            items.add(new SeparatorMenuItem());
        }
        items.add(actions.item(ActionId.NEW_WINDOW, model.words().of("menu.why.window")));
        items.add(actions.item(ActionId.OPEN_IN_NEW, model.words().of("menu.why.window")));
        items.add(actions.item(ActionId.OPEN_CONFIG, model.words().of("menu.why.window")));
        menu.getItems().setAll(items);
    }

    private MenuItem heading(String key) {
        var heading = new MenuItem(model.words().get(key));
        heading.setDisable(true);
        heading.getStyleClass().add("menu-heading");
        return heading;
    }

    private MenuItem item(Path file) {
        var item = new MenuItem(file.getFileName().toString());
        item.setMnemonicParsing(false);
        var held = new AtomicBoolean();
        item.parentPopupProperty().subscribe(popup -> {
            // An action does not say which keys were held.
            if (popup != null) {
                popup.addEventFilter(MouseEvent.ANY, e -> held.set(e.isShortcutDown()));
                popup.addEventFilter(KeyEvent.ANY, e -> held.set(e.isShortcutDown()));
            }
        });
        item.setOnAction(_ -> {
            if (held.get() && model.opening().others().arePossible()) {
                model.opening().others().open(Optional.of(file));
            } else {
                model.opening().open(file);
            }
        });
        return item;
    }

    private void nextLanguage() {
        var all = Texts.languages();
        var next = all.get((all.indexOf(model.words().locale()) + 1) % all.size());
        model.remembered().change(s -> s.speaking(next));
    }

    private void speakers() {
        var group = new ToggleGroup();
        for (Locale language : Texts.languages()) {
            var button = new ToggleButton(language.getLanguage().equals("zh") ? "中文" : "EN");
            button.setAccessibleText(language.getDisplayLanguage(language));
            button.setId("language-" + language.getLanguage());
            button.setToggleGroup(group);
            button.setSelected(language.equals(model.words().locale()));
            button.setOnAction(_ -> {
                button.setSelected(true);
                model.remembered().change(s -> s.speaking(language));
            });
            languages.getButtons().add(button);
        }
        languages.setToggleGroup(group);
    }
}
