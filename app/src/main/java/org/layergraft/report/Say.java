package org.layergraft.report;

import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

/**
 * A report's own words.
 *
 * @param predicted what is told as a result was predicted, not run: words about results say so
 */
record Say(Texts texts, boolean predicted) {

    static Say of(Texts texts, Subject subject) {
        return new Say(
                texts,
                switch (subject) {
                    case Subject.Grafted _ -> false;
                    case Subject.Watched _ -> true;
                });
    }

    String to(String key, Object... arguments) {
        return texts.get(Reports.AREA, key, arguments);
    }

    /** About a result: {@code KEY} where it was run, {@code KEY.predicted} where it was not. */
    String result(String key, Object... arguments) {
        return to(predicted ? key + ".predicted" : key, arguments);
    }

    String the(Problem sentence) {
        return texts.get(sentence);
    }
}
