package org.layergraft.torchscript;

import java.util.regex.Pattern;

/**
 * The Python that a piece of an archive's code was made from.
 *
 * @param file as PyTorch noted it when the model was saved; it may lie on another machine
 * @param firstLine line of {@code source}'s first line in the file
 * @param source the whole function as written, when the model was scripted; the call stack, when it was traced
 * @param span what the piece was made from in {@code source}: for a call, the function that is called
 */
public record PythonOrigin(String file, int firstLine, String source, ScriptClass.Span span) {
    private static final Pattern STACK = Pattern.compile("\\S[^\\n]*\\(\\d+\\): \\S+\\n[\\s\\S]*");
    private static final Pattern LIBRARY = Pattern.compile(".*/(?:site|dist)-packages/(.*)");

    /** The file as people call it: its place in the library it belongs to, or its bare name. Names no folder of anybody's machine. */
    public String shortFile() {
        String path = file.replace('\\', '/');
        var library = LIBRARY.matcher(path);
        return library.matches() ? library.group(1) : path.substring(path.lastIndexOf('/') + 1);
    }

    public int line() {
        return isTraced()
                ? firstLine
                : firstLine
                        + (int) source.substring(0, span.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    /** A trace knows the line that ran, and not the text. */
    public boolean isTraced() {
        return STACK.matcher(source).matches();
    }
}
