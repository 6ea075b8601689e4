package org.layergraft.ui.preferences;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.util.StringConverter;
import org.layergraft.experiment.Python;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Fonts;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Tasks;
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
    private final Tasks tasks;
    private final Runnable close;

    @FXML
    private ChoiceBox<Look> theme;

    @FXML
    private ChoiceBox<Locale> language;

    @FXML
    private ChoiceBox<Integer> size;

    @FXML
    private ComboBox<String> font;

    @FXML
    private Label fontNote;

    @FXML
    private ComboBox<String> codeFont;

    @FXML
    private Label codeFontNote;

    @FXML
    private ChoiceBox<String> device;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Region rows;

    @FXML
    private Node memoryName;

    @FXML
    private ChoiceBox<Integer> memory;

    @FXML
    private TextField python;

    @FXML
    private Label pythonNote;

    /**
     * @param devices that there are on this machine
     * @param close takes the card away
     */
    public PreferencesController(Kept settings, List<String> devices, Words words, Tasks tasks, Runnable close) {
        this.settings = settings;
        this.devices = List.copyOf(devices);
        this.words = words;
        this.tasks = tasks;
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
        fonts(likes.fonts());
        memory(likes);
        python(likes);
        // As high as what it holds, as long as the window is.
        scroll.prefViewportHeightProperty().bind(rows.heightProperty());
        Platform.runLater(theme::requestFocus);
    }

    /** What can show text is found elsewhere: all fonts are opened for that. */
    private void fonts(Fonts now) {
        var text = new FontChoice(font, fontNote, words, now.text(), family -> write(f -> f.reading(family)));
        var code = new FontChoice(codeFont, codeFontNote, words, now.code(), family -> write(f -> f.coding(family)));
        var there = List.copyOf(Font.getFamilies());
        tasks.start(
                () -> Families.of(there),
                found -> {
                    text.offer(found.all(), there);
                    code.offer(found.even(), there);
                },
                problem -> fontNote.setText(words.get(problem.problem())));
    }

    private void write(UnaryOperator<Fonts> how) {
        like(p -> p.in(how.apply(p.fonts())));
    }

    /** Only where the system tells what a process needs. */
    private void memory(Preferences likes) {
        offer(
                memory,
                Preferences.MEMORY,
                likes.memoryGib(),
                gib -> words.get(gib == 0 ? "preferences.memory.all" : "preferences.memory.gib", gib),
                gib -> like(p -> p.within(gib)));
        boolean possible = LocalStepRunner.canLimitMemory();
        for (Node node : List.of(memory, memoryName)) {
            node.setVisible(possible);
            node.setManaged(possible);
        }
    }

    /** Asked when somebody has typed another one: it is started for that. */
    private void python(Preferences likes) {
        python.setText(likes.python());
        pythonNote.setText(words.get("preferences.python.note"));
        python.setOnAction(_ -> take());
        python.focusedProperty().subscribe((before, now) -> {
            if (before
                    && !now
                    && !python.getText()
                            .strip()
                            .equals(settings.now().preferences().python())) {
                take();
            }
        });
    }

    private void take() {
        like(p -> p.with(python.getText()));
        var chosen = new Python(settings.now().preferences().python());
        pythonNote.setText(words.get("preferences.python.asking"));
        tasks.start(
                chosen::look,
                found -> {
                    if (settings.now().preferences().python().equals(chosen.command())) {
                        pythonNote.setText(
                                switch (found) {
                                    case Python.Found.Nothing() ->
                                        words.get("preferences.python.none", chosen.command());
                                    case Python.Found.WithoutTorch(String version) ->
                                        words.get("preferences.python.bare", version);
                                    case Python.Found.Ready(String version, String torch) ->
                                        words.get("preferences.python.ready", version, torch);
                                });
                    }
                },
                problem -> pythonNote.setText(words.get(problem.problem())));
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
