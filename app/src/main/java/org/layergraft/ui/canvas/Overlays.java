package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;

/** Which overlay is chosen, what it is made of, and its legend. */
final class Overlays {

    private final Runnable changed;
    private final ChoiceBox<Overlay> choice = new ChoiceBox<>();
    private final RankChoice rank;
    private final HBox controls = new HBox(6, choice);
    private final OverlayLegend legend;
    private Texts texts = new Texts(Locale.ENGLISH);
    private Optional<ModelGraph> graph = Optional.empty();
    private Optional<Marks.Base> base = Optional.empty();
    private List<Coverage> run = List.of();
    private ShapeReport measured = ShapeReport.EMPTY;
    private Set<Cover.Sign> signs = Set.of();

    /**
     * @param changed another one is chosen
     * @param ofRank coverage of another rank is
     */
    Overlays(Palette palette, Runnable changed, Runnable ofRank) {
        legend = new OverlayLegend(palette);
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
    }

    Region control() {
        return controls;
    }

    /** What arrived at each parameter, on the rank that is looked at. @param worst on the rank where least did */
    Map<String, GradientState> states(Map<String, GradientState> worst) {
        return rank.states(worst);
    }

    OverlayLegend legend() {
        return legend;
    }

    /** What is drawn of the coverage on some box. */
    void signs(Set<Cover.Sign> drawn) {
        signs = drawn;
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
        Map<String, Mark> marks = marks().apply(layout);
        explain(marks);
        return marks;
    }

    /** What the chosen one says by what is known now. */
    Function<Layout, Map<String, Mark>> marks() {
        Overlay overlay = chosen();
        Optional<Marks> known = graph.map(g -> Marks.of(texts, g, run, measured, base));
        return layout -> known.map(m -> m.on(layout, overlay)).orElse(Map.of());
    }

    /** What the chosen one is about, in a sentence. */
    String explanation() {
        return texts.get("ui.canvas", chosen().key() + ".legend");
    }

    private void explain(Map<String, Mark> marks) {
        if (isCoverage()) {
            legend.signs(
                    texts.get("ui.canvas", "overlay.coverage.legend"),
                    signs,
                    sign -> texts.get("ui.canvas", "sign." + sign.name().toLowerCase(Locale.ROOT)));
        } else {
            String text = chosen().key() + (marks.isEmpty() ? ".nothing" : ".legend");
            legend.colours(texts.get("ui.canvas", text), marks.values());
        }
    }
}
