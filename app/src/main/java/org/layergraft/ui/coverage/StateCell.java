package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.step.GradientState;
import org.layergraft.ui.common.Words;

/** One rank's state of one line, or the worst of all ranks'. */
final class StateCell extends LineCell {

    private final OptionalInt rank;
    private final Words words;

    private StateCell(OptionalInt rank, Words words) {
        this.rank = rank;
        this.words = words;
        getStyleClass().add("state-cell");
    }

    static StateCell of(int rank, Words words) {
        return new StateCell(OptionalInt.of(rank), words);
    }

    static StateCell worst(Words words) {
        return new StateCell(OptionalInt.empty(), words);
    }

    private Optional<GradientState> state(CoverageLine line) {
        if (rank.isEmpty()) {
            return GradientState.worst(line.states());
        }
        int r = rank.getAsInt();
        return r < line.states().size() ? Optional.of(line.states().get(r)) : Optional.empty();
    }

    @Override
    protected void show(CoverageLine line) {
        var state = state(line);
        if (state.isEmpty()) {
            tell("");
            clear();
            return;
        }
        var said = new ArrayList<String>();
        if (rank.isPresent()) {
            said.add(words.get("coverage.state", rank.getAsInt(), name(state.get())));
        } else {
            said.addAll(byState(line.states()));
        }
        if (line instanceof CoverageRow row) {
            row.reason().map(words::get).ifPresent(said::add);
        }
        setGraphic(new StateMark(state.get()));
        String all = String.join("\n", said);
        tell(all);
        setAccessibleText(all);
    }

    /** "none: rank 0, 3", most urgent first. */
    private List<String> byState(List<GradientState> states) {
        return states.stream()
                .distinct()
                .sorted((a, b) -> Integer.compare(a.urgency(), b.urgency()))
                .map(state -> words.get(
                        "coverage.states",
                        name(state),
                        IntStream.range(0, states.size())
                                .filter(r -> states.get(r) == state)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", "))))
                .toList();
    }

    private String name(GradientState state) {
        return words.get(CoverageViewModel.stateKey(state));
    }

    @Override
    protected void clear() {
        setGraphic(null);
        setAccessibleText("");
    }
}
