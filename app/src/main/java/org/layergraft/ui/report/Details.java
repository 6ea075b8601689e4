package org.layergraft.ui.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.layergraft.text.LayergraftException;

/** What is behind an error, for those who want to know. */
public final class Details {

    private Details() {}

    /** What the child process printed, if one was asked, and where in the program it was noticed. */
    public static String of(LayergraftException problem) {
        var stack = new StringWriter();
        problem.printStackTrace(new PrintWriter(stack, true));
        return problem.words().isBlank() ? stack.toString() : problem.words().strip() + "\n\n" + stack;
    }
}
