package org.layergraft.ui.verdict;

import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import org.layergraft.ui.common.Words;

/** Binds the card that explains a switch, before anything went wrong. */
public final class LessonController {

    private final Lesson lesson;
    private final Words words;
    private final Runnable close;

    @FXML
    private LessonPane pane;

    @FXML
    private Button done;

    /** @param close takes the card away */
    public LessonController(Lesson lesson, Words words, Runnable close) {
        this.lesson = lesson;
        this.words = words;
        this.close = close;
    }

    @FXML
    private void initialize() {
        pane.speak(words);
        pane.show(lesson);
        Platform.runLater(done::requestFocus);
    }

    @FXML
    private void close() {
        close.run();
    }
}
