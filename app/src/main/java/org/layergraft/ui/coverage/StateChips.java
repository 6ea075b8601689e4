package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;

/** The legend under the table, which also chooses: "none 1" shows the parameters without a gradient and no others. */
final class StateChips {

    private final StateFilter filter;
    private final Words words;
    private final List<ToggleButton> chips = new ArrayList<>();

    StateChips(StateFilter filter, Words words) {
        this.filter = filter;
        this.words = words;
        for (GradientState state : GradientState.values()) {
            chips.add(chip(state));
        }
        filter.countsProperty().subscribe(_ -> show());
        filter.chosenProperty().subscribe(_ -> show());
    }

    List<ToggleButton> nodes() {
        return List.copyOf(chips);
    }

    private ToggleButton chip(GradientState state) {
        // The marks are of different widths, and a button would stretch them.
        var mark = new HBox(new StateMark(state));
        mark.getStyleClass().add("mark");
        var chip = new ToggleButton("", mark);
        chip.setId("state-" + state.name().toLowerCase(Locale.ROOT));
        chip.getStyleClass().add("state-chip");
        chip.setMnemonicParsing(false);
        chip.setTooltip(new Tooltip());
        chip.setOnAction(_ -> filter.choose(state, chip.isSelected()));
        return chip;
    }

    private void show() {
        for (GradientState state : GradientState.values()) {
            var chip = chips.get(state.ordinal());
            var count = filter.count(state);
            boolean chosen = filter.chosenProperty().get().contains(state);
            String name = words.get(CoverageViewModel.stateKey(state));
            chip.setSelected(chosen);
            // One that is chosen can always be let go.
            chip.setDisable(count.orElse(0) == 0 && !chosen);
            chip.setText(count.isPresent() ? words.get("coverage.chip", name, count.getAsInt()) : name);
            String told = count.isPresent() ? words.get("coverage.chip.tip", name, count.getAsInt()) : name;
            chip.getTooltip().setText(told);
            chip.setAccessibleText(told);
        }
    }
}
