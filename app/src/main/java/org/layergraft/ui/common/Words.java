package org.layergraft.ui.common;

import java.util.Locale;
import java.util.ResourceBundle;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

/** The window's words in the language of the moment; what is bound to them follows when the language changes. */
public final class Words {

    private static final String AREA = "ui";

    private final ReadOnlyObjectWrapper<Texts> texts = new ReadOnlyObjectWrapper<>();

    public Words(Locale locale) {
        texts.set(new Texts(locale));
    }

    public String get(String key, Object... arguments) {
        return texts.get().get(AREA, key, arguments);
    }

    public String get(Problem problem) {
        return texts.get().get(problem);
    }

    /** A sentence that is looked up again when the language or an argument changes. */
    public StringBinding of(String key, ObservableValue<?>... arguments) {
        var watched = new ObservableValue<?>[arguments.length + 1];
        watched[0] = texts;
        System.arraycopy(arguments, 0, watched, 1, arguments.length);
        return Bindings.createStringBinding(
                () -> {
                    var values = new Object[arguments.length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = arguments[i].getValue();
                    }
                    return get(key, values);
                },
                watched);
    }

    /** For FXML's {@code %key}, which is taken as it stands: such texts have no placeholders. */
    public ResourceBundle bundle() {
        return texts.get().bundle(AREA);
    }

    public Locale locale() {
        return texts.get().locale();
    }

    public void speak(Locale locale) {
        if (!locale.equals(locale())) {
            texts.set(new Texts(locale));
        }
    }

    public ReadOnlyObjectProperty<Texts> textsProperty() {
        return texts.getReadOnlyProperty();
    }
}
