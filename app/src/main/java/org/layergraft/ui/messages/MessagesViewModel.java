package org.layergraft.ui.messages;

import java.time.LocalTime;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;

/** What happened so far, newest first. Nothing here is lost when the language changes: sentences are looked up when shown. */
public final class MessagesViewModel {

    private static final int MOST = 500;

    /** @param again shows what it tells about, a run or an error, if it tells about one */
    public record Entry(LocalTime at, Tone tone, Problem text, Optional<Runnable> again) {}

    private final ObservableList<Entry> entries = FXCollections.observableArrayList();

    public void add(Tone tone, Problem text) {
        add(new Entry(LocalTime.now(), tone, text, Optional.empty()));
    }

    public void add(Tone tone, Problem text, Runnable again) {
        add(new Entry(LocalTime.now(), tone, text, Optional.of(again)));
    }

    private void add(Entry entry) {
        entries.addFirst(entry);
        if (entries.size() > MOST) {
            entries.removeLast();
        }
    }

    public ObservableList<Entry> entries() {
        return entries;
    }
}
