package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;

/** Whose coverage is looked at: every parameter's worst, or one rank's. There only after a run on several ranks. */
final class RankChoice {

    private static final int WORST = -1;

    private final ChoiceBox<Integer> choice = new ChoiceBox<>();
    private Texts texts = new Texts(Locale.ENGLISH);
    private List<Coverage> run = List.of();
    private boolean coverage = true;

    /** @param changed another rank is looked at */
    RankChoice(Runnable changed) {
        choice.setId("overlay-rank");
        choice.getStyleClass().add("overlay-choice");
        choice.getItems().setAll(WORST);
        choice.setValue(WORST);
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer rank) {
                return rank == null || rank == WORST
                        ? texts.get("ui.canvas", "overlay.rank.worst")
                        : texts.get("ui.canvas", "overlay.rank", String.valueOf(rank));
            }

            @Override
            public Integer fromString(String text) {
                throw new UnsupportedOperationException("nobody types into a choice box");
            }
        });
        choice.managedProperty().bind(choice.visibleProperty());
        show();
        choice.valueProperty().subscribe((_, _) -> changed.run());
    }

    Region control() {
        return choice;
    }

    void speak(Texts spoken) {
        texts = spoken;
        String name = texts.get("ui.canvas", "overlay.rank.name");
        choice.setAccessibleText(name);
        choice.setTooltip(new Tooltip(name));
        // Its texts are asked for anew only when it shows something else.
        Integer now = choice.getValue();
        choice.setValue(null);
        choice.setValue(now);
    }

    /** @param rows of the run that is shown */
    void run(List<Coverage> rows) {
        run = List.copyOf(rows);
        int ranks = rows.stream().mapToInt(r -> r.ranks().size()).max().orElse(0);
        if (choice.getItems().size() != ranks + 1) {
            choice.getItems()
                    .setAll(IntStream.range(WORST, ranks > 1 ? ranks : 0)
                            .boxed()
                            .toList());
            choice.setValue(WORST);
        }
        show();
    }

    /** @param on coverage is what the boxes are coloured by */
    void coverage(boolean on) {
        coverage = on;
        show();
    }

    private void show() {
        choice.setVisible(coverage && choice.getItems().size() > 2);
    }

    /** What arrived, by parameter. @param worst on the rank where least did */
    Map<String, GradientState> states(Map<String, GradientState> worst) {
        Integer rank = choice.getValue();
        if (rank == null || rank == WORST) {
            return worst;
        }
        return run.stream()
                .filter(row -> row.ranks().size() > rank)
                .collect(Collectors.toMap(
                        row -> row.parameter().name(),
                        row -> row.ranks().get(rank).state(),
                        (a, _) -> a));
    }
}
