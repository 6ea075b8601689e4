package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.model.DType;

/**
 * What lies on the pickle machine's stack until the stream ends: containers still grow here, and are compared by identity. Python's
 * scalars are Java's ({@code null} for None), tuples are {@code Object[]}.
 */
sealed interface Raw {

    final class Sequence implements Raw {
        final List<Object> items = new ArrayList<>();
        String type = "";
    }

    final class Mapping implements Raw {
        final List<Object> keys = new ArrayList<>();
        final List<Object> values = new ArrayList<>();
        String type = "";

        void put(Object key, Object value) {
            keys.add(key);
            values.add(value);
        }
    }

    final class Made implements Raw {
        final String className;
        Object state;
        boolean built;

        Made(String className) {
            this.className = className;
        }
    }

    /** A name applied to an argument: an enum member. */
    record Applied(String name, Object argument) implements Raw {}

    record Storage(String key, StorageType type, String device, long elements) implements Raw {
        DType dtype() {
            return type.dtype();
        }
    }

    record Named(PickleName name) implements Raw {}

    record Ready(Value value) implements Raw {}
}
