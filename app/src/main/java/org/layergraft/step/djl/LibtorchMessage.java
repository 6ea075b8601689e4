package org.layergraft.step.djl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What libtorch says, without the interpreter's and the C++ stack's traces around it. */
final class LibtorchMessage {

    private static final Pattern CAUSE = Pattern.compile("(?m)^(?:\\w+\\.)*\\w*(?:Error|Exception): ");

    private LibtorchMessage() {}

    /** The first meaningful lines: the error itself, not where the interpreter was. */
    static String of(Throwable thrown) {
        String text = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        if (text.contains("Traceback of TorchScript")) {
            Matcher cause = CAUSE.matcher(text);
            int last = -1;
            while (cause.find()) {
                last = cause.end();
            }
            text = last < 0 ? text : text.substring(last);
        }
        int stack = text.indexOf("\nException raised from ");
        return (stack < 0 ? text : text.substring(0, stack)).strip();
    }

    /** Whether forward was called with other arguments than it declares; see aten/src/ATen/core/function_schema_inl.h. */
    static boolean isAboutTheSignature(Throwable thrown) {
        String text = of(thrown);
        return text.contains("is missing value for argument")
                || text.contains("expected at most")
                || text.contains("Expected a value of type") && text.contains("for argument");
    }
}
