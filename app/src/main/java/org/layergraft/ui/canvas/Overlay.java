package org.layergraft.ui.canvas;

import java.util.Locale;

/** What the boxes are coloured by; one at a time. */
public enum Overlay {
    /** What arrived at the parameters in the run that is shown. */
    COVERAGE,
    REQUIRES_GRAD,
    /** Of what steps and modules returned in the forward that was measured. */
    SHAPES,
    DTYPE,
    /** Bytes of the parameters. */
    MEMORY,
    /** What steps and modules took in the forward that was measured. */
    TIME,
    /** Of DDP's Reducer, in the run that is shown. */
    BUCKET,
    /** The order in which gradients became ready on rank 0, in the run that is shown. */
    READY,
    /** What the edits added or froze. */
    EDITS;

    /** {@code overlay.bucket}, and {@code overlay.bucket.legend} for what it says. */
    String key() {
        return "overlay." + name().toLowerCase(Locale.ROOT);
    }
}
