package org.layergraft.ui.canvas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;

/**
 * A layout as SVG, without a toolkit. Every element has one class, which says all about it: {@link GraphPdf} reads no more CSS than that.
 */
final class GraphSvg {

    /** Where it is looked at. */
    enum On {
        /** Light or dark, as the reader's screen is. */
        SCREEN("system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif", "graph-svg.css", "graph-svg-dark.css"),
        PAPER("sans-serif", "graph-svg.css");

        private final String fonts;
        private final List<String> styles;

        On(String fonts, String... styles) {
            this.fonts = fonts;
            this.styles = List.of(styles);
        }
    }

    /** Height of a line below the graph. */
    private static final double LEGEND = 28;

    private static final double SIGN = 7;

    private final StringBuilder out = new StringBuilder();

    private final ShapeReport shapes;
    private final Set<FlowEdge> skipping;
    private final Said said;

    private GraphSvg(ShapeReport shapes, Set<FlowEdge> skipping, Said said) {
        this.shapes = shapes;
        this.skipping = skipping;
        this.said = said;
    }

    /**
     * @param title the document's title, the model's name
     * @param shapes written on the edges, and what did not run is drawn as such; {@link ShapeReport#EMPTY} if nothing was measured
     * @param skipping lines that stand for steps that are left out
     */
    static String write(
            Layout layout, String title, ShapeReport shapes, Set<FlowEdge> skipping, Said said, Texts texts, On on) {
        return new GraphSvg(shapes, skipping, said).document(layout, title, texts, on);
    }

