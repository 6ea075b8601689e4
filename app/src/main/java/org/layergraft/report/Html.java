package org.layergraft.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A report as one page of XHTML 5 that needs no other file: styles and pictures are in it, nothing is loaded and nothing runs. It is well-formed
 * XML, as the writer of PDF needs it.
 */
final class Html {

    /** Where it is looked at. */
    enum On {
        /** Pictures are images of their own, light or dark as the reader's screen is. */
        SCREEN("report.css", "report-screen.css"),
        PAPER("report.css", "report-paper.css");

        private final List<String> styles;

        On(String... styles) {
            this.styles = List.of(styles);
        }
    }

    /** Of fewer sections a list of contents would tell nothing. */
    private static final int FEW_SECTIONS = 3;

    private final StringBuilder out = new StringBuilder();
    private final On on;

    private Html(On on) {
        this.on = on;
    }

    static String of(Report report, On on) {
        return new Html(on).document(report);
    }

    private String document(Report report) {
        String language = report.language().toLanguageTag();
        line("<!DOCTYPE html>");
        line("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + language + "\">");
        line("<head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width\"/>");
        line("<title>" + escaped(report.title()) + "</title>");
        line("<style>");
        on.styles.forEach(s -> line(on == On.PAPER ? PaperSize.finer(css(s)) : css(s)));
        line("</style></head>");
        line("<body><main>");
        line("<h1>" + escaped(report.title()) + "</h1>");
        report.summary().forEach(this::block);
        List<Report.Section> sections = report.sections();
        if (on == On.SCREEN && sections.size() > FEW_SECTIONS) {
            contents(sections);
        }
        for (int i = 0; i < sections.size(); i++) {
            Report.Section section = sections.get(i);
            line("<section" + (on == On.SCREEN ? " id=\"" + anchor(i) + "\"" : "") + "><h2>"
                    + escaped(section.heading()) + "</h2>");
            section.blocks().forEach(this::block);
            line("</section>");
        }
        line("</main></body></html>");
        return out.toString();
    }

    /** So that what comes after long tables is reached at once. */
    private void contents(List<Report.Section> sections) {
        line("<nav><ul>");
        for (int i = 0; i < sections.size(); i++) {
            line("<li><a href=\"#" + anchor(i) + "\">" + escaped(sections.get(i).heading()) + "</a></li>");
        }
        line("</ul></nav>");
    }

    private static String anchor(int section) {
        return "section-" + (section + 1);
    }

    private void block(Report.Block block) {
        switch (block) {
            case Report.Block.Paragraph(String text) -> line("<p>" + escaped(text) + "</p>");
            case Report.Block.Callout(Report.Tone tone, String text) ->
                line("<p class=\"callout " + style(tone) + "\">" + sign(tone) + escaped(text) + "</p>");
            case Report.Block.Items(List<String> texts) -> {
                line("<ul>");
                texts.forEach(t -> line("<li>" + escaped(t) + "</li>"));
                line("</ul>");
            }
            case Report.Block.Facts(List<Report.Fact> facts) -> {
                line("<table class=\"facts\"><tbody>");
                facts.forEach(f -> line("<tr><th scope=\"row\">" + escaped(f.name()) + "</th><td>" + escaped(f.value())
                        + "</td></tr>"));
                line("</tbody></table>");
            }
            case Report.Block.Table table -> table(table);
            case Report.Block.Code(String language, String text) ->
                line("<pre class=\"" + language + "\"><code>" + escaped(text.stripTrailing()) + "</code></pre>");
            case Report.Block.Picture picture -> picture(picture);
        }
    }

    /** Nothing is folded on paper. */
    private void table(Report.Block.Table table) {
        int all = table.rows().size();
        int shown = on == On.SCREEN ? table.fold().map(f -> f.after()).orElse(all) : all;
        table(table.head(), table.rows().subList(0, shown));
        table.fold().filter(_ -> shown < all).ifPresent(fold -> {
            line("<details><summary>" + escaped(fold.summary()) + "</summary>");
            table(table.head(), table.rows().subList(shown, all));
            line("</details>");
        });
    }

    private void table(List<String> head, List<List<Report.Cell>> rows) {
        line("<div class=\"wide\"><table class=\"list\"><thead><tr>");
        for (int i = 0; i < head.size(); i++) {
            boolean number = !rows.isEmpty() && rows.getFirst().get(i).number();
            line("<th scope=\"col\"" + (number ? " class=\"number\"" : "") + ">" + escaped(head.get(i)) + "</th>");
        }
        line("</tr></thead><tbody>");
        for (List<Report.Cell> row : rows) {
            var cells = new StringBuilder("<tr>");
            row.forEach(c -> cells.append("<td class=\"")
                    .append(style(c.tone()))
                    .append(c.number() ? " number" : "")
                    .append("\">")
                    .append(sign(c.tone()))
                    .append(escaped(c.text()))
                    .append("</td>"));
            line(cells.append("</tr>").toString());
        }
        line("</tbody></table></div>");
    }

    private void picture(Report.Block.Picture picture) {
        line("<figure><figcaption>" + escaped(picture.caption()) + "</figcaption>");
        line(
                switch (on) {
                    case SCREEN ->
                        "<img alt=\"" + escaped(picture.caption()) + "\" src=\"data:image/svg+xml;base64,"
                                + Base64.getEncoder()
                                        .encodeToString(picture.screen().getBytes(StandardCharsets.UTF_8))
                                + "\"/>";
                    case PAPER -> PaperSize.fitted(picture.paper());
                });
        line("</figure>");
    }

    private static String style(Report.Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }

    /** On paper the sign is a word with what follows: a line may end at an element even where nothing may wrap. */
    private String sign(Report.Tone tone) {
        String sign = tone.sign();
        return sign.isEmpty()
                ? ""
                : switch (on) {
                    case SCREEN -> "<span class=\"sign\">" + sign + "</span>\u00a0";
                    case PAPER -> sign + "\u00a0";
                };
    }

    /** Also drops what XML 1.0 cannot hold; names come from files. */
    static String escaped(String text) {
        return text.codePoints()
                .filter(c -> c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF)
                        || c == '\n'
                        || c == '\t')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String css(String name) {
        try (var in = Html.class.getResourceAsStream("/styles/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
