package org.layergraft.ui.common;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;

/**
 * Buttons that cannot be pressed again at once: the focus goes back to where it was before. Else it would go on to whatever stands next to
 * the button, and keys would go into a field that nobody chose.
 */
final class LeftFocus {

    private final Set<Node> buttons = new HashSet<>();
    private Optional<Node> before = Optional.empty();
    private final ChangeListener<Node> moved = (_, was, now) -> {
        if (was != null && buttons.contains(now) && !buttons.contains(was)) {
            before = Optional.of(was);
        }
    };

    void leave(ButtonBase button) {
        boolean first = buttons.isEmpty();
        buttons.add(button);
        if (first) {
            button.sceneProperty().subscribe(this::follow);
        }
        button.disabledProperty().subscribe(disabled -> {
            if (disabled && button.isFocused()) {
                before.filter(n -> n.getScene() == button.getScene() && !n.isDisabled() && n.isVisible())
                        .ifPresent(Node::requestFocus);
            }
        });
    }

    /** What is built anew for another language is in no scene any more. */
    private void follow(Scene was, Scene now) {
        if (was != null) {
            was.focusOwnerProperty().removeListener(moved);
        }
        if (now != null) {
            now.focusOwnerProperty().addListener(moved);
        }
    }
}
