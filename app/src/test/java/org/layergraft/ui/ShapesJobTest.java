package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.layergraft.ui.canvas.GraphCanvas;

/** A real forward measures the shapes that the graph shows. */
class ShapesJobTest {

    @Test
    void oneKeyMeasuresAndTheShapesStandOnTheEdges() throws Exception {
        try (var person = new Person()) {
            person.open(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
            assertEquals(List.of(), shapes(person), "opening a file runs nothing");

            person.press(KeyCode.F7);
            person.until(
                    "shapes are there",
                    () -> !canvas(person).known().shapesInView().isEmpty());
            person.picture("shapes");
            assertEquals(List.of("8×16", "8×32", "8×32", "8×32", "8×32", "8×4"), shapes(person));

            person.click("#shapes");
            person.until(
                    "they can be hidden",
                    () -> canvas(person).known().shapesInView().isEmpty());
        }
    }

    private static GraphCanvas canvas(Person person) {
        return (GraphCanvas) person.node("#canvas");
    }

    private static List<String> shapes(Person person) throws Exception {
        return Person.onFx(() -> canvas(person).known().shapesInView());
    }
}
