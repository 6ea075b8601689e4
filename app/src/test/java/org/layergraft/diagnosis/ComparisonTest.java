package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

class ComparisonTest {

    @Test
    void whatKeepsAWayFromBeingComparedIsSaidInWords() {
        for (Locale language : Texts.languages()) {
            var said = new HashSet<String>();
            for (Outcome outcome : Outcome.values()) {
                String text = new Texts(language).get(Problem.of("diagnosis", "pairs.fails", "x", outcome.ordinal()));
                assertTrue(said.add(text), text);
                assertFalse(text.contains("_") || text.contains("{"), text);
            }
        }
    }
}
