package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.commands.CommandsViewModel;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.KeyHint;

/** Everything that can be done is found by name and in the keyboard map, in both languages. */
class CommandsWindowTest {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void speak(Locale language) throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
    }

    private void type(String text) throws Exception {
        Fx.run(() -> window.field("#commands-filter").setText(text));
        window.layout();
    }

    private void key(KeyCode code) throws Exception {
        Fx.run(() -> window.scene.lookup("#commands-filter").fireEvent(OpenWindow.key(code)));
    }

    @SuppressWarnings("unchecked")
    private List<CommandsViewModel.Row> rows() throws Exception {
        return Fx.call(
                () -> List.copyOf(((ListView<CommandsViewModel.Row>) window.scene.lookup("#commands")).getItems()));
    }

    private String first() throws Exception {
        return rows().getFirst().command().id();
    }

    @Test
    void everyActionIsInThePaletteAndInTheMap() throws Exception {
        for (Locale language : LANGUAGES) {
            speak(language);
            window.press(ActionId.COMMANDS);
            var listed = rows().stream().map(r -> r.command().id()).collect(Collectors.toSet());
            var missing = EnumSet.allOf(ActionId.class);
            missing.removeIf(a -> listed.contains(a.key()));
            assertEquals(Set.of(ActionId.COMMANDS), missing, "only the palette itself is not in the palette");
            Fx.run(() -> window.scene.lookup("#commands-filter").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));

            window.press(ActionId.KEYS);
            for (ActionId action : ActionId.values()) {
                var row = row(action.key());
                assertEquals(window.model.words().get(action.key()), label(row, 0));
                assertEquals(action.shown(), label(row, 1));
            }
            for (KeyHint hint : KeyHint.values()) {
                assertFalse(label(row(hint.key()), 1).isEmpty(), hint.name());
            }
            Fx.run(() -> window.button("#keys-close").fire());
            assertNull(Fx.call(() -> window.scene.lookup("#keys-card")));
        }
    }

    private HBox row(String id) throws Exception {
        Node row = Fx.call(() -> window.scene.getRoot().lookupAll(".keys-row").stream()
                .filter(n -> ("keys-" + id).equals(n.getId()))
                .findFirst()
                .orElse(null));
        assertNotNull(row, id);
        assertFalse(row.getAccessibleText().isEmpty());
        return (HBox) row;
    }

    private static String label(HBox row, int at) {
        return ((Label) row.getChildren().get(at)).getText();
    }

    @Test
    void everyKeyMeansOneThing() throws Exception {
        var taken = new HashMap<KeyCombination, ActionId>();
        for (ActionId action : ActionId.values()) {
            for (KeyCombination key : action.allKeys()) {
                var other = taken.put(key, action);
                assertNull(other, key + " is " + other + " and " + action);
            }
        }
        Map<KeyCombination, Runnable> installed = Fx.call(() -> Map.copyOf(window.scene.getAccelerators()));
        taken.forEach((key, action) -> assertEquals(!action.isOfGraph(), installed.containsKey(key), action.name()));
        assertEquals(taken.values().stream().filter(a -> !a.isOfGraph()).count(), installed.size());
    }

    /** The scene is looking through its keys while one of them builds the window anew. */
    @Test
    void aKeyMayBuildTheWindowAnew() throws Exception {
        var before = Fx.call(() -> Set.copyOf(window.scene.getAccelerators().keySet()));
        Fx.run(() -> Event.fireEvent(
                window.scene.getRoot(),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.L, true, true, false, false)));
        assertEquals(
                Locale.SIMPLIFIED_CHINESE, Fx.call(() -> window.model.words().locale()));
        assertEquals(
                before, Fx.call(() -> Set.copyOf(window.scene.getAccelerators().keySet())));
    }

    @Test
    void aFewLettersAndEnterDoIt() throws Exception {
        window.press(ActionId.COMMANDS);
        type("zoom seen");
        assertEquals("action.fit", first());
        type("find_unused switch");
        assertEquals("action.find_unused", first());
        key(KeyCode.ENTER);
        assertNull(Fx.call(() -> window.scene.lookup("#commands-card")), "the card is gone");
        assertTrue(Fx.call(() -> window.model.switches().findUnusedProperty().get()));
    }

    @Test
    void whatIsImpossibleStandsLastAndDoesNothing() throws Exception {
        window.press(ActionId.COMMANDS);
        var possible = rows().stream().map(r -> r.command().possible()).toList();
        assertEquals(possible.stream().sorted((a, b) -> Boolean.compare(b, a)).toList(), possible);
        assertTrue(possible.contains(false), "nothing is undone yet");
        type("redo");
        assertEquals("action.redo", first());
        key(KeyCode.ENTER);
        assertNotNull(Fx.call(() -> window.scene.lookup("#commands-card")), "the card stays");
        key(KeyCode.ESCAPE);
        assertNull(Fx.call(() -> window.scene.lookup("#commands-card")));
    }

    @Test
    void theArrowsGoRoundWhileTheFocusStaysInTheField() throws Exception {
        window.press(ActionId.COMMANDS);
        Fx.await(
                "the field has the focus",
                () -> window.scene.lookup("#commands-filter").isFocused());
        var list = Fx.call(() -> (ListView<?>) window.scene.lookup("#commands"));
        key(KeyCode.UP);
        assertEquals(rows().size() - 1, Fx.call(() -> list.getSelectionModel().getSelectedIndex()));
        key(KeyCode.DOWN);
        assertEquals(0, Fx.call(() -> list.getSelectionModel().getSelectedIndex()));
        key(KeyCode.DOWN);
        String said = Fx.call(() -> window.scene.lookup("#commands-filter").getAccessibleText());
        assertTrue(said.endsWith(rows().get(1).command().label()), said);
    }

    private static final List<String> CONTROLS = List.of(
            "find-unused",
            "static-graph",
            "checkpoint-mode",
            "switch-ranks",
            "switch-device",
            "switch-steps",
            "switch-seed",
            "more-options",
            "bucket-cap",
            "bucket-view",
            "broadcast-buffers",
            "accumulate",
            "bf16",
            "inputs",
            "inputs-source",
            "input-name-0",
            "input-type-0",
            "input-shape-0",
            "input-range-0",
            "input-remove-0",
            "input-add",
            "loss-rule");

    /** In both languages, by what stands on the screen and by its English id; folded panes open, and it can be seen. */
    @Test
    void everyControlOfTheSwitchesIsGoneTo() throws Exception {
        for (Locale language : LANGUAGES) {
            speak(language);
            window.press(ActionId.COMMANDS);
            var listed = rows().stream()
                    .map(r -> r.command().id())
                    .filter(id -> id.startsWith("go-to-"))
                    .map(id -> id.substring(6))
                    .toList();
            assertTrue(listed.containsAll(CONTROLS), listed + " in " + language);
            var labels = rows().stream()
                    .filter(r -> r.command().id().startsWith("go-to-"))
                    .map(r -> r.command().label())
                    .toList();
            assertEquals(labels.stream().distinct().toList(), labels, "each has a name of its own");
            key(KeyCode.ESCAPE);
            for (String control : CONTROLS) {
                speak(language);
                window.press(ActionId.COMMANDS);
                type(control.replace('-', ' '));
                assertTrue(rows().stream().anyMatch(r -> r.command().id().equals("go-to-" + control)), control);
                var run = rows().stream()
                        .filter(r -> r.command().id().equals("go-to-" + control))
                        .findFirst()
                        .orElseThrow()
                        .command();
                key(KeyCode.ESCAPE);
                Fx.run(run.run());
                window.layout();
                assertTrue(Fx.call(() -> isInside(window.scene.getFocusOwner(), control)), control);
                assertTrue(Fx.call(() -> isSeen(window.scene.lookup("#" + control))), control + " is seen");
            }
        }
        window.picture("commands-go");
    }

    private static boolean isInside(Node focused, String id) {
        for (Node at = focused; at != null; at = at.getParent()) {
            if (id.equals(at.getId())) {
                return true;
            }
        }
        return false;
    }

    /** Of a whole pane, its title. */
    private boolean isSeen(Node node) {
        var pane = window.scene.lookup(".switches-scroll");
        var seen = pane.localToScene(pane.getBoundsInLocal());
        var there = node.localToScene(node.getBoundsInLocal());
        return there.getHeight() > 0
                && (node instanceof TitledPane
                        ? seen.intersects(there)
                        : there.getMinY() >= seen.getMinY() - 1 && there.getMaxY() <= seen.getMaxY() + 1);
    }

    @Test
    void theLossIsGoneToByTyping() throws Exception {
        window.press(ActionId.COMMANDS);
        type("go to loss");
        assertEquals("go-to-loss-rule", first());
        key(KeyCode.ENTER);
        assertTrue(Fx.call(() -> window.scene.lookup("#loss-rule").isFocused()));
    }

    @Test
    void whatIsMeasuredByALinkIsACommandToo() throws Exception {
        window.press(ActionId.COMMANDS);
        type("measure bucket_view costs");
        assertEquals("cost-bucket_view", first());
        key(KeyCode.ENTER);
        assertTrue(window.backend.comparedWith.getFirst().options().gradientAsBucketView());
        window.press(ActionId.COMMANDS);
        type("measure bucket_cap_mb costs");
        assertEquals("cost-bucket_cap", first());
        assertFalse(rows().getFirst().command().possible(), "there is nothing to compare");
    }

    @Test
    void aPlaceOfTheModelIsFoundAndGoneTo() throws Exception {
        window.press(ActionId.COMMANDS);
        type("fc2.weight");
        assertEquals("go-fc2.weight", first());
        key(KeyCode.ENTER);
        assertEquals("fc2.weight", Fx.call(() -> window.model.selectedProperty().get()));
    }

    @Test
    void chineseIsFoundInChineseAndInEnglish() throws Exception {
        speak(Locale.SIMPLIFIED_CHINESE);
        window.press(ActionId.COMMANDS);
        type("放大");
        assertEquals("action.zoom_in", first());
        type("zoom in");
        assertEquals("action.zoom_in", first());
        key(KeyCode.ESCAPE);
    }

    @Test
    void keysThatHadNoActionWork() throws Exception {
        Fx.await("the graph is laid out", () -> window.edge() != null);
        window.press(ActionId.GO_GRAPH);
        assertSame(window.canvas(), Fx.call(() -> window.scene.getFocusOwner()));
        window.press(ActionId.GO_MESSAGES);
        assertEquals("messages", Fx.call(() -> window.scene.getFocusOwner().getId()));
        window.press(ActionId.GO_OUTLINE);
        assertEquals("outline", Fx.call(() -> window.scene.getFocusOwner().getId()));
        window.press(ActionId.LANGUAGE);
        assertEquals(
                Locale.SIMPLIFIED_CHINESE, Fx.call(() -> window.model.words().locale()));
        window.press(ActionId.COMMANDS);
        type("冻结所选");
        assertFalse(rows().getFirst().command().possible(), "nothing is selected");
        key(KeyCode.ESCAPE);
        Fx.run(() -> window.model.selectedProperty().set("fc1"));
        window.press(ActionId.COMMANDS);
        type("冻结所选");
        assertEquals("action.freeze", first());
        key(KeyCode.ENTER);
        assertEquals(1, window.edits().size());
    }

    @Test
    void nothingIsCutOffAndPicturesAreTaken() throws Exception {
        for (Locale language : LANGUAGES) {
            for (boolean dark : new boolean[] {false, true}) {
                speak(language);
                Fx.run(() -> window.model.remembered().change(s -> s.inDark(dark)));
                String name = language.getLanguage() + (dark ? "-dark" : "");
                window.press(ActionId.COMMANDS);
                whole("commands", name);
                type(language.equals(Locale.ENGLISH) ? "weight" : "模块");
                whole("commands-typed", name);
                key(KeyCode.ESCAPE);
                window.press(ActionId.KEYS);
                whole("keys", name);
                Fx.run(() -> window.button("#keys-close").fire());
            }
        }
    }

    private void whole(String card, String name) throws Exception {
        window.layout();
        window.picture(card + "-" + name);
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), card + " " + name);
        var bounds = Fx.call(() -> {
            var node = window.scene.getRoot().lookup(".card");
            return node.localToScene(node.getLayoutBounds());
        });
        assertTrue(bounds.getMaxY() <= 800 && bounds.getMinY() >= 0, card + " " + name + " " + bounds);
    }
}
