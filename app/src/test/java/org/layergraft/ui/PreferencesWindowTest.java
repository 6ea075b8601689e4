package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.SettingsStore;

/** What is chosen counts at once and the next day. */
class PreferencesWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.liking(Preferences.FIRST)));
        window.close();
    }

    private Preferences likes() throws Exception {
        return Fx.call(() -> window.model.remembered().get().preferences());
    }

    @SuppressWarnings("unchecked")
    private <T> void choose(String id, T value) throws Exception {
        Fx.run(() -> ((ChoiceBox<T>) window.scene.lookup(id)).setValue(value));
        window.layout();
    }

    private void choose(String id, int at) throws Exception {
        Fx.run(() ->
                ((ChoiceBox<?>) window.scene.lookup(id)).getSelectionModel().select(at));
        window.layout();
    }

    private double font() throws Exception {
        return Fx.call(
                () -> ((Label) window.scene.lookup("#edits-summary")).getFont().getSize());
    }

    @Test
    void everyChoiceHasItsEffectAndIsKept() throws Exception {
        window.press(ActionId.PREFERENCES);
        choose("#preferences-theme", 2);
        assertTrue(Fx.call(() -> window.model.remembered().get().dark()));
        assertTrue(Fx.call(() -> window.scene.getStylesheets().getFirst().contains("dark")));
        choose("#preferences-device", "cpu");
        assertEquals(
                "cpu", Fx.call(() -> window.model.switches().deviceProperty().get()));
        choose("#preferences-language", Locale.SIMPLIFIED_CHINESE);
        assertEquals(
                Locale.SIMPLIFIED_CHINESE, Fx.call(() -> window.model.words().locale()));
        assertNotNull(Fx.call(() -> window.scene.lookup("#preferences-card")), "the card is still there");
        choose("#preferences-size", (Integer) 150);
        assertEquals(19.5, font(), 0.01);
        assertNotNull(Fx.call(() -> window.scene.lookup("#preferences-card")));
        Fx.run(() -> window.button("#preferences-close").fire());

        var kept = new SettingsStore(config).load();
        assertEquals(Preferences.FIRST.following(false).sized(150).on("cpu"), kept.preferences());
        assertTrue(kept.dark());
    }

    @Test
    void theMemoryLimitReachesTheProcessesAndIsKept() throws Exception {
        assertEquals(OptionalLong.empty(), window.backend.memory);
        window.press(ActionId.PREFERENCES);
        choose("#preferences-memory", (Integer) 4);
        assertEquals(OptionalLong.of(4L << 30), window.backend.memory);
        assertEquals(4, new SettingsStore(config).load().preferences().memoryGib());
        choose("#preferences-memory", (Integer) 0);
        assertEquals(OptionalLong.empty(), window.backend.memory);
        Fx.run(() -> window.button("#preferences-close").fire());
    }

    @Test
    void thePythonIsAskedForPyTorchAndStandsInTheCommand() throws Exception {
        window.press(ActionId.PREFERENCES);
        String nowhere = config.resolve("no python").toString();
        Fx.run(() -> {
            window.field("#preferences-python").setText(nowhere);
            window.field("#preferences-python").fireEvent(new javafx.event.ActionEvent());
        });
        String said = Fx.call(() -> window.label("#preferences-python-note").getText());
        assertTrue(said.contains("cannot be started"), said);
        Fx.run(() -> window.button("#preferences-close").fire());
        Path script = config.resolve("run.py");
        Fx.run(() -> window.model.exports().torchrun(script, () -> {}));
        String told = Fx.call(() -> window.label("#notice-text").getText());
        assertTrue(told.endsWith('"' + nowhere + "\" -m torch.distributed.run --nproc_per_node 2 " + script), told);
        Fx.run(() ->
                window.model.remembered().change(s -> s.liking(s.preferences().with(" "))));
        assertEquals("python3", likes().python(), "nothing is the usual one");
    }

    @Test
    void defaultsAreWhatIsPreferred() throws Exception {
        Fx.run(() ->
                window.model.remembered().change(s -> s.liking(s.preferences().on("cpu"))));
        assertFalse(Fx.call(() -> window.model.switches().changedProperty().get()), "nothing differs from the usual");
        Fx.run(() -> window.model.switches().deviceProperty().set("auto"));
        Fx.run(() -> window.model.switches().reset());
        assertEquals(
                "cpu", Fx.call(() -> window.model.switches().deviceProperty().get()));
    }

    @Test
    void textGrowsAndShrinksByKeyWithEverythingAroundIt() throws Exception {
        double usual = font();
        double row = Fx.call(() -> ((ListView<?>) window.scene.lookup("#edits")).getFixedCellSize());
        double bar =
                Fx.call(() -> window.scene.lookup(".main-bar").getLayoutBounds().getHeight());
        window.press(ActionId.TEXT_LARGER);
        window.press(ActionId.TEXT_LARGER);
        assertEquals(125, likes().textPercent());
        assertEquals(usual * 1.25, font(), 0.1);
        for (int i = 0; i < 9; i++) {
            window.press(ActionId.TEXT_LARGER);
        }
        assertEquals(200, likes().textPercent());
        assertEquals(usual * 2, font(), 0.1);
        assertEquals(row * 2, Fx.call(() -> ((ListView<?>) window.scene.lookup("#edits")).getFixedCellSize()));
        double large =
                Fx.call(() -> window.scene.lookup(".main-bar").getLayoutBounds().getHeight());
        assertTrue(large > bar * 1.7, bar + " became " + large);
        window.picture("text-200");
        window.press(ActionId.TEXT_USUAL);
        assertEquals(usual, font());
        for (int i = 0; i < 9; i++) {
            window.press(ActionId.TEXT_SMALLER);
        }
        assertEquals(80, likes().textPercent());
        assertEquals(usual * 0.8, font(), 0.1);
        window.picture("text-80");
    }

    @Test
    void byHandIsNoLongerAsTheSystem() throws Exception {
        assertTrue(likes().followSystem());
        window.press(ActionId.THEME);
        assertFalse(likes().followSystem());
        assertTrue(Fx.call(() -> window.model.remembered().get().dark()));
        window.press(ActionId.PREFERENCES);
        choose("#preferences-theme", 0);
        assertTrue(likes().followSystem());
        assertFalse(Fx.call(() -> window.model.remembered().get().dark()), "the headless system is light");
        Fx.run(() -> window.button("#preferences-close").fire());
    }

    @Test
    void whoHadChosenBeforeKeepsTheirChoice() throws Exception {
        Path earlier = config.resolve("earlier");
        Files.createDirectories(earlier);
        Files.writeString(
                earlier.resolve("settings.json"),
                "{\"width\":1280.0,\"height\":800.0,\"maximized\":false,\"dark\":true,\"plainEdges\":false,"
                        + "\"language\":\"en\",\"recent\":[],\"exportFolder\":\"\"}");
        var kept = new SettingsStore(earlier).load();
        assertTrue(kept.dark());
        assertFalse(kept.preferences().followSystem());
        assertEquals(100, kept.preferences().textPercent());
    }

    @Test
    void theCardsFitAtAnySizeInBothLanguages() throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (int percent : new int[] {80, 100, 150, 200}) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language)
                                .inDark(percent == 80)
                                .liking(s.preferences().sized(percent))));
                for (ActionId card : List.of(ActionId.PREFERENCES, ActionId.KEYS, ActionId.COMMANDS)) {
                    window.press(card);
                    String name = card.name().toLowerCase(Locale.ROOT) + "-" + percent + "-" + language.getLanguage();
                    window.layout();
                    window.picture(name);
                    Fx.run(() -> {
                        var shown = window.scene.getRoot().lookup(".card");
                        var box = shown.localToScene(shown.getLayoutBounds());
                        assertTrue(box.getMinX() >= 0 && box.getMaxX() <= 1280, name + " " + box);
                        assertTrue(box.getMinY() >= 0 && box.getMaxY() <= 800, name + " " + box);
                        assertEquals(List.of(), CutOff.in((javafx.scene.Parent) shown), name);
                    });
                    Fx.run(() -> window.scene
                            .getRoot()
                            .lookup(".card")
                            .fireEvent(OpenWindow.key(javafx.scene.input.KeyCode.ESCAPE)));
                }
            }
        }
    }
}
