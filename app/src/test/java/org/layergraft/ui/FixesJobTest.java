package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.graft.Edit;
import org.layergraft.step.LossSpec;

/** A check fails, its fixes are really run, one click makes one of them: with real child processes. */
class FixesJobTest {

    private static final Path CASES = Path.of("app/src/test/resources/org/layergraft/step/ddp/cases");

    @Test
    void whatWasRunAndTrainsIsOneClickAway() throws Exception {
        try (var person = new Person()) {
            person.open(Path.of(System.getProperty("layergraft.samples"), "co_dino_head_class_embed.pt"));
            person.click("#all-ranks");
            assertEquals(
                    Outcome.UNUSED_PARAMETERS,
                    person.run(true).verdict().orElseThrow().outcome());
            person.until("the fixes are there", () -> person.has("#fix-remove"));
            person.click("#fix-remove");
            assertEquals(Outcome.OK, person.run(true).verdict().orElseThrow().outcome());
            assertEquals(List.of(new Edit.Remove("class_embed")), person.edits());
        }
    }

    @Test
    void anOutputIsTakenIntoTheLoss() throws Exception {
        try (var person = new Person()) {
            person.open(CASES.resolve("named-tuple-aux-outside-loss/model.pt"));
            person.click("#all-ranks");
            assertTrue(!person.run(true).verdict().orElseThrow().trains());
            person.until("it can be connected", () -> person.has("#fix-connect"));
            person.click("#fix-connect");
            assertEquals(Outcome.OK, person.run(true).verdict().orElseThrow().outcome());
            assertEquals(List.of(), person.edits(), "the loss is what changed");
            Optional<LossSpec> loss =
                    person.model().switches().settingsProperty().get().loss();
            assertEquals(
                    List.of(0, 1),
                    loss.map(l -> ((LossSpec.Outputs) l).use()).orElseThrow().stream()
                            .sorted()
                            .toList());
        }
    }
}
