package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Cell;
import org.layergraft.report.Report.Tone;

/** Reports in a format that takes some characters for more than themselves. */
class MarkdownTest {

    private static String of(Block... blocks) {
        return Markdown.of(
                new Report(Locale.ENGLISH, "t", List.of(), List.of(new Report.Section("s", List.of(blocks)))));
    }

    @Test
    void namesStandAsTheyAre() {
        assertEquals("a\\_b \\<c\\> \\*d\\* &amp;", Markdown.escaped("a_b <c> *d* &"));
    }

    @Property
    void aTableKeepsItsColumnsWhateverIsInIt(@ForAll String first, @ForAll String second) {
        String text =
                of(new Block.Table(List.of("a", "b"), List.of(List.of(Cell.text(first), Cell.of(Tone.BAD, second)))));
        List<String> rows = text.lines().filter(l -> l.startsWith("| ")).toList();
        assertEquals(3, rows.size(), text);
        for (String row : rows) {
            assertEquals(
                    3, row.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count(), row);
        }
    }

    @Property
    void codeEndsWhereItEnds(@ForAll String code) {
        String text = of(new Block.Code("text", code), new Block.Paragraph("after"));
        String fence = text.lines().filter(l -> l.startsWith("```")).findFirst().orElseThrow();
        String ticks = fence.replace("text", "");
        assertFalse(code.contains(ticks), "the fence is longer than any in the code");
        assertTrue(text.endsWith(ticks + "\n\nafter\n"), text);
    }

    @Test
    void mostOfALongTableIsFolded() {
        var rows = IntStream.range(0, 100)
                .mapToObj(i -> List.of(Cell.text("p" + i)))
                .toList();
        String text = of(new Block.Table(List.of("parameter"), rows));
        assertTrue(text.indexOf("| p19 |") < text.indexOf("<details>"), text);
        assertTrue(text.indexOf("<details>") < text.indexOf("| p20 |"), text);
        assertTrue(text.indexOf("| p99 |") < text.indexOf("</details>"), text);
    }
}
