package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;

/**
 * What the program exists for, done by mouse and keyboard in a real window with real child processes. Run by {@link MainJobTest} on
 * the headless platform and by {@link MainJobDisplayTest} on a display.
 */
final class MainJob {

    private MainJob() {}

    static void run() throws Exception {
        try (var person = new Person()) {
            person.open(Path.of(System.getProperty("layergraft.samples"), "co_dino_head.pt"));

            person.drag("#kind-parameter", Person::isEmptySpace);
            person.type("class_embed");
            person.press(KeyCode.ENTER);
            person.until("class_embed is declared", () -> person.parameters().contains("class_embed"));

            person.click("#one-device");
            assertTrue(person.run(false).single().orElseThrow().trains(), "trains on one device");

            person.click("#all-ranks");
            Verdict failed = person.run(true).verdict().orElseThrow();
            assertEquals(Outcome.UNUSED_PARAMETERS, failed.outcome());
            assertEquals(List.of("class_embed"), failed.parameters());
            assertTrue(
                    person.shownVerdict().contains("class_embed"),
                    "the verdict bar names it: " + person.shownVerdict());

            person.click("#find-unused");
            person.click("#all-ranks");
            assertEquals(Outcome.OK, person.run(true).verdict().orElseThrow().outcome());

            person.click("#undo");
            person.until("class_embed is gone", () -> !person.parameters().contains("class_embed"));
            person.click("#find-unused");
            person.click("#all-ranks");
            RunResult clean = person.run(true);
            assertEquals(Outcome.OK, clean.verdict().orElseThrow().outcome());
            assertTrue(!clean.plan().switches().findUnusedParameters(), "with the switch off");
        }
    }
}
