package org.layergraft.ui;

import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Notice;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.messages.MessagesViewModel;
import org.layergraft.ui.report.Details;

/** What the person is told: a sentence across the window for what must be seen now, and the list of everything. */
final class Announcements {

    private final MessagesViewModel messages;
    private final ReadOnlyObjectWrapper<Optional<Notice>> notice = new ReadOnlyObjectWrapper<>(Optional.empty());

    private final ReadOnlyBooleanWrapper copied = new ReadOnlyBooleanWrapper();

    Announcements(MessagesViewModel messages) {
        this.messages = messages;
    }

    /** In the list only. */
    void list(Tone tone, Problem text) {
        messages.add(tone, text);
    }

    void tell(Tone tone, Problem text) {
        list(tone, text);
        put(Optional.of(new Notice(tone, text)));
    }

    /** What went wrong stays in the list with its details: picking it shows them again. */
    void report(LayergraftException problem) {
        if (problem.fault() == LayergraftException.Fault.CANCELLED) {
            list(Tone.NEUTRAL, Problem.of("ui", "message.cancelled"));
        } else {
            var told = new Notice(Tone.BAD, problem.problem(), Details.of(problem));
            messages.add(Tone.BAD, problem.problem(), () -> put(Optional.of(told)));
            put(Optional.of(told));
        }
    }

    /** Says why something cannot be done. Nothing happened, so the list has nothing to remember. */
    void refuse(Problem why) {
        put(Optional.of(new Notice(Tone.BAD, why)));
    }

    private void put(Optional<Notice> next) {
        copied.set(false);
        notice.set(next);
    }

    /** Somebody has a report about it in the clipboard. */
    void copied() {
        copied.set(true);
    }

    /** What these say is no longer so. */
    void retract(Set<String> keys) {
        if (notice.get().filter(n -> keys.contains(n.text().key())).isPresent()) {
            dismiss();
        }
    }

    void dismiss() {
        put(Optional.empty());
    }

    /** Was a report about the notice copied? */
    ReadOnlyBooleanProperty copiedProperty() {
        return copied.getReadOnlyProperty();
    }

    /** What went wrong or was written last, and was not dismissed yet. */
    ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
