package org.layergraft.ui;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What waits for an answer because edits would be lost: closing the window, or opening another model. */
final class UnsavedViewModel {

    private final BooleanSupplier unsaved;
    private final ReadOnlyObjectWrapper<Optional<Runnable>> waiting = new ReadOnlyObjectWrapper<>(Optional.empty());

    UnsavedViewModel(BooleanSupplier unsaved) {
        this.unsaved = unsaved;
    }

    /** Goes on at once where nothing would be lost. */
    void leave(Runnable then) {
        waiting.set(Optional.empty());
        if (unsaved.getAsBoolean()) {
            waiting.set(Optional.of(then));
        } else {
            then.run();
        }
    }

    /** The edits are saved, or nobody wants them. */
    void goOn() {
        var then = waiting.get();
        waiting.set(Optional.empty());
        then.ifPresent(Runnable::run);
    }

    /** Everything stays as it is. */
    void stay() {
        waiting.set(Optional.empty());
    }

    ReadOnlyObjectProperty<Optional<Runnable>> waitingProperty() {
        return waiting.getReadOnlyProperty();
    }
}
