package org.layergraft.ui.newlayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerKinds;

/** One hyper-parameter as text. */
class HyperFieldTest {

    private static HyperField field(String kind, String hyper) {
        return new HyperField(
                LayerKinds.find(kind).orElseThrow().hyper(hyper).orElseThrow(), new Hyper.Wholes(List.of(32L, 512L)));
    }

    @Test
    void itBeginsWithItsUsualValueUnlessThePlaceTells() {
        assertEquals("3, 3", field("conv2d", "kernel_size").textProperty().get());
        assertEquals("", field("conv2d", "in_channels").textProperty().get());
        assertEquals("true", field("linear", "bias").textProperty().get());
        assertEquals("32, 512", field("parameter", "shape").textProperty().get());
        assertEquals("gelu", field("mlp", "act").textProperty().get());
    }

    @Test
    void numbersAreShownAsPeopleWriteThem() {
        assertEquals("16", field("lora", "lora_alpha").textProperty().get());
        assertEquals("1e-5", field("layerscale", "init_values").textProperty().get());
        assertEquals("0.5", field("dropout", "p").textProperty().get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "32, 512",
                "32,512",
                "32 512",
                "32x512",
                "32 X 512",
                "32×512",
                "[32, 512]",
                "(32; 512)",
                "32*512",
                "（32，512）"
            })
    void sizesAreReadHoweverTheyAreWritten(String typed) {
        var shape = field("parameter", "shape");
        shape.textProperty().set(typed);
        assertEquals(Optional.of(new Hyper.Wholes(List.of(32L, 512L))), shape.value());
        assertTrue(shape.isValid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"32, many", "3.5", ",", "x", "32,,512", "99999999999999999999"})
    void whatAreNoSizesIsNotValid(String typed) {
        var shape = field("parameter", "shape");
        shape.textProperty().set(typed);
        assertEquals(Optional.empty(), shape.value());
        assertFalse(shape.isValid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", ".5", "5e-1", "+0.5", "0.50"})
    void numbersAreReadHoweverTheyAreWritten(String typed) {
        var p = field("dropout", "p");
        p.textProperty().set(typed);
        assertEquals(Optional.of(new Hyper.Real(0.5)), p.value());
    }

    @Test
    void emptyIsValidOnlyWhereAValueIsKnownOrFollows() {
        var shape = field("parameter", "shape");
        shape.textProperty().set(" ");
        assertFalse(shape.isValid());
        assertTrue(field("linear", "in_features").isValid());
        var p = field("dropout", "p");
        p.textProperty().set("");
        assertTrue(p.isValid());
    }

    @Test
    void whatCountsIsToldOnlyWhileNothingIsTyped() {
        var size = field("linear", "in_features");
        size.tell(Optional.of(new Hyper.Whole(256)), "");
        assertEquals("256", size.foundProperty().get());
        size.textProperty().set("512");
        size.tell(Optional.of(new Hyper.Whole(512)), "in_features 512 ≠ 256");
        assertEquals("", size.foundProperty().get());
        assertEquals("in_features 512 ≠ 256", size.problemProperty().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x1p3", "1d", "5f", "1e999"})
    void numbersOnlyAComputerWritesAreNoNumbers(String typed) {
        var p = field("lora", "lora_alpha");
        p.textProperty().set(typed);
        assertFalse(p.isValid(), typed);
    }
}
