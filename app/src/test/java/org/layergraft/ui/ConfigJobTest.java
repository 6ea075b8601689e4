package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.step.Switches;

/**
 * The widely copied snippet, in a config in the style of Co-DETR: as it is, training stops; repaired from the window, it trains. With
 * real child processes.
 */
class ConfigJobTest {

    @TempDir
    Path folder;

    @Test
    void theCopiedSnippetIsRepairedAndThenTrains() throws Exception {
        Path snippet = ConfigWindowTest.copied(folder.resolve("configs")).resolve("codetr/mine/copied_snippet.py");
        try (var person = new Person()) {
            person.open(Path.of(System.getProperty("layergraft.samples"), "co_dino_head_class_embed.pt"));
            Person.onFx(() -> {
                person.model().opening().open(snippet);
                return true;
            });
            person.until("the config is read", () -> person.text("#config-name").equals("copied_snippet.py"));
            assertEquals(Outcome.UNUSED_PARAMETERS, outcome(checked(person)));
            Switches asCopied = switches(person);
            assertFalse(asCopied.findUnusedParameters(), "nothing reads it where the snippet has it");
            assertTrue(asCopied.checkpoint().on(), "nor with_cp=False");

            person.click("#config-repair-all");
            person.until(
                    "the change is worked out",
                    () -> !person.node("#review-write").isDisabled());
            // The default button, whatever has the focus on the card.
            person.press(KeyCode.ENTER);
            person.until("it is written", () -> person.text("#question-text").startsWith("Written: copied_snippet.py"));
            person.until(
                    "it is read again",
                    () -> person.model()
                            .config()
                            .configProperty()
                            .get()
                            .orElseThrow()
                            .effective()
                            .findUnusedParameters());
            assertTrue(Files.readString(snippet).contains("find_unused_parameters = True"));

            assertEquals(Outcome.OK, outcome(checked(person)));
            assertTrue(switches(person).findUnusedParameters());
            assertFalse(switches(person).checkpoint().on());
            assertEquals(List.of(), person.edits(), "the model is as it was");
        }
    }

    /** With the switches of the config. */
    private static RunResult checked(Person person) throws Exception {
        person.click("#config-use");
        person.click("#all-ranks");
        return person.run(true);
    }

    private static Outcome outcome(RunResult result) {
        return result.verdict().orElseThrow().outcome();
    }

    private static Switches switches(Person person) throws Exception {
        return Person.onFx(
                () -> person.model().switches().settingsProperty().get().switches());
    }
}
