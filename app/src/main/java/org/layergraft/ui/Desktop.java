package org.layergraft.ui;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Settings.Corner;

/** Where a window stands on the screens there are. */
final class Desktop {

    /** Of a window's title, to take hold of it. */
    private static final double TITLE = 28;

    private static final double HOLD = 120;

    private Desktop() {}

    /** Puts a window that is not shown yet where one stood before, if there is still a screen there. */
    static void place(Stage stage, Settings settings) {
        var screens = Screen.getScreens().stream().map(Screen::getVisualBounds).toList();
        reachable(settings.corner(), settings.width(), screens).ifPresent(corner -> {
            stage.setX(corner.x());
            stage.setY(corner.y());
        });
    }

    /** The corner, where the title of a window of that width could be dragged. */
    static Optional<Corner> reachable(Optional<Corner> corner, double width, List<Rectangle2D> screens) {
        return corner.filter(c -> screens.stream().anyMatch(screen -> {
            double seen = Math.min(c.x() + width, screen.getMaxX()) - Math.max(c.x(), screen.getMinX());
            return seen >= HOLD && c.y() >= screen.getMinY() && c.y() + TITLE <= screen.getMaxY();
        }));
    }

    /** What is remembered of a window that is about to close. */
    static Settings remember(Stage stage, Settings settings) {
        var scene = stage.getScene();
        var sized = settings.sized(scene.getWidth(), scene.getHeight(), stage.isMaximized());
        // Of a maximized window only the place before is worth going back to.
        return stage.isMaximized() || Double.isNaN(stage.getX())
                ? sized
                : sized.standing(new Corner(stage.getX(), stage.getY()));
    }
}
