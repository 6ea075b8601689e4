package org.layergraft.ui.timeline;

/**
 * Something that is drawn in a lane.
 *
 * @param index among the lane's things of this kind
 * @param row of the lane, from 0: phases, readiness, then as many rows as exchanges overlap
 * @param from and {@code to}: on the common axis, in microseconds
 */
record Item(Kind kind, int index, int row, double from, double to) {

    enum Kind {
        PHASE,
        /** The part of the backward in which it only waited for buckets. */
        REST,
        READY,
        BUCKET,
        EXCHANGE
    }
}
