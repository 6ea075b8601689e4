package org.layergraft.ui.common;

import java.util.List;
import org.layergraft.text.Problem;

/**
 * Something the person may decide, now or later, in a bar across the window that stops nobody.
 *
 * @param about what it is about; a newer question about the same takes its place
 * @param later what becomes of it when it is put away without a choice
 */
public record Question(String about, Tone tone, Problem text, List<Choice> choices, Runnable later) {

    public Question {
        choices = List.copyOf(choices);
    }

    public Question(String about, Tone tone, Problem text, List<Choice> choices) {
        this(about, tone, text, choices, () -> {});
    }

    /** @param label key of what the button says */
    public record Choice(String label, Runnable act) {}
}
