package org.layergraft.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collections;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

class ConfigMessagesTest {

    @Test
    void everySentenceExistsInBothLanguagesAndLeavesNoPlaceholder() {
        var english = new Texts(Locale.ENGLISH);
        var chinese = new Texts(Locale.SIMPLIFIED_CHINESE);
        var keys = new TreeSet<>(Collections.list(english.bundle("config").getKeys()));
        for (String key : keys) {
            Object[] arguments = Collections.nCopies(10, "x").toArray();
            for (Texts texts : new Texts[] {english, chinese}) {
                String text = texts.get(Problem.of("config", key, arguments));
                assertFalse(text.contains("{") || text.contains("''") || text.contains("config:"), key + ": " + text);
            }
        }
        assertEquals(
                keys,
                new TreeSet<>(ResourceBundle.getBundle("org.layergraft.config.messages", Locale.SIMPLIFIED_CHINESE)
                        .keySet()));
    }
}
