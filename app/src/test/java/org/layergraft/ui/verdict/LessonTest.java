package org.layergraft.ui.verdict;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.layergraft.ui.common.Words;

class LessonTest {

    @Test
    void everyLessonHasItsTextsInBothLanguagesAndAPictureThatCanBeDrawn() {
        for (Locale language : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
            var words = new Words(language);
            for (Lesson lesson : Lesson.all()) {
                for (String part : new String[] {".title", ".text", ".picture"}) {
                    String text = words.get("learn." + lesson.name() + part);
                    assertFalse(text.isBlank() || text.contains("ui:") || text.contains("''"), text);
                }
                assertTrue(words.get("learn." + lesson.name() + ".text").lines().count() >= 2, lesson::name);
                for (var arrow : lesson.arrows()) {
                    assertTrue(arrow.from() < lesson.boxes().size()
                            && arrow.to() < lesson.boxes().size());
                }
            }
        }
    }
}
