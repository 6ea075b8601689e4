package org.layergraft.diagnosis;

import java.util.Locale;

/** How a DDP run ended; words as in ddp-semantics section 0. */
public enum Outcome {
    OK,
    UNUSED_PARAMETERS,
    READY_TWICE,
    STATIC_GRAPH_CHANGED,
    HANG,
    NO_GRADIENT,
    UNSYNCHRONISED,
    OUT_OF_MEMORY,
    FAILED;

    /** {@code unused_parameters}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
