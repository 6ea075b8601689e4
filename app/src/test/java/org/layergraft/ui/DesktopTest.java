package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.ui.common.Settings.Corner;

/** Where a window may come back to. */
class DesktopTest {

    private static final Rectangle2D MAIN = new Rectangle2D(0, 24, 1920, 1056);
    private static final Rectangle2D LEFT = new Rectangle2D(-1280, 0, 1280, 1024);

    @ParameterizedTest
    @CsvSource({
        "    0,   24, true,  true",
        " 1700,  900, true,  true",
        " 1850,  100, false, false",
        " -1100,  90, true,  true",
        " -1000, 500, true,  true",
        "-1250,  100, false, true",
        " 1000, 1060, false, false",
        "  500,    0, false, false",
        " -900,   10, false, true",
        "50000, -300, false, false",
    })
    void onlyWhereItsTitleCanBeReached(double x, double y, boolean alone, boolean withBoth) {
        var corner = Optional.of(new Corner(x, y));
        assertEquals(alone, Desktop.reachable(corner, 1280, List.of(MAIN)).isPresent(), "one screen");
        assertEquals(
                withBoth, Desktop.reachable(corner, 1280, List.of(MAIN, LEFT)).isPresent(), "two screens");
    }
}
