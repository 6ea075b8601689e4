package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.capture.SmallCapture;
import org.layergraft.config.Snippet;
import org.layergraft.config.Snippet.Library;
import org.layergraft.config.Snippets;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.SettingsStore;

/** The card that says the switches in the words of a training script. */
class SnippetsWindowTest {

    @TempDir
    Path config;

    @TempDir
    Path folder;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void choose(Library library) throws Exception {
        Fx.run(() -> window.<Library>choice("#snippets-library").setValue(library));
        window.layout();
    }

    private List<String> codes() throws Exception {
        return Fx.call(() -> window.scene.getRoot().lookupAll(".snippet-code").stream()
                .map(n -> ((TextArea) n).getText() + "\n")
                .toList());
    }

    private static List<String> expected(Switches switches, Library library) {
        return Snippets.of(switches).stream()
                .filter(s -> s.library() == library)
                .flatMap(s -> s.parts().stream())
                .map(Snippet.Part::code)
                .toList();
    }

    private void turn(Checkpoint.Mode mode) throws Exception {
        Fx.run(() -> window.model
                .switches()
                .show(Switches.DEFAULT
                        .withFindUnusedParameters(true)
                        .withCheckpoint(new Checkpoint(mode, List.of("fc1")))));
    }

    private Switches set() throws Exception {
        return Fx.call(() -> window.model.switches().settingsProperty().get().switches());
    }

    @Test
    void theSwitchesAsTheyAreSetInEveryLibrarysWords() throws Exception {
        turn(Checkpoint.Mode.REENTRANT);
        window.press(ActionId.WRITE_SWITCHES);
        assertFalse(window.node(Node.class, "#snippets-which").isVisible(), "there is only one to choose");
        for (Library library : Library.values()) {
            choose(library);
            assertEquals(expected(set(), library), codes(), library::toString);
            assertTrue(codes().stream().anyMatch(c -> c.contains("find_unused_parameters")), codes()::toString);
        }
        assertTrue(Fx.call(() -> window.label("#snippets-switches").getText()).contains("checkpoint=reentrant"));
        Fx.run(() -> window.button("#snippets-close").fire());
        assertNull(Fx.call(() -> window.scene.lookup("#snippets-card")));
    }

    @Test
    void codeIsCopiedAndSelectedButNotChanged() throws Exception {
        window.press(ActionId.WRITE_SWITCHES);
        choose(Library.DETECTRON2);
        var buttons = Fx.call(() -> List.copyOf(window.scene.getRoot().lookupAll(".copy-snippet")));
        assertEquals(2, buttons.size());
        for (int i = 0; i < buttons.size(); i++) {
            var button = (Button) buttons.get(i);
            Fx.run(button::fire);
            assertEquals(
                    codes().get(i), Fx.call(() -> Clipboard.getSystemClipboard().getString()));
            assertEquals("Copied", button.getText());
            assertFalse(button.getAccessibleText().isBlank());
        }
        assertEquals("Copy", ((Button) buttons.getFirst()).getText(), "the clipboard holds one thing");
        var area = Fx.call(() -> (TextArea) window.scene.lookup(".snippet-code"));
        assertFalse(area.isEditable());
        Fx.run(area::selectAll);
        assertEquals(codes().getFirst().strip(), area.getSelectedText());
    }

    @Test
    void theLibraryChosenLastComesFirstTheNextDay() throws Exception {
        window.press(ActionId.WRITE_SWITCHES);
        choose(Library.LIGHTNING);
        Fx.run(() -> window.button("#snippets-close").fire());
        assertEquals("lightning", new SettingsStore(config).load().preferences().library());
        window.close();
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.press(ActionId.WRITE_SWITCHES);
        assertEquals(
                Library.LIGHTNING,
                Fx.call(() -> window.<Library>choice("#snippets-library").getValue()));
        choose(Library.PYTORCH);
    }

    @Test
    void aFixIsWrittenFromTheVerdict() throws Exception {
        window.close();
        window = new OpenWindow(config, Files.writeString(folder.resolve("head.capture.json"), SmallCapture.TEXT));
        window.layout();
        assertFalse(set().findUnusedParameters());
        Fx.run(() -> window.button("#write-fix").fire());
        window.layout();
        var which = Fx.call(() -> (ChoiceBox<?>) window.scene.lookup("#snippets-which"));
        assertTrue(which.isVisible());
        assertEquals(
                List.of(
                        "as they are set: find_unused_parameters=False",
                        "with the fix: find_unused_parameters=True",
                        "with the fix: static_graph=True"),
                shown(which));
        assertEquals(expected(set().withFindUnusedParameters(true), Library.PYTORCH), codes());
        Fx.run(() -> which.getSelectionModel().selectFirst());
        window.layout();
        assertEquals(expected(set(), Library.PYTORCH), codes(), "those that are set can be chosen, too");
    }

    private static <T> List<String> shown(ChoiceBox<T> box) {
        return box.getItems().stream().map(box.getConverter()::toString).toList();
    }

    @Test
    void nothingIsCutOffInBothLanguages() throws Exception {
        turn(Checkpoint.Mode.NONREENTRANT);
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            window.layout();
            window.press(ActionId.WRITE_SWITCHES);
            assertNotNull(Fx.call(() -> window.scene.lookup("#snippets-card")));
            for (Library library : Library.values()) {
                choose(library);
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language + " " + library);
                var hidden = Fx.call(() -> window.scene.getRoot().lookupAll(".snippet-code").stream()
                        .flatMap(n -> n.lookupAll(".scroll-bar").stream())
                        .filter(Node::isVisible)
                        .toList());
                assertEquals(List.of(), hidden, "every line of code is there");
                window.picture("snippets-" + language + "-" + library.id());
            }
            Fx.run(() -> window.button("#snippets-close").fire());
        }
    }

    @Test
    void withoutAModelThereAreNoSwitches() throws Exception {
        window.close();
        window = OpenWindow.empty(config);
        window.press(ActionId.WRITE_SWITCHES);
        assertNull(Fx.call(() -> window.scene.lookup("#snippets-card")));
    }
}
