package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.graft.Edit;
import org.layergraft.step.GradientState;
import org.layergraft.ui.newlayer.Role;

/** Wraps, replaces, and adds layers of one's own by mouse, one on the other, and runs what comes of it. */
class GraftJobTest {

    private static final Path SAMPLES = Path.of(System.getProperty("layergraft.samples"));

    @Test
    @Timeout(150)
    void everyKindOfEditEndsInTheTableOfGradients() throws Exception {
        try (var person = new Person()) {
            person.open(SAMPLES.resolve("mini_mlp.pt"));
            loraAroundEveryLinear(person);
            mlpInPlaceOfASecondLinear(person);
            linesOfCode(person);
            aFileBesideTheInput(person);

            person.click("#all-ranks");
            var result = person.run(true);
            person.picture("grafts");
            assertEquals(Outcome.OK, result.verdict().orElseThrow().outcome(), person.shownVerdict());
            assertEquals(GradientState.ZERO, state(person, "fc1.lora.lora_A"), "lora_B begins as zero");
            assertEquals(GradientState.NONZERO, state(person, "fc1.lora.lora_B"));
            assertEquals(GradientState.NONZERO, state(person, "fc3.lora.lora_B"));
            assertEquals(GradientState.NONZERO, state(person, "fc2.fc1.weight"));
            assertEquals(GradientState.NONZERO, state(person, "custom1.gain"));
            assertEquals(GradientState.NONZERO, state(person, "custom2.fc1.weight"));
            assertTrue(person.parameters().stream().noneMatch(name -> name.startsWith("fc2.lora")), "it was replaced");
        }
    }

    private static GradientState state(Person person, String parameter) throws Exception {
        return Person.onFx(() -> person.model().runs().lastProperty().get().orElseThrow().result().coverage().stream()
                .filter(c -> c.parameter().name().equals(parameter))
                .map(c -> c.ranks().getFirst().state())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + parameter + " among " + person.parameters())));
    }

    private static void added(Person person, int edits) throws Exception {
        person.click("#layer-add");
        person.until(
                "edit " + edits + " is made",
                () -> !person.has("#new-layer")
                        && person.model()
                                        .document()
                                        .experimentProperty()
                                        .get()
                                        .orElseThrow()
                                        .log()
                                        .edits()
                                        .size()
                                == edits);
    }

    private static void find(Person person, String kind) throws Exception {
        person.click("#palette-filter");
        person.press(KeyCode.ESCAPE);
        person.type(kind);
    }

    private static void loraAroundEveryLinear(Person person) throws Exception {
        find(person, "lora");
        person.drag("#kind-lora", Person.box("fc1"));
        person.type("lora");
        person.click("#layer-scope-all");
        added(person, 1);
        var wrap = assertInstanceOf(Edit.Wrap.class, person.edits().getLast());
        assertEquals(Edit.Scope.ALL, wrap.scope());
        assertTrue(person.parameters().containsAll(List.of("fc1.lora.lora_A", "fc2.lora.lora_A", "fc3.lora.lora_B")));
    }

    private static void mlpInPlaceOfASecondLinear(Person person) throws Exception {
        // What was added is shown, inside fc1.
        person.click(".crumbs .hyperlink");
        find(person, "mlp");
        person.drag("#kind-mlp", Person.box("fc2"));
        person.choose(Role.Kind.REPLACE);
        added(person, 2);
        var replace = assertInstanceOf(Edit.Replace.class, person.edits().getLast());
        assertEquals("fc2", replace.layer().name());
        assertTrue(person.parameters().contains("fc2.fc1.weight"));
    }

    private static void linesOfCode(Person person) throws Exception {
        find(person, "custom");
        person.drag("#kind-custom", Person.box("fc3"));
        Person.onFx(() -> {
            ((TextArea) person.node("#hyper-code")).setText("gain = Parameter(4)\nreturn torch.rely(input) * gain");
            return true;
        });
        person.until("libtorch complains", () -> person.text("#code-problem").startsWith("Line 2"));
        Person.onFx(() -> {
            ((TextArea) person.node("#hyper-code")).setText("gain = Parameter(4)\nreturn input * gain");
            return true;
        });
        person.until("libtorch is content", () -> person.text("#code-problem").isEmpty());
        added(person, 3);
        assertInstanceOf(Edit.Insert.class, person.edits().getLast());
    }

    private static void aFileBesideTheInput(Person person) throws Exception {
        person.drag("#kind-custom", Person.box("/@x"));
        person.choose(Role.Kind.BRANCH_LOSS);
        Person.onFx(() -> {
            ((TextField) person.node("#hyper-file")).setText("nowhere.pt");
            return true;
        });
        person.click("#layer-add");
        person.until("the file is missed", () -> person.text("#layer-error").contains("nowhere.pt"));
        Person.onFx(() -> {
            ((TextField) person.node("#hyper-file"))
                    .setText(SAMPLES.resolve("mini_mlp.pt").toString());
            return true;
        });
        added(person, 4);
        assertEquals(
                Edit.Use.LOSS,
                assertInstanceOf(Edit.Branch.class, person.edits().getLast()).use());
    }
}
