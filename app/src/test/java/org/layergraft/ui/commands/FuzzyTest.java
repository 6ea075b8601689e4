package org.layergraft.ui.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzyTest {

    private static int score(String text, String typed) {
        return Fuzzy.match(text, typed)
                .orElseThrow(() -> new AssertionError(typed + " in " + text))
                .score();
    }

    @Test
    void theBeginningOfAWordIsBetterThanItsInsideAndThatThanInitials() {
        assertTrue(score("Zoom in", "in") > score("Zoom inside and out", "sid"));
        assertTrue(score("Zoom out", "ou") > score("The word loud", "ou"));
        assertTrue(score("Xyz out", "xyz") > score("X y z", "xyz"));
        assertTrue(Fuzzy.match("Measure static_graph", "msg").isPresent());
    }

    @Test
    void everyWordHasToBeFoundInAnyOrderAndCase() {
        assertTrue(Fuzzy.match("Freeze what is selected", "SELECTED fre").isPresent());
        assertTrue(Fuzzy.match("Freeze what is selected", "selected undo").isEmpty());
    }

    @Test
    void lettersFarApartAreNoMatch() {
        assertTrue(Fuzzy.match("Run a few steps on one device", "rnd").isEmpty());
        assertTrue(Fuzzy.match("Rename what is selected", "rnm").isPresent());
    }

    @Test
    void itTellsWhichLettersWereMeant() {
        assertEquals(
                List.of(5, 6, 7), Fuzzy.match("Zoom out", "out").orElseThrow().letters());
        assertEquals(
                List.of(0, 5, 13),
                Fuzzy.match("Copy PyTorch message", "cpm").orElseThrow().letters());
    }

    @Test
    void ofTwoThatFitAlikeTheShorterIsMeant() {
        assertTrue(score("Redo", "redo") > score("Redo: Added a layer", "redo"));
    }

    @Test
    void chineseNeedsNoSpaces() {
        assertTrue(score("冻结所选", "所选") > score("a冻b结c所d选", "所选"));
        assertTrue(Fuzzy.match("缩放到能看见整个图", "缩图").isPresent(), "as first letters of words");
    }
}
