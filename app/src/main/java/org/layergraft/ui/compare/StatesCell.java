package org.layergraft.ui.compare;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.layergraft.experiment.RunComparison.Change;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.coverage.StateMark;

/** A parameter's states in one run: a mark for each rank, or only the worst where there are many. */
final class StatesCell extends TableCell<Change, Change> {

    private static final int MOST = 4;

    private final Function<Change, List<GradientState>> states;
    private final Words words;
    private final HBox marks = new HBox();

    StatesCell(Function<Change, List<GradientState>> states, Words words) {
        this.states = states;
        this.words = words;
        marks.getStyleClass().add("states");
        getStyleClass().add("state-cell");
    }

    @Override
    protected void updateItem(Change change, boolean empty) {
        super.updateItem(change, empty);
        var of = empty || change == null ? List.<GradientState>of() : states.apply(change);
        var drawn =
                of.size() <= MOST ? of : GradientState.worst(of).map(List::of).orElse(List.of());
        marks.getChildren().setAll(drawn.stream().map(StateMark::new).toList());
        setGraphic(drawn.isEmpty() ? null : marks);
        String said = said(of);
        setAccessibleText(said);
        setTooltip(said.isEmpty() ? null : new Tooltip(said));
    }

    private String said(List<GradientState> of) {
        return IntStream.range(0, of.size())
                .mapToObj(rank ->
                        of.size() == 1 ? name(of.get(rank)) : words.get("coverage.state", rank, name(of.get(rank))))
                .collect(Collectors.joining("\n"));
    }

    private String name(GradientState state) {
        return words.get("state." + state.name().toLowerCase(java.util.Locale.ROOT));
    }
}
