package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Notice;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.messages.MessagesViewModel;

/** What the person is told: a sentence across the window for what must be seen now, and the list of everything. */
final class Announcements {

    private final MessagesViewModel messages;
    private final ReadOnlyObjectWrapper<Optional<Notice>> notice = new ReadOnlyObjectWrapper<>(Optional.empty());

    Announcements(MessagesViewModel messages) {
        this.messages = messages;
    }

    /** In the list only. */
    void list(Tone tone, Problem text) {
        messages.add(tone, text);
    }

    void tell(Tone tone, Problem text) {
        list(tone, text);
        notice.set(Optional.of(new Notice(tone, text)));
    }

    void report(LayergraftException problem) {
        if (problem.fault() == LayergraftException.Fault.CANCELLED) {
            list(Tone.NEUTRAL, Problem.of("ui", "message.cancelled"));
        } else {
            tell(Tone.BAD, problem.problem());
        }
    }

    /** Says why something cannot be done. Nothing happened, so the list has nothing to remember. */
    void refuse(Problem why) {
        notice.set(Optional.of(new Notice(Tone.BAD, why)));
    }

    void dismiss() {
        notice.set(Optional.empty());
    }

    /** What went wrong or was written last, and was not dismissed yet. */
    ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
