package org.layergraft.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToolBar;
import javafx.scene.text.Text;

/** Finds what a person cannot read because there is no room for it. */
final class CutOff {

    private static final double LEEWAY = 1.5;

    private final List<String> found = new ArrayList<>();

    private CutOff() {}

    /** What is on screen but not all there, once it is laid out as it is now. */
    static List<String> in(Parent root) {
        root.applyCss();
        root.layout();
        var look = new CutOff();
        look.at(root);
        return look.found;
    }

    private void at(Node node) {
        if (!node.isVisible() || node.getOpacity() == 0) {
            return;
        }
        switch (node) {
            case Labeled labeled when !isForgiven(labeled) -> labeled(labeled);
            case TextField field -> prompt(field);
            case ToolBar bar -> overflow(bar);
            default -> {
                // Its children may have texts.
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::at);
        }
    }

    /** Names that come from the model may be as long as they like, as long as pointing at them tells all of it. */
    private static boolean isForgiven(Labeled labeled) {
        if (labeled.getText() == null) {
            return true;
        }
        boolean inCell = false;
        boolean told = false;
        for (Node at = labeled; at != null; at = at.getParent()) {
            inCell |= at instanceof IndexedCell<?>;
            told |= at instanceof Control control
                    && control.getTooltip() != null
                    && control.getTooltip().getText().contains(labeled.getText());
        }
        return inCell && told;
    }

    private void labeled(Labeled labeled) {
        String whole = labeled.getText();
        if (whole == null || whole.isEmpty() || labeled.getWidth() == 0) {
            return;
        }
        var shown = labeled.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .findFirst();
        // Nothing here has a mnemonic, so an underscore that is gone is missed, too.
        if (shown.isPresent() && !shown.get().getText().equals(whole)) {
            found.add(name(labeled) + ": \"" + shown.get().getText() + "\" of \"" + whole + '"');
        }
        shown.filter(CutOff::isLow)
                .ifPresent(text -> found.add(name(labeled) + ": \"" + whole + "\" is cut off above or below"));
        outside(labeled);
    }

    /** Some of the room for letters is empty above and below most of them. */
    private static boolean isLow(Text text) {
        return text.getClip() != null
                && text.getClip().getLayoutBounds().getHeight()
                        < text.getLayoutBounds().getHeight() - LEEWAY;
    }

    /** Laid out beyond the window's edge. */
    private void outside(Node node) {
        var box = node.localToScene(node.getLayoutBounds());
        if (box.getMinX() < -1 || box.getMaxX() > node.getScene().getWidth() + 1) {
            found.add(name(node) + " is outside of the window");
        }
    }

    private void prompt(TextField field) {
        String prompt = field.getPromptText();
        if (prompt == null || prompt.isEmpty() || !field.getText().isEmpty() || field.getWidth() == 0) {
            return;
        }
        text(field, prompt).ifPresent(shown -> {
            var wanted = shown.localToScene(shown.getLayoutBounds());
            var room = field.localToScene(field.getLayoutBounds());
            if (wanted.getMaxX() > room.getMaxX() - field.getPadding().getRight() + 1) {
                found.add(name(field) + ": the prompt \"" + prompt + "\" does not fit");
            }
        });
    }

    private static Optional<Text> text(Parent within, String wanted) {
        for (Node child : within.getChildrenUnmodifiable()) {
            if (child instanceof Text text && text.getText().equals(wanted)) {
                return Optional.of(text);
            }
            if (child instanceof Parent parent) {
                var deeper = text(parent, wanted);
                if (deeper.isPresent()) {
                    return deeper;
                }
            }
        }
        return Optional.empty();
    }

    private void overflow(ToolBar bar) {
        var more = bar.lookup(".tool-bar-overflow-button");
        if (more != null && more.isVisible()) {
            found.add(name(bar) + " has no room for all of its items");
        }
    }

    private static String name(Node node) {
        String id = node.getId() == null ? "" : "#" + node.getId();
        String kind = node instanceof Label ? "label" : node instanceof TextInputControl ? "field" : "";
        return (id + " " + kind + " " + String.join(".", node.getStyleClass())).strip();
    }
}
