package org.layergraft.ui;

import org.layergraft.process.Cancellation;
import org.layergraft.ui.common.Tasks;

/** Presses a stop button without waiting for the processes to go. */
final class StopButton {

    private StopButton() {}

    static void press(Cancellation pressed, Tasks tasks) {
        tasks.start(
                () -> {
                    pressed.cancel();
                    return pressed;
                },
                _ -> {},
                _ -> {});
    }
}
