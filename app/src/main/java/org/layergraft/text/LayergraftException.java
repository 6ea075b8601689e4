package org.layergraft.text;

import java.util.Locale;

/**
 * The one checked exception of this program: a {@link Problem} and whose fault it is. Its {@link #getMessage()} is the English
 * sentence; windows in other languages ask {@link Texts#get(Problem)}.
 */
public final class LayergraftException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Who has to act. The command line turns it into its exit code. */
    public enum Fault {
        /** The file, the edit or the option is wrong: exit code 2. */
        INPUT,
        /** A child process, libtorch or the operating system failed: exit code 3. */
        ENGINE,
        /** The user asked to stop. */
        CANCELLED
    }

    private final transient Problem problem;
    private final Fault fault;
    private final String words;

    public LayergraftException(Fault fault, Problem problem, Throwable cause) {
        this(fault, problem, cause, "");
    }

    private LayergraftException(Fault fault, Problem problem, Throwable cause, String words) {
        super(new Texts(Locale.ENGLISH).get(problem), cause);
        this.problem = problem;
        this.fault = fault;
        this.words = words;
    }

    public LayergraftException(Fault fault, Problem problem) {
        this(fault, problem, null);
    }

    public static LayergraftException input(String area, String key, Object... arguments) {
        return new LayergraftException(Fault.INPUT, Problem.of(area, key, arguments));
    }

    public static LayergraftException engine(String area, String key, Object... arguments) {
        return new LayergraftException(Fault.ENGINE, Problem.of(area, key, arguments));
    }

    /** The same, with what a child process printed before: for those who ask for details. */
    public LayergraftException saying(String printed) {
        var same = new LayergraftException(fault, problem, getCause(), printed);
        same.setStackTrace(getStackTrace());
        return same;
    }

    /** What a child process printed before it failed, line by line; "" where there was none or it said nothing. */
    public String words() {
        return words;
    }

    public Problem problem() {
        return problem;
    }

    public Fault fault() {
        return fault;
    }
}
