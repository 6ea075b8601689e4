package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.cli.DetectorArchive;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.graft.Edit;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.ui.newlayer.Role;

/** class_embed on torchvision's Faster R-CNN by mouse and keyboard: declared it breaks training on ranks, in the loss it trains. */
class DetectorJobTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void classEmbedIsGraftedOntoADetectorAndTrains() throws Exception {
        Path detector = DetectorArchive.make(folder);
        try (var person = new Person()) {
            person.open(detector);
            person.drag("#kind-parameter", Person::isEmptySpace);
            person.type("class_embed");
            person.press(KeyCode.ENTER);
            person.until("class_embed is declared", () -> person.parameters().contains("class_embed"));
            person.click("#all-ranks");
            var failed = person.run(true).verdict().orElseThrow();
            assertEquals(Outcome.UNUSED_PARAMETERS, failed.outcome());
            assertEquals(List.of("class_embed"), failed.parameters());
            assertTrue(person.shownVerdict().contains("class_embed gets no gradient"));
            person.picture("detector-declared");
            person.click("#undo");
            person.until("it is gone", () -> !person.parameters().contains("class_embed"));

            find(person, "roi_heads");
            person.doubleClick(Person.box("roi_heads"));
            person.picture("detector-unfolded");
            person.drag("#kind-linear", Person.box("roi_heads.box_head"));
            person.type("class_embed");
            person.choose(Role.Kind.BRANCH_LOSS);
            person.press(KeyCode.TAB);
            person.until(
                    "the weight is asked for",
                    () -> person.node("#layer-weight").isFocused());
            person.type("0.5");
            person.press(KeyCode.TAB, KeyCode.TAB);
            person.type("8");
            person.picture("detector-card");
            person.click("#layer-add");
            person.until(
                    "class_embed is branched off", () -> person.parameters().contains("roi_heads.class_embed.weight"));
            var branch = assertInstanceOf(Edit.Branch.class, person.edits().getLast());
            assertEquals(Edit.Use.LOSS, branch.use());
            assertEquals(0.5, branch.weight());

            person.click("#all-ranks");
            var trains = person.run(true);
            assertTrue(trains.single().orElseThrow().trains());
            assertEquals(Outcome.OK, trains.verdict().orElseThrow().outcome());
            var added = trains.coverage().stream()
                    .filter(c -> c.parameter().name().equals("roi_heads.class_embed.weight"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    List.of(GradientState.NONZERO, GradientState.NONZERO),
                    added.ranks().stream().map(Gradient::state).toList());
            assertEquals("Trains on 1 device and on 2 ranks.", person.shownVerdict());
            person.picture("detector-trains");
        }
    }

    private static void find(Person person, String name) throws Exception {
        person.click("#search");
        person.type(name);
        person.press(KeyCode.ENTER);
    }
}
