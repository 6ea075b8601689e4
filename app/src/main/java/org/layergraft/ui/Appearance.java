package org.layergraft.ui;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.util.Subscription;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Scaling;

/** Light or dark and how large, as it was chosen or as the system has it; a scene follows what is remembered of it. */
final class Appearance {

    private final Remembered remembered;
    private final Scene scene;
    private final Subscription system;

    Appearance(Remembered remembered, Scene scene) {
        this.remembered = remembered;
        this.scene = scene;
        followSystem();
        paint();
        system = Platform.getPreferences().colorSchemeProperty().subscribe((_, _) -> followSystem());
        remembered.property().subscribe((before, now) -> {
            followSystem();
            boolean resized =
                    before.preferences().textPercent() != now.preferences().textPercent();
            if (before.dark() != now.dark() || resized) {
                paint();
            }
        });
    }

    /** The system outlives the window. */
    void close() {
        system.unsubscribe();
    }

    private void followSystem() {
        if (remembered.get().preferences().followSystem()) {
            boolean dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
            remembered.change(s -> s.inSystems(dark));
        }
    }

    private void paint() {
        Theme.of(remembered.get().dark()).apply(scene, scaling());
    }

    private Scaling scaling() {
        return new Scaling(remembered.get().preferences().textPercent() / 100.0);
    }

    /** What was just made for this scene, and the cards that it will show. */
    void size(Parent root) {
        scaling().apply(root);
        root.lookupAll(".overlay").forEach(node -> {
            if (node instanceof Overlay overlay) {
                overlay.scale(scaling());
            }
        });
    }
}
