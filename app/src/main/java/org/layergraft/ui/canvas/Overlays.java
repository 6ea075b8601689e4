package org.layergraft.ui.canvas;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.util.StringConverter;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;

/** Which overlay is chosen, what it is made of, and its legend. */
final class Overlays {

    private static final int MOST_IN_LEGEND = 6;
    private static final double SWATCH = 10;

    private final Palette palette;
    private final Runnable changed;
    private final ChoiceBox<Overlay> choice = new ChoiceBox<>();
    private final RankChoice rank;
    private final HBox controls = new HBox(6, choice);
    private final HBox legend = new HBox();
    private Texts texts = new Texts(Locale.ENGLISH);
    private Optional<ModelGraph> graph = Optional.empty();
    private Optional<Marks.Base> base = Optional.empty();
    private List<Coverage> run = List.of();
    private ShapeReport measured = ShapeReport.EMPTY;

    /**
     * @param changed another one is chosen
     * @param ofRank coverage of another rank is
     */
    Overlays(Palette palette, Runnable changed, Runnable ofRank) {
        this.palette = palette;
        this.changed = changed;
        choice.getItems().setAll(Overlay.values());
        choice.setValue(Overlay.COVERAGE);
        choice.setId("overlay");
        choice.getStyleClass().add("overlay-choice");
        rank = new RankChoice(ofRank);
        controls.getChildren().add(rank.control());
        choice.valueProperty().subscribe((_, _) -> {
            rank.coverage(isCoverage());
            changed.run();
        });
        legend.setId("overlay-legend");
        legend.getStyleClass().addAll("legend", "overlay-legend");
    }

    Region control() {
        return controls;
    }

    /** What arrived at each parameter, on the rank that is looked at. @param worst on the rank where least did */
    Map<String, GradientState> states(Map<String, GradientState> worst) {
        return rank.states(worst);
    }

    Node legend() {
        return legend;
    }

    Overlay chosen() {
        return choice.getValue();
    }

    void choose(Overlay overlay) {
        choice.setValue(overlay);
    }

    boolean isCoverage() {
        return chosen() == Overlay.COVERAGE;
    }

    void speak(Texts spoken) {
        texts = spoken;
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(Overlay overlay) {
                return overlay == null ? "" : texts.get("ui.canvas", overlay.key());
            }

            @Override
            public Overlay fromString(String text) {
                throw new UnsupportedOperationException("nobody types into a choice box");
            }
        });
        String name = texts.get("ui.canvas", "overlay.name");
        rank.speak(spoken);
        choice.setAccessibleText(name);
        choice.setTooltip(new Tooltip(name));
        changed.run();
    }

    void show(ModelGraph shown) {
        graph = Optional.of(shown);
    }

    void run(List<Coverage> rows) {
        run = List.copyOf(rows);
        rank.run(rows);
        changed.run();
    }

    /** What took how long, too. */
    void measured(ShapeReport report) {
        measured = report;
        changed.run();
    }

    /** The model as it was opened. */
    void base(Optional<ModelGraph> opened) {
        base = opened.map(Marks.Base::of);
        changed.run();
    }

    /** What the chosen one says about each box; the legend follows. */
    Map<String, Mark> on(Layout layout) {
        Map<String, Mark> marks = isCoverage()
                ? Map.of()
                : graph.map(g -> Marks.of(texts, g, run, measured, base).on(layout, chosen()))
                        .orElse(Map.of());
        explain(marks);
        return marks;
    }

    private void explain(Map<String, Mark> marks) {
        String text = chosen().key() + (marks.isEmpty() ? ".nothing" : ".legend");
        legend.setVisible(!isCoverage());
        legend.getChildren().setAll(isCoverage() ? List.of() : List.of(words(texts.get("ui.canvas", text))));
        Map<Mark.Hue, Mark> kinds = marks.values().stream()
                .filter(m -> !(m.hue() instanceof Mark.Scale))
                .collect(Collectors.toMap(Mark::hue, Function.identity(), (a, _) -> a));
        if (kinds.size() <= MOST_IN_LEGEND) {
            kinds.values().stream()
                    .sorted(Comparator.comparing(Mark::text))
                    .forEach(m -> legend.getChildren().add(swatch(m)));
        }
    }

    /** As long as it takes, in as many lines as it takes. */
    private static Label words(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        return label;
    }

    private Label swatch(Mark mark) {
        var label = new Label(mark.text(), new Rectangle(SWATCH, SWATCH, mark.colour(palette)));
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
