package org.layergraft.ui.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/**
 * Loads screens. Controllers are ordinary classes with constructor arguments: whoever builds a window says how each is made, and
 * {@code fx:include}d screens find theirs here, too.
 */
public final class Screens {

    private final Words words;
    private final Map<Class<?>, Supplier<?>> controllers = new HashMap<>();

    public Screens(Words words) {
        this.words = words;
    }

    public <C> Screens with(Class<C> type, Supplier<? extends C> controller) {
        controllers.put(type, controller);
        return this;
    }

    /** A screen and the controller that its file names. */
    public Parent load(FxmlFile file) {
        var place = Screens.class.getResource(file.path());
        try {
            return new FXMLLoader(place, words.bundle(), null, this::controller).load();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot load " + file.path(), e);
        }
    }

    private Object controller(Class<?> type) {
        var made = controllers.get(type);
        if (made == null) {
            throw new IllegalArgumentException("nobody says how to make a " + type.getName());
        }
        return made.get();
    }
}
