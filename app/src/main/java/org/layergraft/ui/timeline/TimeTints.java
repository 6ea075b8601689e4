package org.layergraft.ui.timeline;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javafx.css.CssMetaData;
import javafx.css.FontCssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.css.converter.PaintConverter;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;

/** The chart's colours and font, all of them from CSS: {@code -lg-time-forward} and so on in {@code styles/canvas.css}. */
final class TimeTints {

    /** What is painted; {@code FORWARD} is {@code -lg-time-forward} in CSS. */
    enum Tint {
        GROUND,
        LINE,
        TEXT,
        TEXT_MUTED,
        BAR_TEXT,
        CONSTRUCT,
        FORWARD,
        LOSS,
        BACKWARD,
        STEP,
        REST,
        READY,
        BUCKET,
        WAITS,
        EXCHANGE,
        MARKED;

        String css() {
            return "-lg-time-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<Tint, CssMetaData<TimelineChart, Paint>> TINTS = new EnumMap<>(Tint.class);

    static {
        Arrays.stream(Tint.values()).forEach(t -> TINTS.put(t, metaData(t)));
    }

    private static final CssMetaData<TimelineChart, Font> FONT = new FontCssMetaData<>("-fx-font", Font.getDefault()) {
        @Override
        public boolean isSettable(TimelineChart chart) {
            return !chart.tints().font.isBound();
        }

        @Override
        public StyleableProperty<Font> getStyleableProperty(TimelineChart chart) {
            return chart.tints().font;
        }
    };

    private final Map<Tint, StyleableObjectProperty<Paint>> tints = new EnumMap<>(Tint.class);
    private final StyleableObjectProperty<Font> font;

    TimeTints(TimelineChart chart, Runnable changed) {
        TINTS.forEach((tint, metaData) -> {
            var property = new SimpleStyleableObjectProperty<>(metaData, chart, tint.css(), (Paint) Color.TRANSPARENT);
            property.subscribe(changed);
            tints.put(tint, property);
        });
        font = new SimpleStyleableObjectProperty<>(FONT, chart, "font", Font.getDefault());
        font.subscribe(changed);
    }

    Paint get(Tint tint) {
        return tints.get(tint).get();
    }

    Font font() {
        return font.get();
    }

    static List<CssMetaData<? extends Styleable, ?>> with(List<CssMetaData<? extends Styleable, ?>> inherited) {
        return Stream.of(inherited.stream(), TINTS.values().stream(), Stream.of(FONT))
                .<CssMetaData<? extends Styleable, ?>>flatMap(s -> s)
                .toList();
    }

    private static CssMetaData<TimelineChart, Paint> metaData(Tint tint) {
        return new CssMetaData<>(tint.css(), PaintConverter.getInstance(), Color.TRANSPARENT) {
            @Override
            public boolean isSettable(TimelineChart chart) {
                return !chart.tints().tints.get(tint).isBound();
            }

            @Override
            public StyleableProperty<Paint> getStyleableProperty(TimelineChart chart) {
                return chart.tints().tints.get(tint);
            }
        };
    }
}
