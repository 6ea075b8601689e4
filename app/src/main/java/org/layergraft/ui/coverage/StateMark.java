package org.layergraft.ui.coverage;

import java.util.Locale;
import javafx.scene.layout.Region;
import org.layergraft.step.GradientState;

/** A gradient's state as shape and colour: disc, ring, cross, snowflake, exclamation mark ({@code app.css}). */
public final class StateMark extends Region {

    public StateMark(GradientState state) {
        getStyleClass().addAll("state-mark", "state-" + state.name().toLowerCase(Locale.ROOT));
        setMouseTransparent(true);
    }
}
