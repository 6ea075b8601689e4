package org.layergraft.ui.common;

import org.layergraft.text.Problem;

/**
 * One sentence across the window: what went wrong, or where something now lies.
 *
 * @param details what is behind it, line by line, as programs say it; "" for nothing
 */
public record Notice(Tone tone, Problem text, String details) {

    public Notice(Tone tone, Problem text) {
        this(tone, text, "");
    }
}
