package org.layergraft.ui.commands;

import java.util.Optional;

/**
 * Something that can be done or gone to.
 *
 * @param id of what is shown, for tests and for whoever scripts the window
 * @param label what it is called
 * @param otherwise what else it may be looked for by: its name in the other language, say
 * @param detail of what kind it is
 * @param keys as they are written on the keyboard; "" for none
 * @param possible at the moment
 * @param elsewhere the same in a window of its own, where that can be
 */
public record Command(
        String id,
        String label,
        String otherwise,
        String detail,
        String keys,
        boolean possible,
        Runnable run,
        Optional<Runnable> elsewhere) {

    public Command(
            String id, String label, String otherwise, String detail, String keys, boolean possible, Runnable run) {
        this(id, label, otherwise, detail, keys, possible, run, Optional.empty());
    }
}
