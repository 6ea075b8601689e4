package org.layergraft.graft;

import java.util.List;

/** Value of one hyper-parameter of a layer. */
public sealed interface Hyper {
    record Whole(long value) implements Hyper {}

    record Real(double value) implements Hyper {}

    record Flag(boolean value) implements Hyper {}

    record Word(String value) implements Hyper {}

    record Wholes(List<Long> values) implements Hyper {
        public Wholes {
            values = List.copyOf(values);
        }
    }
}
