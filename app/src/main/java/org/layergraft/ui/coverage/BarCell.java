package org.layergraft.ui.coverage;

import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** A number behind a small bar. */
final class BarCell extends LineCell {

    private static final double WIDTH = 26;

    private final Function<CoverageLine, OptionalDouble> value;
    private final DoubleUnaryOperator fraction;
    private final DoubleFunction<String> text;
    private final BiFunction<Double, Integer, String> tip;
    private final Region fill = new Region();
    private final Label number = new Label();
    private final HBox box;

    private BarCell(
            Function<CoverageLine, OptionalDouble> value,
            DoubleUnaryOperator fraction,
            DoubleFunction<String> text,
            BiFunction<Double, Integer, String> tip) {
        this.value = value;
        this.fraction = fraction;
        this.text = text;
        this.tip = tip;
        var track = new StackPane(fill);
        track.getStyleClass().add("share-track");
        track.setMinWidth(WIDTH);
        track.setMaxWidth(WIDTH);
        fill.getStyleClass().add("share-fill");
        StackPane.setAlignment(fill, Pos.CENTER_LEFT);
        number.getStyleClass().add("number");
        number.setMinWidth(USE_PREF_SIZE);
        box = new HBox(6, track, number);
        box.getStyleClass().add("share");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    /** Share of non-zero elements. */
    static BarCell share(Words words) {
        DoubleFunction<String> percent = share -> words.get("coverage.percent", Math.round(share * 100));
        return new BarCell(
                CoverageLine::share,
                share -> share,
                percent,
                (share, ranks) -> words.get("coverage.share.tip", percent.apply(share), ranks));
    }

    /** L2 norm, its bar on a scale of powers of ten. */
    static BarCell norm(CoverageViewModel model, Words words) {
        var cell = new BarCell(
                CoverageLine::norm,
                norm -> model.norms().fraction(norm),
                Amounts::real,
                (norm, ranks) -> words.get(
                        "coverage.norm.tip",
                        Amounts.real(norm),
                        Amounts.real(model.norms().low()),
                        Amounts.real(model.norms().high()),
                        ranks));
        cell.fill.getStyleClass().add("norm");
        return cell;
    }

    @Override
    protected void show(CoverageLine line) {
        var shown = value.apply(line);
        if (shown.isEmpty()) {
            tell("");
            clear();
            return;
        }
        double of = fraction.applyAsDouble(shown.getAsDouble());
        // What is not quite nothing or all must not look as if it were.
        double pixels = of == 0 ? 0 : of == 1 ? WIDTH : Math.clamp(of * WIDTH, 2, WIDTH - 2);
        fill.setMinWidth(pixels);
        fill.setMaxWidth(pixels);
        String said = text.apply(shown.getAsDouble());
        number.setText(said);
        setAccessibleText(said);
        tell(tip.apply(shown.getAsDouble(), line.states().size()));
        setGraphic(box);
    }

    @Override
    protected void clear() {
        setAccessibleText("");
        setGraphic(null);
    }
}
