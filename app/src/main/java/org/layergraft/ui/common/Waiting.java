package org.layergraft.ui.common;

/** Somebody who waits for work that takes its time. Asked and told by whoever does it, on any thread. */
@FunctionalInterface
public interface Waiting {

    /** Asked now and then: once true, whatever comes of it is not wanted. */
    boolean isDropped();

    /** @param done from 0 to 1; negative where what is left has no measure */
    default void at(double done) {}

    /** The same person, of whose time this is a part only. */
    default Waiting part(double from, double to) {
        var whole = this;
        return new Waiting() {
            @Override
            public boolean isDropped() {
                return whole.isDropped();
            }

            @Override
            public void at(double done) {
                whole.at(done < 0 ? done : from + done * (to - from));
            }
        };
    }
}
