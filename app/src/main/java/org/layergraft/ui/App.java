package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Application;

/** Opens the window. */
public final class App {

    private App() {}

    /** Returns when the window is closed. At most once per process: the toolkit does not start twice. */
    public static void launch(Optional<Path> model) {
        Application.launch(
                WindowApplication.class,
                model.map(m -> new String[] {m.toString()}).orElse(new String[0]));
    }
}
