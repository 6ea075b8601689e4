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

    public LayergraftException(Fault fault, Problem problem, Throwable cause) {
        super(new Texts(Locale.ENGLISH).get(problem), cause);
        this.problem = problem;
        this.fault = fault;
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

    public Problem problem() {
        return problem;
    }

    public Fault fault() {
        return fault;
    }
}