    private String document(Layout layout, String title, Texts texts, On on) {
        List<Word> legend = legend(texts);
        double width = Math.max(
                Math.max(1, layout.width()),
                legend.stream().mapToDouble(Word::end).max().orElse(0) + Sizes.GAP);
        double height = Math.max(1, layout.height()) + (legend.isEmpty() ? 0 : LEGEND);
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" font-family=\"%s\" width=\"%s\" height=\"%s\""
                        + " viewBox=\"0 0 %s %s\">",
                on.fonts, n(width), n(height), n(width), n(height));
        line("<title>%s</title>", escaped(title));
        line("<style>%s</style>", on.styles.stream().map(GraphSvg::css).collect(Collectors.joining()));
        line("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
                + " markerHeight=\"7\" orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>");
        line("<rect class=\"ground\" width=\"100%%\" height=\"100%%\"/>");
        layout.frames().forEach(f -> {
            rectangle("frame", f.area(), 8);
            String name = cut(
                    f.item().title(),
                    Sizes.DETAIL,
                    Sizes.room(f.item(), f.area().width()));
            text("detail", f.area().x() + Sizes.FRAME_INSET, f.area().y() + 19, name);
            sign(
                    said.cover(f.item()),
                    f.area().x() + f.area().width() - 16,
                    f.area().y() + 15);
        });
        layout.side().ifPresent(s -> {
            rectangle("side", s, 8);
            text("detail", s.x() + 16, s.y() + 22, texts.get("ui.canvas", "side.heading"));
        });
        layout.routes()
                .forEach(r -> line(
                        "<path class=\"%s\" marker-end=\"url(#tip)\" d=\"%s\"/>", edge(r.edge()), path(r.points())));
        layout.boxes().forEach(this::box);
        EdgeLabel.place(layout, shapes)
                .forEach(l -> text("shape", l.area().x() + 2, l.area().y() + 10, l.text()));
        for (Word word : legend) {
            double y = layout.height() + LEGEND / 3;
            out.append(SvgSigns.sign(word.sign(), word.x() + SIGN, y, SIGN)).append('\n');
            text("detail", word.textX(), y + 4, word.text());
        }
        line("</svg>");
        return out.toString();
    }

    /** Of the legend, with the sign that it explains before it. */
    private record Word(Cover.Sign sign, String text, double x) {

        double textX() {
            return x + (sign == Cover.Sign.UNKNOWN ? 0 : 3 * SIGN);
        }

        double end() {
            return textX() + Labels.width(text, Sizes.DETAIL) + 16;
        }
    }

    private List<Word> legend(Texts texts) {
        var words = new ArrayList<Word>();
        if (!said.legend().isEmpty()) {
            words.add(new Word(Cover.Sign.UNKNOWN, said.legend(), Sizes.GAP));
            for (Cover.Sign sign : said.signs()) {
                String name = texts.get("ui.canvas", "sign." + sign.name().toLowerCase(Locale.ROOT));
                words.add(new Word(sign, name, words.getLast().end()));
            }
        }
        return words;
    }

    private void sign(Cover cover, double x, double y) {
        out.append(SvgSigns.sign(cover.sign(), x, y, SIGN)).append('\n');
    }

    /** On the lower border, as wide as what it says. */
    private void tag(String text, Layout.Area a) {
        double width = Labels.width(text, Sizes.SHAPE) + 12;
        double x = a.x() + a.width() - width - 6;
        double y = a.y() + a.height() - 7.5;
        rectangle("box", new Layout.Area(x, y, width, 15), 7.5);
        text("shape", x + 6, y + 11, text);
    }

    private String edge(FlowEdge edge) {
        boolean idle = shapes.didNotRun(edge.from()) || shapes.didNotRun(edge.to());
        return skipping.contains(edge) ? "edge-skipping" : idle ? "edge-idle" : "edge";
    }

    private void box(Layout.Box box) {
        Item item = box.item();
        Layout.Area a = box.area();
        String idle = shapes.didNotRun(item.id()) ? "-idle" : "";
        line("<g><title>%s</title>", escaped(item.id() + " " + item.type()));
        rectangle((item.dashed() ? "dashed" : "box") + idle, a, Sizes.corner(item));
        line(
                "<rect class=\"stripe-%s\" x=\"%s\" y=\"%s\" width=\"3\" height=\"%s\" rx=\"1.5\"/>",
                item.family().id(), n(a.x() + 7), n(a.y() + 8), n(a.height() - 16));
        double x = a.x() + Sizes.TEXT_LEFT;
        Cover cover = said.cover(item);
        boolean covered = cover.sign() != Cover.Sign.UNKNOWN;
        double room = a.width() - Sizes.TEXT_LEFT - 8 - (covered ? 3 * SIGN : 0);
        if (Sizes.twoLines(item)) {
            text("title" + idle, x, a.y() + 20, cut(item.title(), Sizes.TITLE, room));
            text("detail" + idle, x, a.y() + 37, cut(item.detail(), Sizes.DETAIL, room));
        } else {
            String title = cut(item.title(), Sizes.TITLE, room);
            text("title" + idle, x, a.y() + 18.5, title);
            double used = Labels.width(title, Sizes.TITLE) + 8;
            text("detail" + idle, x + used, a.y() + 18, cut(item.detail(), Sizes.DETAIL, room - used));
        }
        if (covered) {
            sign(cover, a.x() + a.width() - 9 - SIGN, a.y() + a.height() / 2 - (item.isModule() ? 3 : 0));
            if (item.isModule()) {
                double width = a.width() - 9 - Sizes.TEXT_LEFT;
                out.append(SvgSigns.bar(cover, x, a.y() + a.height() - 6, width, 3))
                        .append('\n');
            }
        }
        if (said.tags().containsKey(item.id())) {
            tag(said.tags().get(item.id()), a);
        }
        line("</g>");
    }

    private static String cut(String text, double size, double room) {
        if (Labels.width(text, size) <= room + 4) {
            return text;
        }
        int end = text.length();
        while (end > 0 && Labels.width(text.substring(0, end) + "…", size) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + "…";
    }

    private void rectangle(String style, Layout.Area a, double corner) {
        line(
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>",
                style, n(a.x()), n(a.y()), n(a.width()), n(a.height()), n(corner));
    }

    private void text(String style, double x, double y, String text) {
        if (!text.isEmpty()) {
            line("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>", style, n(x), n(y), escaped(text));
        }
    }

    private static String path(List<Layout.Point> points) {
        var d = new StringBuilder();
        for (Layout.Point p : points) {
            d.append(d.isEmpty() ? "M" : "L").append(n(p.x())).append(' ').append(n(p.y()));
        }
        return d.toString();
    }

    private void line(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String n(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Also drops what XML 1.0 cannot hold; names come from files. */
    private static String escaped(String text) {
        return text.codePoints()
                .filter(c -> c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String css(String file) {
        try (var in = GraphSvg.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
