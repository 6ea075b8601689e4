package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.TreeView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.PickResult;
import javafx.scene.robot.Robot;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.newlayer.Role;

/** Context menus of outline, graph and table, and the cards that they open. */
class PlaceMenuWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(() -> menus().forEach(ContextMenu::hide));
        window.close();
    }

    private static List<ContextMenu> menus() {
        return Window.getWindows().stream()
                .filter(w -> w instanceof ContextMenu m && "place-menu".equals(m.getId()))
                .map(ContextMenu.class::cast)
                .toList();
    }

    private MenuItem item(String id) throws Exception {
        return Fx.call(() -> find(menus().getFirst().getItems(), id));
    }

    private static MenuItem find(List<MenuItem> items, String id) {
        for (var item : items) {
            if (id.equals(item.getId())) {
                return item;
            }
            if (item instanceof Menu menu) {
                var below = find(menu.getItems(), id);
                if (below != null) {
                    return below;
                }
            }
        }
        return null;
    }

    private TreeView<?> outline() {
        return window.node(TreeView.class, "#outline");
    }

    private TreeTableView<?> table() {
        return window.node(TreeTableView.class, "#coverage");
    }

    private void select(String place) throws Exception {
        Fx.run(() -> window.model.selectedProperty().set(place));
        window.layout();
    }

    private static void shiftF10(Node node) {
        node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F10, true, false, false, false));
    }

    private boolean isRefused(String id) throws Exception {
        return Fx.call(item(id)::isDisable);
    }

    private void choose(String id) throws Exception {
        var item = item(id);
        assertFalse(Fx.call(item::isDisable), id);
        Fx.run(item::fire);
        Fx.run(() -> menus().forEach(ContextMenu::hide));
        window.layout();
    }

    private boolean frozen(String name) {
        return window.graph().parameters().stream().anyMatch(p -> p.name().equals(name) && !p.trainable());
    }

    private static void type(KeyCode... keys) throws Exception {
        var robot = Fx.call(Robot::new);
        for (var key : keys) {
            Fx.run(() -> robot.keyType(key));
        }
    }

    @Test
    void theWholeMenuIsWorkedByKeyboard() throws Exception {
        select("fc1");
        Fx.run(() -> {
            window.stage.requestFocus();
            window.canvas().requestFocus();
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> {
            robot.keyPress(KeyCode.SHIFT);
            robot.keyType(KeyCode.F10);
            robot.keyRelease(KeyCode.SHIFT);
        });
        Fx.await("the menu is there", () -> !menus().isEmpty());
        // The heading is passed over.
        type(KeyCode.DOWN, KeyCode.ENTER);
        Fx.await("it is frozen", () -> frozen("fc1.weight"));
        Fx.await("the menu is gone", () -> menus().isEmpty());
        assertEquals("canvas", Fx.call(() -> window.scene.getFocusOwner().getId()), "one goes on where one was");
    }

    @Test
    void whatTheMenuAddsIsAddedFromThePaletteOfCommandsToo() throws Exception {
        select("fc1");
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.COMMANDS.keys()).run());
        window.layout();
        Fx.run(() -> window.field("#commands-filter").setText("Wrap the selected"));
        Fx.run(() -> window.scene.lookup("#commands-filter").fireEvent(OpenWindow.key(KeyCode.ENTER)));
        Fx.await(
                "it asks for the kind",
                () -> find(menus().getFirst().getItems(), "menu.wrap") instanceof Menu wrap && wrap.isShowing());
        choose("menu.wrap.lora");
        assertEquals(
                Role.Kind.WRAP,
                Fx.call(() -> window.<Role>choice("#layer-role").getValue().kind()));
        Fx.run(() -> window.button("#layer-cancel").fire());

        select("fc1.weight");
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.COMMANDS.keys()).run());
        window.layout();
        Fx.run(() -> window.field("#commands-filter").setText("Wrap the selected"));
        window.layout();
        Fx.run(() -> window.scene.lookup("#commands-filter").fireEvent(OpenWindow.key(KeyCode.ENTER)));
        assertTrue(Fx.call(() -> window.scene.lookup("#commands-card") != null), "a parameter cannot be wrapped");
    }

    @Test
    void theOutlinesMenuFreezesAndSaysWhyItCannotRemove() throws Exception {
        select("fc1");
        Fx.run(() -> shiftF10(outline()));
        assertTrue(isRefused("menu.remove"));
        assertTrue(item("menu.remove").getText().contains("is used"));
        picture("menu");
        choose("menu.freeze");
        assertEquals(List.of(new Edit.Freeze("fc1")), window.edits());
        assertTrue(frozen("fc1.weight") && frozen("fc1.bias"));
        select("fc1.bias");
        Fx.run(() -> shiftF10(outline()));
        assertTrue(isRefused("menu.freeze"));
        choose("menu.unfreeze");
        assertFalse(frozen("fc1.bias"));
        Fx.run(() -> window.button("#undo").fire());
        Fx.run(() -> window.button("#undo").fire());
        assertEquals(List.of(), window.edits());
        assertFalse(frozen("fc1.weight"));
    }

    @Test
    void aModuleIsCheckpointedFromItsMenuAndNoMore() throws Exception {
        select("fc1");
        Fx.run(() -> shiftF10(outline()));
        assertEquals("Checkpoint it in runs", item("menu.checkpoint").getText());
        choose("menu.checkpoint");
        var checkpoint = Fx.call(() ->
                window.model.switches().settingsProperty().get().switches().checkpoint());
        assertTrue(checkpoint.counts("fc1"));
        Fx.run(() -> shiftF10(outline()));
        assertEquals("Checkpoint it no more", item("menu.checkpoint").getText());
        choose("menu.checkpoint");
        assertFalse(Fx.call(() -> window.model.switches().checkpoint().isChosen("fc1")));
    }

    private void picture(String name) throws Exception {
        window.layout();
        var root = Fx.call(() -> menus().getFirst().getScene().getRoot());
        OpenWindow.picture(name, Fx.call(() -> root.snapshot(null, null)));
    }

    @Test
    void aModuleIsRenamedByKeyAndABadNameIsRefusedWhileItIsTyped() throws Exception {
        select("fc2");
        Fx.run(() -> window.scene.getAccelerators().get(ActionId.RENAME.keys()).run());
        Fx.run(() -> window.field("#rename-name").setText("fc1"));
        assertTrue(Fx.call(() -> window.button("#rename-accept").isDisabled()));
        window.layout();
        window.picture("rename");
        assertTrue(Fx.call(() -> window.label("#rename-error").getText()).contains("fc1"));
        Fx.run(() -> window.field("#rename-name").setText("head"));
        Fx.run(() -> window.button("#rename-accept").fire());
        assertEquals(List.of(new Edit.Rename("fc2", "head")), window.edits());
        assertEquals("head", Fx.call(() -> window.model.selectedProperty().get()));
        assertTrue(Fx.call(() -> window.scene.lookup("#rename-card") == null), "the card is gone");
    }

    @Test
    void severalRowsAreFrozenAtOnceAndTheirNamesCopied() throws Exception {
        Fx.run(() -> {
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectIndices(1, 3);
            shiftF10(table());
        });
        List<String> names = Fx.call(() -> List.of(
                window.model.coverage().rows().get(1).name(),
                window.model.coverage().rows().get(3).name()));
        choose("menu.copy_name");
        assertEquals(
                String.join("\n", names),
                Fx.call(() -> Clipboard.getSystemClipboard().getString()));
        Fx.run(() -> shiftF10(table()));
        choose("menu.freeze");
        assertEquals(1, window.edits().size(), "one edit, so one undo");
        assertTrue(names.stream().allMatch(this::frozen), names::toString);
    }

    @Test
    void aZeroIsAddedToTheLossAndOneUndoTakesItBack() throws Exception {
        select("fc1");
        Fx.run(() -> shiftF10(outline()));
        assertEquals("Add 0 × sum to the loss", item("menu.add_zero").getText());
        choose("menu.add_zero");
        assertEquals(List.of(new Edit.AddZero("fc1")), window.edits());
        select("fc1.weight");
        Fx.run(() -> window.button("#undo").fire());
        assertEquals(List.of(), window.edits());
    }

    @Test
    void theMenuOfABoxWrapsALayerAroundItAndRemovesItAgain() throws Exception {
        var at = window.box("Linear");
        Fx.run(() -> rightClick(at.getX(), at.getY()));
        choose("menu.wrap.lora");
        assertEquals(
                Role.Kind.WRAP,
                Fx.call(() -> window.<Role>choice("#layer-role").getValue().kind()));
        Fx.run(() -> window.button("#layer-add").fire());
        assertTrue(window.edits().getFirst() instanceof Edit.Wrap, window.edits()::toString);
        var place = Fx.call(() -> window.model.selectedProperty().get());
        assertTrue(place.endsWith(".lora1"), place);
        Fx.run(() -> shiftF10(outline()));
        choose("menu.remove");
        assertEquals(
                List.of(),
                window.graph().parameters().stream()
                        .filter(p -> p.name().contains("lora"))
                        .toList());
        Fx.run(() -> rightClick(at.getX(), at.getY()));
        choose("menu.replace.linear");
        assertEquals(
                Role.Kind.REPLACE,
                Fx.call(() -> window.<Role>choice("#layer-role").getValue().kind()));
    }

    private void rightClick(double x, double y) {
        var canvas = window.canvas();
        var screen = canvas.localToScreen(canvas.sceneToLocal(x, y));
        canvas.fireEvent(new ContextMenuEvent(
                ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                x,
                y,
                screen.getX(),
                screen.getY(),
                false,
                new PickResult(canvas, x, y)));
    }

    @Test
    void aLineOffersOnlyWhatGoesOnIt() throws Exception {
        Fx.await("a line on the canvas", () -> window.edge() != null);
        var at = Fx.call(window::edge);
        Fx.run(() -> rightClick(at.getX(), at.getY()));
        assertEquals(null, item("menu.remove"));
        choose("menu.add_after.layernorm");
        assertEquals(
                Role.Kind.INSERT,
                Fx.call(() -> window.<Role>choice("#layer-role").getValue().kind()));
    }

    @Test
    void aPatternFreezesAllItNames() throws Exception {
        select("fc1");
        Fx.run(() -> window.button("#freeze-matching").fire());
        window.layout();
        assertEquals("fc1.*", Fx.call(() -> window.field("#freeze-pattern").getText()));
        window.picture("freeze");
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        Fx.run(() -> window.button("#freeze-matching").fire());
        Fx.run(() -> window.field("#freeze-pattern").setText("*.weight"));
        window.layout();
        window.picture("freeze-zh");
        Fx.run(() -> window.button("#freeze-accept").fire());
        assertEquals(List.of(new Edit.Freeze("*.weight")), window.edits());
        assertTrue(Fx.call(() -> window.scene.lookup("#freeze-card") == null));
        select("fc1");
        window.picture("frozen-zh");
        Fx.run(() -> shiftF10(outline()));
        picture("menu-zh");
    }
}
