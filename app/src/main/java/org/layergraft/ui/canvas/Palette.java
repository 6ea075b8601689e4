package org.layergraft.ui.canvas;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
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

/** The canvas's colours and font, all of them from CSS: {@code -lg-node-fill} and so on in {@code styles/canvas.css}. */
final class Palette {

    /** What is painted; {@code NODE_FILL} is {@code -lg-node-fill} in CSS. */
    enum Tint {
        GROUND,
        NODE_FILL,
        NODE_BORDER,
        NODE_HOVER,
        MODULE_FILL,
        TEXT,
        TEXT_MUTED,
        SHAPE,
        EDGE,
        EDGE_ACTIVE,
        FRAME_FILL,
        FRAME_BORDER,
        SIDE_BORDER,
        SELECTION,
        SELECTION_GLOW,
        DASHED,
        SLOT_FILL,
        SLOT_TEXT,
        COVERED,
        UNCOVERED,
        PARTLY,
        FROZEN,
        SIGN,
        VIEW_FRAME,
        VIEW_FILL,
        FAMILY_LAYER,
        FAMILY_ACTIVATION,
        FAMILY_NORM,
        FAMILY_ATTENTION,
        FAMILY_POOL,
        FAMILY_REDUCTION,
        FAMILY_ARITHMETIC,
        FAMILY_SHAPE,
        FAMILY_CONTAINER,
        FAMILY_PARAMETER,
        FAMILY_PORT,
        FAMILY_CONTROL,
        FAMILY_OTHER;

        String css() {
            return "-lg-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<Tint, CssMetaData<GraphCanvas, Paint>> TINTS = new EnumMap<>(Tint.class);

    static {
        Arrays.stream(Tint.values()).forEach(t -> TINTS.put(t, metaData(t)));
    }

    private static final CssMetaData<GraphCanvas, Font> FONT = new FontCssMetaData<>("-fx-font", Font.getDefault()) {
        @Override
        public boolean isSettable(GraphCanvas canvas) {
            return !canvas.palette().font.isBound();
        }

        @Override
        public StyleableProperty<Font> getStyleableProperty(GraphCanvas canvas) {
            return canvas.palette().font;
        }
    };

    private final Map<Tint, StyleableObjectProperty<Paint>> tints = new EnumMap<>(Tint.class);
    private final StyleableObjectProperty<Font> font;
    private final ReadOnlyDoubleWrapper breadth = new ReadOnlyDoubleWrapper(1);
    private int version;

    Palette(GraphCanvas canvas, Runnable redraw) {
        Runnable changed = () -> {
            version++;
            redraw.run();
        };
        TINTS.forEach((tint, metaData) -> {
            var property = new SimpleStyleableObjectProperty<>(metaData, canvas, tint.css(), (Paint) Color.TRANSPARENT);
            property.subscribe(changed);
            tints.put(tint, property);
        });
        font = new SimpleStyleableObjectProperty<>(FONT, canvas, "font", Font.getDefault());
        font.subscribe(now -> breadth.set(TextFit.breadth(now.getFamily())));
        font.subscribe(changed);
    }

    /** Another one after every change. */
    int version() {
        return version;
    }

    Paint get(Tint tint) {
        return tints.get(tint).get();
    }

    Paint get(Family family) {
        return get(Tint.valueOf("FAMILY_" + family.name()));
    }

    String fontFamily() {
        return font.get().getFamily();
    }

    /** As {@link Drawing#breadth()}. */
    ReadOnlyDoubleProperty breadthProperty() {
        return breadth.getReadOnlyProperty();
    }

    static List<CssMetaData<? extends Styleable, ?>> with(List<CssMetaData<? extends Styleable, ?>> inherited) {
        return Stream.of(inherited.stream(), TINTS.values().stream(), Stream.of(FONT))
                .<CssMetaData<? extends Styleable, ?>>flatMap(s -> s)
                .toList();
    }

    private static CssMetaData<GraphCanvas, Paint> metaData(Tint tint) {
        return new CssMetaData<>(tint.css(), PaintConverter.getInstance(), Color.TRANSPARENT) {
            @Override
            public boolean isSettable(GraphCanvas canvas) {
                return !canvas.palette().tints.get(tint).isBound();
            }

            @Override
            public StyleableProperty<Paint> getStyleableProperty(GraphCanvas canvas) {
                return canvas.palette().tints.get(tint);
            }
        };
    }
}
