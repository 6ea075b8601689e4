package org.layergraft.ui.canvas;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** What the colours or the signs on the boxes mean, in words. It shows those that are there. */
final class OverlayLegend {

    private static final int MOST = 6;
    private static final double SWATCH = 10;
    private static final double SIGN = 13;

    private final Palette palette;
    private final HBox box = new HBox();
    private Supplier<List<Label>> content = List::of;
    private int painted;

    OverlayLegend(Palette palette) {
        this.palette = palette;
        box.setId("overlay-legend");
        box.getStyleClass().addAll("legend", "overlay-legend");
        box.managedProperty().bind(box.visibleProperty());
        show(List::of);
    }

    Node node() {
        return box;
    }

    void colours(String text, Collection<Mark> marks) {
        Map<Mark.Hue, Mark> kinds = marks.stream()
                .filter(m -> !(m.hue() instanceof Mark.Scale))
                .collect(Collectors.toMap(Mark::hue, Function.identity(), (a, _) -> a));
        var shown = kinds.values().stream()
                .sorted(Comparator.comparing(Mark::text))
                .filter(_ -> kinds.size() <= MOST)
                .toList();
        show(() -> Stream.concat(Stream.of(words(text)), shown.stream().map(this::swatch))
                .toList());
    }

    /** @param names what each of them means */
    void signs(String text, Set<Cover.Sign> signs, Function<Cover.Sign, String> names) {
        var known = signs.stream().filter(s -> s != Cover.Sign.UNKNOWN).sorted().toList();
        // That something is frozen is known before any run, which the text is about.
        var lead = known.stream()
                .filter(s -> s != Cover.Sign.FROZEN)
                .limit(1)
                .map(_ -> text)
                .toList();
        show(() -> Stream.concat(
                        lead.stream().map(OverlayLegend::words), known.stream().map(s -> sign(s, names.apply(s))))
                .toList());
    }

    private void show(Supplier<List<Label>> what) {
        content = what;
        painted = palette.version();
        box.getChildren().setAll(content.get());
        box.setVisible(!box.getChildren().isEmpty());
    }

    /** In the colours of now: dark ones, say. */
    void freshen() {
        if (painted != palette.version()) {
            show(content);
        }
    }

    /** As long as it takes, in as many lines as it takes. */
    private static Label words(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        return label;
    }

    private Label swatch(Mark mark) {
        return whole(mark.text(), new Rectangle(SWATCH, SWATCH, mark.colour(palette)));
    }

    private Label sign(Cover.Sign sign, String name) {
        var drawn = new Canvas(SIGN, SIGN);
        new SignPainter(drawn.getGraphicsContext2D(), palette).sign(sign, SIGN / 2, SIGN / 2, SIGN / 2 - 1);
        return whole(name, drawn);
    }

    private static Label whole(String text, Node graphic) {
        var label = new Label(text, graphic);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
