package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Two windows on a real screen, opened and worked by keys. */
class WindowsDisplayTest {

    @TempDir
    Path folder;

    @Test
    @EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+", disabledReason = "no display: no real keys")
    void theSecondHasTheKeysOnceItIsThere() throws Exception {
        if (System.getProperty("os.name").equals("Linux")) {
            System.setProperty("glass.platform", "gtk");
        }
        var windows = new SomeWindows(folder);
        try {
            var first = windows.open(Optional.of(Path.of("samples", "mini_mlp.pt")));
            Fx.run(first.stage()::toFront);
            Fx.await("the first has the focus", first.stage()::isFocused);
            press(KeyCode.N);
            Fx.await("there are two", () -> windows.all.all().size() == 2);
            var second = windows.list().getLast();
            Fx.run(() -> {
                second.stage().toFront();
                second.stage().requestFocus();
            });
            Fx.await("the second has the focus", second.stage()::isFocused);
            assertTrue(
                    Fx.call(() -> second.stage().getX() > first.stage().getX()
                            && second.stage().getY() > first.stage().getY()),
                    "it does not cover the first");
            press(KeyCode.L);
            Fx.await(
                    "both speak another language", () -> "zh".equals(language(first)) && "zh".equals(language(second)));
            assertEquals(2, windows.list().size());
        } finally {
            windows.close();
        }
    }

    private static String language(AppWindow window) {
        return window.model().words().locale().getLanguage();
    }

    private static void press(KeyCode key) throws Exception {
        var robot = Fx.call(Robot::new);
        Fx.run(() -> {
            robot.keyPress(KeyCode.CONTROL);
            robot.keyPress(KeyCode.SHIFT);
            robot.keyType(key);
            robot.keyRelease(KeyCode.SHIFT);
            robot.keyRelease(KeyCode.CONTROL);
        });
    }
}
