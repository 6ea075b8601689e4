package org.layergraft.report;

import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

/** A report's own words. */
record Say(Texts texts) {

    String to(String key, Object... arguments) {
        return texts.get(Reports.AREA, key, arguments);
    }

    String the(Problem sentence) {
        return texts.get(sentence);
    }
}
