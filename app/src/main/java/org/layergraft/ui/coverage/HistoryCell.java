package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.control.ContentDisplay;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;

/** A line's states in the last runs, a mark each, the newest at the right. */
final class HistoryCell extends LineCell {

    private final CoverageViewModel model;
    private final Words words;
    private final List<Region> marks =
            IntStream.range(0, RunHistory.MOST).mapToObj(_ -> new Region()).toList();
    private final HBox box = new HBox();

    HistoryCell(CoverageViewModel model, Words words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("history-cell");
        box.getStyleClass().add("history");
        marks.forEach(mark -> mark.setMouseTransparent(true));
        box.getChildren().setAll(marks);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void show(CoverageLine line) {
        var history = model.history();
        var states = history.of(line);
        int empty = marks.size() - states.size();
        for (int i = 0; i < marks.size(); i++) {
            mark(marks.get(i), i < empty ? Optional.empty() : states.get(i - empty));
        }
        var said = new ArrayList<String>();
        for (int i = 0; i < states.size(); i++) {
            int number = history.first() + i;
            states.get(i)
                    .ifPresent(state -> said.add(
                            words.get("coverage.runs.tip", number, words.get(CoverageViewModel.stateKey(state)))));
        }
        String all = String.join("\n", said);
        tell(all);
        setAccessibleText(all);
        setGraphic(box);
    }

    private static void mark(Region mark, Optional<GradientState> state) {
        var wanted = state.map(s -> List.of("state-mark", "state-" + s.name().toLowerCase(Locale.ROOT)))
                .orElse(List.of("state-mark"));
        if (!mark.getStyleClass().equals(wanted)) {
            mark.getStyleClass().setAll(wanted);
        }
    }

    @Override
    protected void clear() {
        setAccessibleText("");
        setGraphic(null);
    }
}
