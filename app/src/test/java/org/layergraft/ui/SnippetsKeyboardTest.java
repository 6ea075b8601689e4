package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.layergraft.config.Snippet.Library;

/** Switches are written elsewhere without touching the mouse. */
@Timeout(180)
class SnippetsKeyboardTest {

    private static String clipboard() {
        return String.valueOf(Clipboard.getSystemClipboard().getString());
    }

    @Test
    void aLibraryIsChosenItsLinesAreCopiedAndEscapeLeaves() throws Exception {
        var person = new Person();
        try {
            person.open(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
            Person.onFx(() -> {
                person.node("#canvas").requestFocus();
                return true;
            });
            person.chord(List.of(KeyCode.CONTROL, KeyCode.ALT), KeyCode.W);
            person.until(
                    "the card is open",
                    () -> person.has("#snippets-library")
                            && person.node("#snippets-library").isFocused());
            var library = Person.onFx(() -> (ChoiceBox<?>) person.node("#snippets-library"));
            person.press(KeyCode.SPACE);
            person.until("the choices are there", library::isShowing);
            person.press(KeyCode.DOWN, KeyCode.ENTER);
            person.until("another is chosen", () -> library.getValue() == Library.LIGHTNING && !library.isShowing());
            person.press(KeyCode.TAB);
            person.until(
                    "the button is reached",
                    () -> person.focused().getStyleClass().contains("copy-snippet"));
            person.press(KeyCode.SPACE);
            // Others may have copied before.
            person.until(
                    "the lines are copied", () -> clipboard().contains("DDPStrategy(find_unused_parameters=False)"));
            String copied = Person.onFx(SnippetsKeyboardTest::clipboard);
            person.press(KeyCode.TAB);
            var lines = Person.onFx(() -> (TextArea) person.focused());
            person.press(KeyCode.DELETE, KeyCode.X);
            assertEquals(copied, Person.onFx(() -> lines.getText() + "\n"), "it can only be read");
            var walked = new ArrayList<String>();
            for (int i = 0; i < 2; i++) {
                person.press(KeyCode.TAB);
                walked.add(Person.onFx(() -> String.valueOf(person.focused().getId())));
            }
            assertEquals(List.of("snippets-close", "snippets-library"), walked, "the focus goes round");
            person.press(KeyCode.TAB, KeyCode.TAB, KeyCode.ESCAPE);
            person.until("the card is closed", () -> !person.has("#snippets-card"));
            assertEquals("canvas", Person.onFx(() -> person.focused().getId()), "back where it began");
        } finally {
            person.close();
        }
    }
}
