package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.layergraft.step.Magnitudes;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** How many elements of a gradient there are of each size: a bar per power of two, powers of ten written below. */
public final class MagnitudeChart extends Region {

    private static final double LABELS = 14;
    private static final double WIDTH = 168;
    private static final double HEIGHT = 46;

    /** Fewer bars than this leave the rest of the room empty: one bar that fills all of it would say nothing. */
    private static final int LEAST = 12;

    private final List<Region> bars = new ArrayList<>();
    private final Label low = new Label();
    private final Label high = new Label();
    private Optional<Magnitudes> shown = Optional.empty();

    public MagnitudeChart() {
        getStyleClass().add("magnitudes");
        getChildren().addAll(low, high);
        setMinSize(WIDTH, HEIGHT);
        setPrefSize(WIDTH, HEIGHT);
    }

    void show(Optional<Magnitudes> magnitudes, Words words) {
        shown = magnitudes;
        getChildren().removeAll(bars);
        bars.clear();
        magnitudes.ifPresent(m -> {
            for (int i = 0; i < m.counts().size(); i++) {
                bars.add(bar(m, i, words));
            }
        });
        getChildren().addAll(bars);
        low.setText(magnitudes.map(m -> Amounts.real(edge(m.first()))).orElse(""));
        high.setText(magnitudes
                .map(m -> Amounts.real(edge(m.first() + m.counts().size())))
                .orElse(""));
        setAccessibleText(magnitudes
                .map(m -> words.get("coverage.magnitudes", Amounts.count(m.total()), low.getText(), high.getText()))
                .orElse(""));
        requestLayout();
    }

    private static Region bar(Magnitudes m, int i, Words words) {
        var bar = new Region();
        bar.getStyleClass().add("magnitude-bar");
        Tooltip.install(
                bar,
                new Tooltip(words.get(
                        "coverage.magnitudes",
                        Amounts.count(m.counts().get(i)),
                        Amounts.real(edge(m.first() + i)),
                        Amounts.real(edge(m.first() + i + 1)))));
        return bar;
    }

    private static double edge(int exponent) {
        return Math.scalb(1.0, exponent);
    }

    @Override
    protected void layoutChildren() {
        double height = Math.max(0, getHeight() - LABELS);
        double each = getWidth() / Math.max(LEAST, bars.size());
        long most = shown.stream()
                .flatMap(m -> m.counts().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            long count = shown.orElseThrow().counts().get(i);
            // What is there can be seen, be it ever so little.
            double tall = count == 0 ? 0 : Math.max(1.5, height * count / most);
            bars.get(i).resizeRelocate(i * each, height - tall, Math.max(1, each - 1), tall);
        }
        double end = each * bars.size();
        low.autosize();
        high.autosize();
        low.relocate(0, height);
        // In no room at all the two lie beside each other and are cut off.
        high.relocate(Math.max(low.getWidth() + 6, Math.min(end - high.getWidth(), getWidth())), height);
    }
}
