package org.layergraft.ui.timeline;

import org.layergraft.step.Timeline;

/**
 * One rank's iteration on the common axis.
 *
 * @param offset microseconds from the axis' zero to the start of the rank's iteration
 */
record Lane(int rank, Timeline times, double offset) {

    double end() {
        return offset + times.until();
    }
}
