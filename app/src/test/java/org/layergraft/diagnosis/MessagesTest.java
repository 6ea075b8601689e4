package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collections;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

class MessagesTest {

    @Test
    void everySentenceExistsInBothLanguagesAndLeavesNoPlaceholder() {
        var english = new Texts(Locale.ENGLISH);
        var chinese = new Texts(Locale.SIMPLIFIED_CHINESE);
        var keys = new TreeSet<>(Collections.list(english.bundle("diagnosis").getKeys()));
        for (String key : keys) {
            for (int count : new int[] {0, 1, 2, 20}) {
                Object[] arguments = Collections.nCopies(10, count).toArray();
                for (Texts texts : new Texts[] {english, chinese}) {
                    String text = texts.get(Problem.of("diagnosis", key, arguments));
                    assertFalse(
                            text.contains("{") || text.contains("''") || text.contains("diagnosis:"),
                            key + ": " + text);
                }
            }
        }
        var zh = new TreeSet<>(
                java.util.ResourceBundle.getBundle("org.layergraft.diagnosis.messages", Locale.SIMPLIFIED_CHINESE)
                        .keySet());
        assertEquals(keys, zh);
    }
}
