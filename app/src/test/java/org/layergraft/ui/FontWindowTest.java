package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.canvas.OnCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Fonts;
import org.layergraft.ui.common.Preferences;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.timeline.TimelineChart;

/** Everything is written in the font that was chosen, at once and the next day. */
class FontWindowTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, MLP);
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.liking(Preferences.FIRST)));
        window.close();
    }

    private static void type(KeyCode... keys) throws Exception {
        var robot = Fx.call(Robot::new);
        for (KeyCode key : keys) {
            Fx.run(() -> robot.keyType(key));
        }
    }

    @SuppressWarnings("unchecked")
    private ComboBox<String> box(String id) {
        return window.node(ComboBox.class, id);
    }

    /** One with other letters than the usual one has. */
    private String another(String id) throws Exception {
        return Fx.call(() -> box(id).getItems().stream()
                .skip(1)
                .filter(f -> !f.contains("DejaVu Sans"))
                .toList()
                .getLast());
    }

    private static Labeled shown(ComboBox<String> box) throws Exception {
        return Fx.call(box::getButtonCell);
    }

    private void write(Fonts fonts) throws Exception {
        Fx.run(() ->
                window.model.remembered().change(s -> s.liking(s.preferences().in(fonts))));
        window.layout();
    }

    private String label() throws Exception {
        window.layout();
        return Fx.call(() -> window.label("#edits-summary").getFont().getFamily());
    }

    private String graph() throws Exception {
        return Fx.call(() -> new OnCanvas(window.canvas()).fontFamily());
    }

    @Test
    void aFontIsChosenByItsFirstLettersAndKept() throws Exception {
        window.press(ActionId.PREFERENCES);
        var box = Fx.call(() -> box("#preferences-font"));
        assertEquals("", Fx.call(box::getValue));
        assertEquals("usual", shown(box).getText());
        String wanted = another("#preferences-font");
        Fx.run(box::requestFocus);
        for (char letter : wanted.toUpperCase(Locale.ROOT).toCharArray()) {
            type(letter == ' ' ? KeyCode.SPACE : KeyCode.getKeyCode(String.valueOf(letter)));
        }
        Fx.await(wanted + " is chosen", () -> wanted.equals(box.getValue()));
        assertEquals(wanted, label());
        assertEquals(wanted, graph());
        assertEquals(wanted, shown(box).getFont().getFamily());
        window.picture("font");
        type(KeyCode.ESCAPE);
        Fx.await("the card is gone", () -> window.scene.lookup("#preferences-card") == null);

        window.close();
        assertEquals(
                wanted, new SettingsStore(config).load().preferences().fonts().text());
        window = new OpenWindow(config, MLP);
        assertEquals(wanted, label());
        assertEquals(wanted, graph());
        window.press(ActionId.PREFERENCES);
        assertEquals(wanted, Fx.call(() -> box("#preferences-font").getValue()));
        Fx.run(() -> box("#preferences-font").setValue(""));
        assertEquals("System", label());
        assertEquals(Fonts.USUAL, new SettingsStore(config).load().preferences().fonts());
    }

    @Test
    void theListIsReadAndLeftByKey() throws Exception {
        window.press(ActionId.PREFERENCES);
        var box = Fx.call(() -> box("#preferences-font"));
        Fx.run(box::requestFocus);
        type(KeyCode.F4);
        Fx.await("the list is open", box::isShowing);
        type(KeyCode.DOWN, KeyCode.ENTER);
        Fx.await("the list is closed", () -> !box.isShowing());
        assertNotEquals("", Fx.call(box::getValue));
        assertNotNull(Fx.call(() -> window.scene.lookup("#preferences-card")), "Enter chose, and closed no card");
        type(KeyCode.F4);
        Fx.await("the list is open", box::isShowing);
        type(KeyCode.ESCAPE);
        Fx.await("the list is closed", () -> !box.isShowing());
        assertNotNull(Fx.call(() -> window.scene.lookup("#preferences-card")), "Esc closed the list only");
    }

    @Test
    void itStaysWhateverElseChanges() throws Exception {
        window.press(ActionId.PREFERENCES);
        String wanted = another("#preferences-font");
        Fx.run(() -> box("#preferences-font").setValue(wanted));
        window.press(ActionId.TEXT_LARGER);
        assertEquals(wanted, label());
        window.press(ActionId.THEME);
        assertEquals(wanted, label());
        window.press(ActionId.LANGUAGE);
        assertEquals(wanted, label());
        assertEquals(wanted, graph());
        assertEquals(
                wanted,
                Fx.call(() -> window.node(Label.class, "#preferences-card .card-title")
                        .getFont()
                        .getFamily()));
        window.press(ActionId.GO_TIMELINE);
        assertEquals(wanted, Fx.call(() -> styled(window.node(TimelineChart.class, ".timeline-chart"))));
        var cell = Fx.call(() -> {
            var menu = new ContextMenu(new MenuItem("menu"));
            menu.show(window.scene.lookup("#canvas"), 100, 100);
            return menu;
        });
        assertEquals(
                wanted,
                Fx.call(() -> ((Label) cell.getSkin().getNode().lookup(".label"))
                        .getFont()
                        .getFamily()));
        Fx.run(cell::hide);
        var tip = Fx.call(() -> {
            var shown = new Tooltip("tip");
            shown.show(window.scene.lookup("#canvas"), 100, 100);
            return shown;
        });
        assertEquals(
                wanted,
                Fx.call(() -> ((Label) tip.getSkin().getNode()).getFont().getFamily()));
        Fx.run(tip::hide);
    }

    /** What it draws in has no other way out. */
    private static String styled(TimelineChart chart) {
        return chart.getCssMetaData().stream()
                .filter(m -> m.getProperty().equals("-fx-font"))
                .map(m -> property(m, chart).getValue())
                .map(Font.class::cast)
                .findFirst()
                .orElseThrow()
                .getFamily();
    }

    @SuppressWarnings("unchecked")
    private static <S extends Styleable> StyleableProperty<?> property(CssMetaData<S, ?> data, TimelineChart chart) {
        return data.getStyleableProperty((S) chart);
    }

    @Test
    void everythingIsAsLargeAsItWas() throws Exception {
        window.press(ActionId.PREFERENCES);
        for (int percent : List.of(100, 150)) {
            Fx.run(() -> window.model
                    .remembered()
                    .change(s -> s.liking(s.preferences().sized(percent))));
            write(Fonts.USUAL);
            var usual = sizes();
            write(new Fonts("DejaVu Serif", ""));
            var now = sizes();
            // Rows come and go with the room that there is.
            usual.keySet().retainAll(now.keySet());
            now.keySet().retainAll(usual.keySet());
            assertTrue(usual.size() > 100, usual::toString);
            assertEquals(Set.of(), differing(usual, now), percent + " %");
        }
    }

    private static Set<String> differing(Map<String, Double> one, Map<String, Double> other) {
        return one.keySet().stream()
                .filter(place -> Math.abs(one.get(place) - other.get(place)) > 0.01)
                .map(place -> place + " " + one.get(place) + " " + other.get(place))
                .collect(Collectors.toSet());
    }

    /** Of all texts by where they stand. */
    private Map<String, Double> sizes() throws Exception {
        var found = new TreeMap<String, Double>();
        Fx.run(() -> sizes(window.scene.getRoot(), "", found));
        return found;
    }

    private static void sizes(Node node, String place, Map<String, Double> found) {
        // How much memory is used is another text every second.
        if (node instanceof Text text
                && node.isVisible()
                && !"memory".equals(node.getParent().getId())) {
            found.put(place, text.getFont().getSize());
        }
        if (node instanceof Parent parent) {
            var children = parent.getChildrenUnmodifiable();
            for (int i = 0; i < children.size(); i++) {
                sizes(
                        children.get(i),
                        place + "/" + String.join(".", children.get(i).getStyleClass()) + i,
                        found);
            }
        }
    }

    @Test
    void codeHasItsOwn() throws Exception {
        window.press(ActionId.PREFERENCES);
        Fx.run(() -> window.scene.lookup("#preferences-code").requestFocus());
        String wanted = another("#preferences-code");
        Fx.run(() -> box("#preferences-code").setValue(wanted));
        window.layout();
        assertEquals(
                wanted,
                Fx.call(() -> window.node(TextArea.class, "#message").getFont().getFamily()));
        assertEquals("System", label());
        assertEquals("System", graph());
        assertEquals(
                new Fonts("", wanted),
                new SettingsStore(config).load().preferences().fonts());
    }

    @Test
    void aFontThatIsGoneIsNotForgotten() throws Exception {
        write(new Fonts("No Such Font", "No Such Code"));
        assertEquals("System", label());
        assertEquals("System", graph());
        window.press(ActionId.PREFERENCES);
        assertEquals("No Such Font", Fx.call(() -> box("#preferences-font").getValue()));
        String said = Fx.call(() -> window.label("#preferences-font-note").getText());
        assertTrue(said.contains("“No Such Font” is not on this machine"), said);
        Fx.run(() -> box("#preferences-font").setValue(""));
        assertFalse(
                Fx.call(() -> window.label("#preferences-font-note").getText()).contains("No Such"));
        assertEquals(
                new Fonts("", "No Such Code"),
                new SettingsStore(config).load().preferences().fonts());
    }

    @Test
    void settingsOfAnEarlierVersionHaveTheUsualFonts() throws Exception {
        Path earlier = Files.createDirectories(config.resolve("earlier"));
        Path file = earlier.resolve("settings.json");
        String old = "{\"width\":1280.0,\"height\":800.0,\"language\":\"en\",\"preferences\":{\"followSystem\":false,"
            + "\"textPercent\":125,\"device\":\"cpu\",\"memoryGib\":4,\"python\":\"python3.9\",\"library\":\"\"%s}}";
        var expected = new Preferences(false, 125, "cpu", 4, "python3.9", "", Fonts.USUAL);
        Files.writeString(file, old.formatted(""));
        var store = new SettingsStore(earlier);
        assertEquals(expected, store.load().preferences());
        Files.writeString(file, old.formatted(",\"fonts\":{\"text\":\"Noto Sans\"}"));
        assertEquals(expected.in(new Fonts("Noto Sans", "")), store.load().preferences());
        store.save(store.load().liking(expected.in(new Fonts("微软雅黑", "Consolas"))));
        assertEquals(expected.in(new Fonts("微软雅黑", "Consolas")), store.load().preferences());
        Files.writeString(file, old.formatted(",\"fonts\":{\"text\":\"a\\\"; } .root { x: \\\"\"}"));
        assertEquals(expected, store.load().preferences(), "no name of a font");
    }

    @Test
    void theGraphMakesRoomForWideLetters() throws Exception {
        window.emptySpace();
        var usual = Fx.call(() -> new OnCanvas(window.canvas()).widths());
        String wide = Fx.call(() -> Font.getFamilies().stream()
                .filter(f -> f.contains("Mono"))
                .findFirst()
                .orElseThrow());
        write(new Fonts(wide, ""));
        Fx.await(
                "it is laid out anew",
                () -> !new OnCanvas(window.canvas()).widths().equals(usual));
        var now = Fx.call(() -> new OnCanvas(window.canvas()).widths());
        usual.forEach((box, width) -> assertTrue(now.get(box) >= width, box));
        write(Fonts.USUAL);
        Fx.await("it is as before", () -> new OnCanvas(window.canvas()).widths().equals(usual));
    }

    @Test
    void everyWindowIsWrittenInIt() throws Exception {
        var windows = new SomeWindows(config.resolve("windows"));
        var first = windows.open(Optional.of(MLP));
        var second = windows.open(Optional.of(MLP));
        String wanted = Fx.call(() -> Font.getFamilies().stream()
                .filter(f -> f.contains("Serif"))
                .findFirst()
                .orElseThrow());
        Fx.run(() ->
                first.model().remembered().change(s -> s.liking(s.preferences().in(new Fonts(wanted, "")))));
        for (AppWindow each : List.of(first, second)) {
            Fx.await("it is written in it", () -> {
                SomeWindows.scene(each).getRoot().applyCss();
                return SomeWindows.find(each, "#edits-summary") instanceof Label label
                        && label.getFont().getFamily().equals(wanted)
                        && SomeWindows.find(each, "#canvas") instanceof GraphCanvas canvas
                        && new OnCanvas(canvas).fontFamily().equals(wanted);
            });
        }
        windows.close();
    }

    /** High ones and wide ones. Where text is as wide as a typewriter's, the bar has a menu for what does not fit. */
    @Test
    void nothingIsCutOffInOtherFonts() throws Exception {
        window.press(ActionId.PREFERENCES);
        var there = Fx.call(() -> List.copyOf(box("#preferences-font").getItems()));
        var some = Stream.of("DejaVu Sans", "DejaVu Serif", "Noto Sans CJK SC", "Noto Serif CJK SC", "URW Bookman")
                .filter(there::contains)
                .toList();
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (String family : some) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language).liking(s.preferences().in(new Fonts(family, "")))));
                window.layout();
                window.layout();
                window.picture("font-" + family.replace(' ', '-') + "-" + language.getLanguage());
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), family + " " + language);
            }
        }
    }

    @Test
    void itIsFoundByName() throws Exception {
        window.press(ActionId.COMMANDS);
        Fx.run(() -> window.field("#commands-filter").setText("font"));
        window.layout();
        type(KeyCode.ENTER);
        Fx.await("fonts can be chosen", () -> window.scene.getFocusOwner() == box("#preferences-font"));
    }
}
