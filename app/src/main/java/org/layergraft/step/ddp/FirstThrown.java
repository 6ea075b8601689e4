package org.layergraft.step.ddp;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a callback threw first. On its way through C++ an exception comes to begin with a Java class's name and loses all but the first
 * thousand characters of its message: those at the end may name the parameter, or be the line of the model that failed.
 */
final class FirstThrown {

    private Optional<RuntimeException> first = Optional.empty();

    /** The work of a callback. */
    <T> T keep(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException thrown) {
            remember(thrown);
            throw thrown;
        }
    }

    private synchronized void remember(RuntimeException thrown) {
        if (first.isEmpty()) {
            first = Optional.of(thrown);
        }
    }

    /** @param arrived what came out of libtorch; @return that which it was in the callback, if it came from one */
    synchronized RuntimeException original(RuntimeException arrived) {
        return first.orElse(arrived);
    }
}
