package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;

/** How a window asks for another one beside it. */
interface OtherWindows {

    /** Where there is only one: pictures and tests. */
    OtherWindows NONE = new OtherWindows() {
        @Override
        public boolean arePossible() {
            return false;
        }

        @Override
        public void open(Optional<Path> file) {
            throw new UnsupportedOperationException("there is only one window");
        }

        @Override
        public void restore(RecoveryStore.Left left) {
            throw new UnsupportedOperationException("there is only one window");
        }
    };

    boolean arePossible();

    /** @param file what it shows, if anything */
    void open(Optional<Path> file);

    /** Brings back what a crash left of a window. */
    void restore(RecoveryStore.Left left);
}
