package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** People know nothing of the copies that are run: what is said about a copy is said about their file. */
final class UsersFile {

    private UsersFile() {}

    @FunctionalInterface
    interface Work<T> {
        T run() throws LayergraftException;
    }

    /** @param copy what really runs; may be the file itself */
    static <T> T named(Path file, Path copy, Work<T> work) throws LayergraftException {
        if (copy.equals(file.toAbsolutePath())) {
            return work.run();
        }
        try {
            return work.run();
        } catch (LayergraftException failed) {
            Problem problem = failed.problem();
            List<String> arguments = problem.arguments().stream()
                    .map(a -> a.replace(copy.toString(), file.toString()))
                    .toList();
            throw new LayergraftException(
                    failed.fault(), new Problem(problem.area(), problem.key(), arguments), failed.getCause());
        }
    }
}
