package org.layergraft.ui;

import java.nio.file.Path;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.config.ConfigViewModel;
import org.layergraft.ui.messages.MessagesViewModel;

/** What the pane of the training config tells the rest of the window. */
record ConfigSurroundings(
        Announcements announcements, Questions questions, MessagesViewModel messages, Remembered remembered)
        implements ConfigViewModel.Surroundings {

    @Override
    public void opened(Path file) {
        remembered.change(s -> s.opened(file));
        messages.add(Tone.NEUTRAL, Problem.of("ui", "message.opened", file.getFileName()));
    }

    @Override
    public void list(Tone tone, Problem text) {
        messages.add(tone, text);
    }

    @Override
    public void tell(Tone tone, Problem text) {
        announcements.tell(tone, text);
    }

    @Override
    public void ask(Question question) {
        announcements.list(question.tone(), question.text());
        questions.ask(question);
    }

    @Override
    public void withdraw(String about) {
        questions.withdraw(about);
    }
}
