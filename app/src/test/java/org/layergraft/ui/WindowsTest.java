package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.robot.Robot;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.canvas.OnCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Settings.Corner;
import org.layergraft.ui.common.SettingsStore;

/** Several windows: each has its own, all look the same, and none takes anything from another. */
class WindowsTest {

    private static final Path MLP = Path.of("samples", "mini_mlp.pt");
    private static final Path HEAD = Path.of("samples", "co_dino_head.pt");

    @TempDir
    Path folder;

    private SomeWindows windows;

    @BeforeEach
    void start() throws Exception {
        windows = new SomeWindows(folder);
    }

    @AfterEach
    void close() throws Exception {
        windows.close();
    }

    private static void ask(AppWindow window) throws Exception {
        Fx.run(() -> window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST)));
    }

    @Test
    void aNewWindowStandsBesideTheFirstAndHasItsOwnDocument() throws Exception {
        var first = windows.open(Optional.of(MLP));
        Fx.run(() -> {
            first.stage().setX(10);
            first.stage().setY(10);
            first.stage().requestFocus();
        });
        var robot = Fx.call(Robot::new);
        Fx.run(() -> {
            robot.keyPress(KeyCode.CONTROL);
            robot.keyPress(KeyCode.SHIFT);
            robot.keyType(KeyCode.N);
            robot.keyRelease(KeyCode.SHIFT);
            robot.keyRelease(KeyCode.CONTROL);
        });
        Fx.await("there are two", () -> windows.all.all().size() == 2);
        var second = windows.list().getLast();
        assertTrue(Fx.call(() -> second.stage().getX() > 10 && second.stage().getY() > 10), "both titles can be read");
        assertFalse(Fx.call(() -> second.model().document().openProperty().get()));
        Fx.run(() -> second.model().opening().open(HEAD));
        Fx.await("it is open", () -> SomeWindows.has(second, HEAD));
        assertTrue(SomeWindows.has(first, MLP));
        assertEquals("mini_mlp.pt – Layergraft", Fx.call(() -> first.stage().getTitle()));
        assertEquals(
                "co_dino_head.pt – Layergraft", Fx.call(() -> second.stage().getTitle()));
        Fx.run(() -> first.model().editing().edit(new Edit.Freeze("fc1"), () -> {}));
        Fx.await("it is edited", () -> first.model().document().canUndo().get());
        assertFalse(Fx.call(() -> second.model().document().canUndo().get()));
    }

    @Test
    void aWindowComesBackToWhereItStood() throws Exception {
        var first = windows.open(Optional.empty());
        Fx.run(() -> {
            first.stage().setX(70);
            first.stage().setY(45);
        });
        ask(first);
        assertEquals(List.of(), windows.list());
        windows.close();
        windows = new SomeWindows(folder);
        var again = windows.open(Optional.empty());
        assertEquals(new Corner(70, 45), Fx.call(() -> corner(again)));
        ask(again);
        windows.close();
        var store = new SettingsStore(folder);
        store.save(store.load().standing(new Corner(50_000, -3_000)));
        windows = new SomeWindows(folder);
        var back = windows.open(Optional.empty());
        assertTrue(Fx.call(() -> corner(back).x() < 50_000 && corner(back).y() >= 0), "that screen is gone");
    }

    private static Corner corner(AppWindow window) {
        return new Corner(window.stage().getX(), window.stage().getY());
    }

    @Test
    void processesStartOnceTheGraphIsThere() throws Exception {
        var drawn = new CompletableFuture<Boolean>();
        windows.backend.asked = () -> drawn.completeAsync(() -> {
            try {
                return Fx.call(
                        () -> SomeWindows.find(windows.all.all().getFirst(), "#canvas") instanceof GraphCanvas canvas
                                && !new OnCanvas(canvas).boxes().isEmpty());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        windows.open(Optional.of(HEAD));
        assertTrue(drawn.get(30, TimeUnit.SECONDS));
    }

    @Test
    void withoutAModelProcessesStartAtOnce() throws Exception {
        var asked = new CountDownLatch(1);
        windows.backend.asked = asked::countDown;
        windows.open(Optional.empty());
        assertTrue(asked.await(30, TimeUnit.SECONDS));
    }

    @Test
    void settingsAreOfAllWindowsAndOfNoneThatIsClosed() throws Exception {
        var first = windows.open(Optional.empty());
        var second = windows.open(Optional.empty());
        SomeWindows.press(second, ActionId.LANGUAGE);
        assertEquals(
                Locale.SIMPLIFIED_CHINESE, Fx.call(() -> first.model().words().locale()));
        SomeWindows.press(first, ActionId.THEME);
        assertTrue(Fx.call(() -> second.model().remembered().get().dark()));
        ask(second);
        assertEquals(List.of(first), windows.list());
        SomeWindows.press(first, ActionId.LANGUAGE);
        assertEquals(Locale.ENGLISH, Fx.call(() -> first.model().words().locale()));
        assertEquals(
                Locale.SIMPLIFIED_CHINESE,
                Fx.call(() -> second.model().words().locale()),
                "nothing reaches a window that is closed");
        Path recent = Files.copy(MLP, folder.resolve("mine.pt"));
        Fx.run(() -> first.model().opening().open(recent));
        Fx.await("it is open", () -> SomeWindows.has(first, recent));
        var third = windows.open(Optional.empty());
        assertTrue(SomeWindows.find(third, "#recent-mine").isVisible(), "what one opened is recent in the next");
    }

    @Test
    void aWindowAsksForItsOwnEditsAndStopsWhatRunsForIt() throws Exception {
        var first = windows.open(Optional.of(MLP));
        var second = windows.open(Optional.of(HEAD));
        Fx.run(() -> first.model().editing().edit(new Edit.Freeze("fc1"), () -> {}));
        Fx.await("it is edited", () -> first.model().document().canUndo().get());
        ask(second);
        assertEquals(List.of(first), windows.list(), "it had nothing to lose");
        ask(first);
        assertEquals(List.of(first), windows.list(), "it asks first");
        Fx.run(() -> first.model().unsaved().goOn());
        assertEquals(List.of(), windows.list());
        assertTrue(Fx.call(() -> first.model().jobs().going().isEmpty()));
    }

    /** The program may go on for days. */
    @Test
    void aWindowThatIsClosedIsForgotten() throws Exception {
        windows.open(Optional.of(MLP));
        var closed = closedOne();
        for (int i = 0; i < 100 && closed.get() != null; i++) {
            System.gc();
            Thread.sleep(50);
        }
        assertNull(closed.get(), "something holds on to it");
    }

    private WeakReference<WorkbenchViewModel> closedOne() throws Exception {
        var window = windows.open(Optional.of(HEAD));
        var model = new WeakReference<>(window.model());
        ask(window);
        return model;
    }

    @Test
    void ofSeveralFilesThatAreDroppedEachGetsAWindow() throws Exception {
        var first = windows.open(Optional.empty());
        Path mine = Files.copy(MLP, folder.resolve("mine.pt"));
        Fx.run(() -> first.model().opening().openAll(List.of(MLP, HEAD, mine)));
        Fx.await("there are three", () -> windows.all.all().size() == 3);
        var all = windows.list();
        for (int i = 0; i < 3; i++) {
            var window = all.get(i);
            Path wanted = List.of(MLP, HEAD, mine).get(i);
            Fx.await("each has its own", () -> SomeWindows.has(window, wanted));
        }
    }

    @Test
    void aRecentFileIsOpenedInAWindowOfItsOwnByKeyboard() throws Exception {
        Path mine = Files.copy(MLP, folder.resolve("mine.pt"));
        var first = windows.open(Optional.of(mine));
        SomeWindows.press(first, ActionId.COMMANDS);
        Fx.run(() -> ((javafx.scene.control.TextField) SomeWindows.find(first, "#commands-filter")).setText("mine.pt"));
        Fx.run(() -> SomeWindows.find(first, "#commands-filter")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, true, false, false)));
        Fx.await("there are two", () -> windows.all.all().size() == 2);
        var second = windows.list().getLast();
        Fx.await("it is open there", () -> SomeWindows.has(second, mine));
        var menu = (SplitMenuButton) SomeWindows.find(first, "#open");
        assertTrue(Fx.call(() ->
                menu.getItems().stream().anyMatch(i -> ActionId.NEW_WINDOW.key().equals(i.getId()))));
    }

    @Test
    void aRecentFileInTheMenuIsOpenedElsewhereWhileControlIsHeld() throws Exception {
        Path mine = Files.copy(MLP, folder.resolve("mine.pt"));
        var first = windows.open(Optional.of(mine));
        var menu = (SplitMenuButton) SomeWindows.find(first, "#open");
        Fx.run(menu::show);
        Fx.await("the menu is there", () -> menu.getItems().get(1).getParentPopup() != null);
        Fx.run(() -> {
            var popup = menu.getItems().get(1).getParentPopup();
            popup.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, true, false, false));
            menu.getItems().get(1).fire();
            menu.hide();
        });
        Fx.await("there are two", () -> windows.all.all().size() == 2);
    }

    @Test
    void theLastSizeIsTheNextWindows() throws Exception {
        var first = windows.open(Optional.empty());
        Fx.run(() -> {
            first.stage().setWidth(1111);
            first.stage().setHeight(777);
        });
        Fx.await("it is that size", () -> SomeWindows.scene(first).getWidth() == 1111);
        var size = Fx.call(() -> List.of(
                SomeWindows.scene(first).getWidth(), SomeWindows.scene(first).getHeight()));
        ask(first);
        var next = windows.open(Optional.empty());
        assertEquals(
                size,
                Fx.call(() -> List.of(
                        SomeWindows.scene(next).getWidth(),
                        SomeWindows.scene(next).getHeight())));
    }
}
