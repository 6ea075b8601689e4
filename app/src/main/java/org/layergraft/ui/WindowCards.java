package org.layergraft.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import org.layergraft.text.Texts;
import org.layergraft.ui.commands.Command;
import org.layergraft.ui.commands.CommandsController;
import org.layergraft.ui.commands.CommandsViewModel;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.keys.KeysController;

/** The cards about the window itself: everything that can be done, and every key. */
final class WindowCards {

    private static final double TOP = 64;

    private final WorkbenchViewModel model;
    private final Actions actions;
    private final Scene scene;
    private final List<Path> samples;

    WindowCards(WorkbenchViewModel model, Actions actions, Scene scene, List<Path> samples) {
        this.model = model;
        this.actions = actions;
        this.scene = scene;
        this.samples = List.copyOf(samples);
    }

    void fill() {
        var always = Bindings.createBooleanBinding(() -> true);
        actions.put(ActionId.COMMANDS, always, this::commands);
        actions.put(ActionId.KEYS, always, this::keys);
    }

    private void commands() {
        var found = new CommandsViewModel(commandsNow(), this::places);
        show(
                FxmlFile.COMMANDS,
                new Screens(model.words())
                        .with(
                                CommandsController.class,
                                () -> new CommandsController(found, model.words(), this::close)));
    }

    private void keys() {
        show(
                FxmlFile.KEYS,
                new Screens(model.words())
                        .with(KeysController.class, () -> new KeysController(model.words(), this::close)));
    }

    private void show(FxmlFile file, Screens screens) {
        if (scene.lookup(".overlay") instanceof Overlay overlay && screens.load(file) instanceof Region card) {
            overlay.show(card, scene.getWidth() / 2, TOP);
        }
    }

    private void close() {
        if (scene.lookup(".overlay") instanceof Overlay overlay) {
            overlay.close();
        }
    }

    private List<Command> commandsNow() {
        var all = new ArrayList<Command>();
        actions.all().stream()
                .filter(id -> id != ActionId.COMMANDS)
                .map(this::command)
                .forEach(all::add);
        boolean idle = actions.isPossible(ActionId.OPEN);
        model.remembered().get().recent().stream()
                .map(Path::of)
                .filter(Files::exists)
                .forEach(file -> all.add(file(file, "menu.recent", idle)));
        samples.forEach(file -> all.add(file(file, "menu.samples", idle)));
        return all;
    }

    private Command command(ActionId id) {
        return new Command(
                id.key(),
                actions.label(id),
                otherLanguage().get("ui", id.key()),
                model.words().get(id.group().key()),
                id.shown(),
                actions.isPossible(id),
                () -> actions.run(id));
    }

    /** Who works in one language may have read about it in the other. */
    private Texts otherLanguage() {
        return new Texts(Texts.languages().stream()
                .filter(l -> !l.equals(model.words().locale()))
                .findFirst()
                .orElse(Locale.ENGLISH));
    }

    private Command file(Path file, String kind, boolean possible) {
        return new Command(
                "open-" + file.getFileName(),
                model.words().get("commands.open", file.getFileName()),
                file.toString(),
                model.words().get(kind),
                "",
                possible,
                () -> model.open(file));
    }

    private List<Command> places(String typed) {
        return model.document()
                .experimentProperty()
                .get()
                .map(e -> Search.find(e.graph(), typed).stream()
                        .map(place -> place(place))
                        .toList())
                .orElse(List.of());
    }

    private Command place(String place) {
        return new Command("go-" + place, place, "", model.words().get("commands.place"), "", true, () -> {
            model.selectedProperty().set("");
            model.selectedProperty().set(place);
        });
    }
}
