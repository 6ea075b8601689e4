package org.layergraft.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A report as Markdown for a pull request or a lab notebook: GitHub's flavour, which has tables (GFM 0.29). Pictures are left out, as no
 * such place takes them inside a text.
 */
final class Markdown {

    /** Of a table: more stand folded, so that a pull request stays readable. */
    private static final int MOST_ROWS = 20;

    private final StringBuilder out = new StringBuilder();

    private Markdown() {}

    static String of(Report report) {
        var markdown = new Markdown();
        markdown.line("# " + escaped(report.title()));
        report.summary().forEach(markdown::block);
        for (Report.Section section : report.sections()) {
            markdown.line("## " + escaped(section.heading()));
            section.blocks().forEach(markdown::block);
        }
        return markdown.out.toString().stripTrailing() + "\n";
    }

    private void block(Report.Block block) {
        switch (block) {
            case Report.Block.Paragraph(String text) -> line(escaped(text));
            case Report.Block.Callout(Report.Tone tone, String text) ->
                line("> " + (tone.sign().isEmpty() ? "" : tone.sign() + " ") + "**" + escaped(text) + "**");
            case Report.Block.Items(List<String> texts) ->
                line(texts.stream().map(t -> "- " + escaped(t)).collect(Collectors.joining("\n")));
            case Report.Block.Facts(List<Report.Fact> facts) ->
                line(facts.stream()
                        .map(f -> "- " + escaped(f.name()) + ": " + code(f.value()))
                        .collect(Collectors.joining("\n")));
            case Report.Block.Table(List<String> head, List<List<Report.Cell>> rows, var _) -> table(head, rows);
            case Report.Block.Code(String language, String text) -> fenced(language, text);
            case Report.Block.Picture picture -> line(escaped(picture.caption()));
        }
    }

    private void table(List<String> head, List<List<Report.Cell>> rows) {
        int shown = rows.size() > 2 * MOST_ROWS ? MOST_ROWS : rows.size();
        lines(head, rows.subList(0, shown));
        if (shown < rows.size()) {
            line("<details><summary>+ " + (rows.size() - shown) + "</summary>");
            lines(head, rows.subList(shown, rows.size()));
            line("</details>");
        }
    }

    private void lines(List<String> head, List<List<Report.Cell>> rows) {
        var lines = new StringBuilder();
        row(head.stream().map(Markdown::cell).toList(), lines);
        lines.append('|');
        for (int i = 0; i < head.size(); i++) {
            lines.append(!rows.isEmpty() && rows.getFirst().get(i).number() ? " ---: |" : " --- |");
        }
        lines.append('\n');
        rows.forEach(cells -> row(cells.stream().map(c -> cell(c.told())).toList(), lines));
        line(lines.toString().stripTrailing());
    }

    private static void row(List<String> cells, StringBuilder lines) {
        lines.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String cell(String text) {
        return escaped(text).replace("|", "\\|").replaceAll("\\R", "<br>");
    }

    /** With as many ticks as it takes to hold the text. */
    private static String code(String text) {
        String ticks = "`".repeat(longest(text, '`') + 1);
        return ticks.length() == 1 ? ticks + text + ticks : ticks + " " + text + " " + ticks;
    }

    private void fenced(String language, String text) {
        String fence = "`".repeat(Math.max(3, longest(text, '`') + 1));
        line(fence + language + "\n" + text.stripTrailing() + "\n" + fence);
    }

    private static int longest(String text, char of) {
        int longest = 0;
        int run = 0;
        for (char c : text.toCharArray()) {
            run = c == of ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** Names hold what Markdown would take for emphasis or HTML. */
    static String escaped(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>#~])", "\\\\$1").replace("&", "&amp;");
    }

    private void line(String text) {
        out.append(text).append("\n\n");
    }
}
