package org.layergraft.ui.canvas;

import java.util.List;
import javafx.scene.paint.Color;
import org.layergraft.ui.canvas.Palette.Tint;

/**
 * What an overlay says about one box, in a word or two and in a colour.
 *
 * @param text never empty, so that nobody depends on the colour
 */
record Mark(String text, Hue hue) {

    sealed interface Hue {}

    /** @param at from 0, faint, to 1 */
    record Scale(double at) implements Hue {}

    /** One of several; neighbours look different. */
    record Kind(int index) implements Hue {}

    /** Nothing special. */
    record Plain() implements Hue {}

    private static final List<Tint> KINDS = List.of(
            Tint.FAMILY_LAYER,
            Tint.FAMILY_ACTIVATION,
            Tint.FAMILY_NORM,
            Tint.FAMILY_ATTENTION,
            Tint.FAMILY_ARITHMETIC,
            Tint.FAMILY_REDUCTION,
            Tint.FAMILY_PARAMETER);

    Color colour(Palette palette) {
        return switch (hue) {
            case Plain() -> (Color) palette.get(Tint.FROZEN);
            case Kind(int index) -> (Color) palette.get(KINDS.get(Math.floorMod(index, KINDS.size())));
            case Scale(double at) ->
                ((Color) palette.get(Tint.NODE_BORDER))
                        .interpolate((Color) palette.get(Tint.SELECTION), Math.clamp(at, 0, 1));
        };
    }
}
