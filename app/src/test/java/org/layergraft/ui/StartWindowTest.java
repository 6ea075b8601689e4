package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to do while nothing is open. */
class StartWindowTest {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);
    private static final List<String> SAMPLES = List.of("mini_mlp", "co_dino_head", "co_dino_head_class_embed");

    @TempDir
    Path config;

    private OpenWindow window;

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private boolean isOpen() throws Exception {
        return Fx.call(() -> window.model.document().openProperty().get());
    }

    private boolean sees(String id) throws Exception {
        window.layout();
        return Fx.call(() -> {
            Node node = window.scene.lookup(id);
            for (Node at = node; at != null; at = at.getParent()) {
                if (!at.isVisible()) {
                    return false;
                }
            }
            return node != null;
        });
    }

    @Test
    void eachSampleHasASentenceInBothLanguages() throws Exception {
        window = OpenWindow.empty(config);
        for (Locale language : LANGUAGES) {
            for (boolean dark : new boolean[] {false, true}) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language).inDark(dark)));
                window.layout();
                for (String sample : SAMPLES) {
                    var link = window.node(Hyperlink.class, "#start-" + sample);
                    String sentence = window.model.words().get("start.sample." + sample);
                    assertEquals(sample + ".pt", link.getText());
                    assertTrue(link.getAccessibleText().contains(sentence), link.getAccessibleText());
                    assertTrue(
                            link.getParent().getChildrenUnmodifiable().stream()
                                    .anyMatch(n ->
                                            n instanceof Label l && l.getText().equals(sentence)),
                            sample);
                }
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language.toString());
                window.picture("start-" + language.getLanguage() + (dark ? "-dark" : ""));
            }
        }
        assertFalse(sees("#canvas"), "there is no graph yet");
    }

    @Test
    void aSampleIsOpenedByKeyboard() throws Exception {
        window = OpenWindow.empty(config);
        Fx.run(() -> {
            window.stage.requestFocus();
            window.scene.lookup("#empty-open").requestFocus();
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> robot.keyType(KeyCode.TAB));
        Fx.await("the first sample is next", () -> window.scene.getFocusOwner() instanceof Hyperlink);
        var first = Fx.call(() -> window.scene.getFocusOwner().getId());
        assertTrue(first.startsWith("start-"), first);
        Fx.run(() -> robot.keyType(KeyCode.SPACE));
        Fx.await("it is open", () -> window.model.document().openProperty().get());
        assertFalse(sees("#start"));
        assertTrue(sees("#canvas"));
    }

    @Test
    void theSentenceCanBeClickedToo() throws Exception {
        window = OpenWindow.empty(config);
        window.layout();
        var at = Fx.call(() -> {
            var row = window.scene.lookup("#start-mini_mlp").getParent();
            var sentence = row.getChildrenUnmodifiable().getLast();
            return sentence.localToScreen(20, 8);
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> robot.mouseMove(at));
        Fx.run(() -> robot.mouseClick(javafx.scene.input.MouseButton.PRIMARY));
        Fx.await("it is open", () -> window.model.document().openProperty().get());
    }

    @Test
    void whatWasOpenBeforeIsOffered() throws Exception {
        window = OpenWindow.empty(config);
        assertFalse(sees("#recent-mine"));
        window.close();
        Path mine = Files.copy(Path.of("samples", "mini_mlp.pt"), config.resolve("mine.pt"));
        Path gone = config.resolve("gone.pt");
        window = new OpenWindow(config, mine);
        Fx.run(() -> window.model.remembered().change(s -> s.opened(gone)));
        assertTrue(isOpen());
        window.close();

        window = OpenWindow.empty(config);
        assertTrue(sees("#recent-mine"));
        assertFalse(sees("#recent-gone"), "it is not there any more");
        Fx.run(() -> window.node(Hyperlink.class, "#recent-mine").fire());
        assertEquals(
                mine, Fx.call(() -> window.model.document().fileProperty().get().orElseThrow()));
    }
}
