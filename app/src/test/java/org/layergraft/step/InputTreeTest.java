package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

class InputTreeTest {

    private static String shown(String... names) throws LayergraftException {
        return InputTree.of(Stream.of(names)
                        .map(n -> new InputTree.Named<>(n, n.replaceAll("\\W", "")))
                        .toList())
                .stream()
                .map(tree -> tree.<String>fold(leaf -> leaf, Object::toString, Object::toString))
                .toList()
                .toString();
    }

    @Test
    void namesSayWhereATensorBelongs() throws Exception {
        assertEquals(
                "[[images0, images1], [{boxes=targets0boxes, labels=targets0labels}, {boxes=targets1boxes}], x]",
                shown("images[0]", "images[1]", "targets[0].boxes", "targets[0].labels", "targets[1].boxes", "x"));
        assertEquals("[{p2=featsp2, p3=featsp3}]", shown("feats.p2", "feats.p3"));
        // Names are for people; only a place in something means something.
        assertEquals("[x, x, inputids]", shown("x", "x", "input ids"));
        assertEquals(2, InputTree.count(List.of("images[0]", "images[1]", "y")));
    }

    @ParameterizedTest
    @CsvSource({"a[1], b", "a[0], a[0].x", "a[0], a[0]", "a[0], a.x"})
    void contradictionsAreRefused(String one, String other) {
        assertThrows(LayergraftException.class, () -> InputTree.count(List.of(one, other)));
    }

    @Test
    void generatedBoxesAreValid() throws Exception {
        var spec = new InputSpec(
                "boxes",
                DType.FLOAT32,
                Shape.of(100, 4),
                OptionalLong.of(10),
                OptionalLong.of(50),
                InputSpec.Values.BOXES);
        GeneratedInput.check(spec);
        var boxes = GeneratedInput.draw(spec, 1, 0, 0).data().asFloatBuffer();
        while (boxes.hasRemaining()) {
            float x1 = boxes.get();
            float y1 = boxes.get();
            float x2 = boxes.get();
            float y2 = boxes.get();
            assertTrue(10 <= x1 && x1 < x2 && x2 <= 50 && 10 <= y1 && y1 < y2 && y2 <= 50);
        }
        var wrong = new InputSpec(
                "boxes",
                DType.FLOAT32,
                Shape.of(4, 3),
                OptionalLong.empty(),
                OptionalLong.empty(),
                InputSpec.Values.BOXES);
        assertThrows(LayergraftException.class, () -> GeneratedInput.check(wrong));
    }
}
