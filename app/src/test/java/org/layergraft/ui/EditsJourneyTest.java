package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.Experiments;
import org.layergraft.model.Parameter;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Tone;

/** A new user's first quarter of an hour: edits of every kind, saved over the open file, opened again and taken back. */
class EditsJourneyTest {

    @TempDir
    Path config;

    private OpenWindow window;

    private void key(ActionId id) throws Exception {
        Fx.run(() -> window.scene.getAccelerators().get(id.keys()).run());
        window.layout();
    }

    private void menu(String place, String... path) throws Exception {
        Fx.run(() -> window.model.selectedProperty().set(place));
        window.layout();
        Node outline = window.scene.lookup("#outline");
        Fx.run(() -> outline.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.CONTEXT_MENU, false, false, false, false)));
        Fx.run(() -> {
            var menu = Window.getWindows().stream()
                    .filter(w -> w instanceof ContextMenu m && "place-menu".equals(m.getId()))
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            List<MenuItem> items = menu.getItems();
            for (String id : path) {
                var item = items.stream().filter(i -> id.equals(i.getId())).findFirst();
                if (item.isEmpty()) {
                    item = items.stream()
                            .filter(Menu.class::isInstance)
                            .flatMap(m -> ((Menu) m).getItems().stream())
                            .filter(i -> id.equals(i.getId()))
                            .findFirst();
                }
                var found = item.orElseThrow();
                assertFalse(found.isDisable(), found::getText);
                if (found instanceof Menu deeper) {
                    items = deeper.getItems();
                } else {
                    found.fire();
                }
            }
            menu.hide();
        });
        window.layout();
    }

    private List<String> names() {
        return window.graph().parameters().stream().map(Parameter::name).toList();
    }

    private boolean said(Tone tone) throws Exception {
        return Fx.call(() -> window.model
                .announcements()
                .noticeProperty()
                .get()
                .filter(n -> n.tone() == tone)
                .isPresent());
    }

    @Test
    void everyEditIsMadeSavedOpenedAgainAndTakenBack() throws Exception {
        Path opened = Files.copy(Path.of("samples", "mini_mlp.pt"), config.resolve("mlp.pt"));
        window = new OpenWindow(config, opened);
        try {
            window.layout();
            var before = Fx.call(this::names);

            key(ActionId.FREEZE_MATCHING);
            Fx.run(() -> window.field("#freeze-pattern").setText("fc1.*"));
            window.layout();
            Fx.run(() -> window.button("#freeze-accept").fire());

            menu("fc2", "menu.wrap", "menu.wrap.lora");
            window.layout();
            Fx.run(() -> window.button("#layer-add").fire());
            window.layout();
            String lora = Fx.call(() -> window.model.selectedProperty().get());
            assertTrue(lora.startsWith("fc2."), lora);

            menu(lora, "menu.rename");
            Fx.run(() -> window.field("#rename-name").setText("tuned"));
            Fx.run(() -> window.button("#rename-accept").fire());
            assertTrue(Fx.call(this::names).contains("fc2.tuned.lora_A"), () -> names().toString());
            window.layout();

            var chosen = window.edits();
            window.dialogs.answer = Optional.of(opened);
            key(ActionId.SAVE);

            menu("fc2.tuned", "menu.remove");
            assertEquals(before, Fx.call(this::names));
            Path second = config.resolve("second.pt");
            window.dialogs.answer = Optional.of(second);
            key(ActionId.SAVE);
            assertFalse(said(Tone.BAD), "what was read from the file that was saved over is read again");
            assertEquals(
                    before.size(), Experiments.open(second).graph().parameters().size());

            Fx.run(() -> window.model.opening().open(opened));
            assertEquals(chosen, window.edits(), "the log came with the file");
            window.layout();
            window.picture("reopened");
            for (int i = 0; i < chosen.size(); i++) {
                key(ActionId.UNDO);
            }
            assertEquals(before, Fx.call(this::names));
            assertTrue(Fx.call(() -> window.graph().parameters().stream().allMatch(Parameter::trainable)));
        } finally {
            window.close();
        }
    }
}
