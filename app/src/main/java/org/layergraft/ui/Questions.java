package org.layergraft.ui;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.ui.common.Question;

/** What the person may still decide; the first is shown. */
final class Questions {

    private final ObservableList<Question> open = FXCollections.observableArrayList();

    void ask(Question question) {
        withdraw(question.about());
        open.add(question);
    }

    /** It is decided, or means nothing any more. */
    void withdraw(String about) {
        open.removeIf(q -> q.about().equals(about));
    }

    boolean isAsked(String about) {
        return open.stream().anyMatch(q -> q.about().equals(about));
    }

    void choose(Question question, Question.Choice choice) {
        open.remove(question);
        choice.act().run();
    }

    void putAway(Question question) {
        open.remove(question);
        question.later().run();
    }

    ObservableList<Question> open() {
        return open;
    }
}
