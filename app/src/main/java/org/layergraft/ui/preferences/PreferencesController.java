package org.layergraft.ui.preferences;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.ChoiceBox;
import javafx.util.StringConverter;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;

/** Binds the preferences. Each choice counts at once; there is nothing to accept. */
public final class PreferencesController {

    /** Where settings are kept. */
    public interface Kept {
        Settings now();

        void change(UnaryOperator<Settings> how);
    }

    private enum Look {
        SYSTEM,
        LIGHT,
        DARK;

        String key() {
            return "preferences.theme." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kept settings;
    private final List<String> devices;
    private final Words words;
    private final Runnable close;

    @FXML
    private ChoiceBox<Look> theme;

    @FXML
    private ChoiceBox<Locale> language;

    @FXML
    private ChoiceBox<Integer> size;

    @FXML
    private ChoiceBox<String> device;

    /**
     * @param devices that there are on this machine
     * @param close takes the card away
     */
    public PreferencesController(Kept settings, List<String> devices, Words words, Runnable close) {
        this.settings = settings;
        this.devices = List.copyOf(devices);
        this.words = words;
        this.close = close;
    }

    @FXML
    private void initialize() {
        var now = settings.now();
        var likes = now.preferences();
        offer(
                theme,
                List.of(Look.values()),
                likes.followSystem() ? Look.SYSTEM : now.dark() ? Look.DARK : Look.LIGHT,
                look -> words.get(look.key()),
                this::look);
        offer(
                language,
                Texts.languages(),
                now.locale(),
                l -> l.getDisplayLanguage(l),
                l -> settings.change(s -> s.speaking(l)));
        offer(
                size,
                Preferences.SIZES,
                likes.textPercent(),
                percent -> words.get("coverage.percent", percent),
                percent -> like(p -> p.sized(percent)));
        var known = devices.contains(likes.device())
                ? devices
                : Stream.concat(devices.stream(), Stream.of(likes.device())).toList();
        offer(
                device,
                known,
                likes.device(),
                name -> name.equals("auto") ? words.get("switches.device.auto") : name,
                name -> like(p -> p.on(name)));
        Platform.runLater(theme::requestFocus);
    }

    private void look(Look chosen) {
        switch (chosen) {
            case SYSTEM -> like(p -> p.following(true));
            case LIGHT -> settings.change(s -> s.inDark(false));
            case DARK -> settings.change(s -> s.inDark(true));
        }
    }

    private void like(UnaryOperator<Preferences> how) {
        settings.change(s -> s.liking(how.apply(s.preferences())));
    }

    private static <T> void offer(ChoiceBox<T> box, List<T> all, T chosen, Function<T, String> name, Consumer<T> take) {
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String shown) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        });
        box.getItems().setAll(all);
        box.setValue(chosen);
        box.valueProperty().subscribe((before, now) -> {
            if (now != null && !now.equals(before)) {
                take.accept(now);
            }
        });
    }

    @FXML
    private void close() {
        close.run();
    }
}
