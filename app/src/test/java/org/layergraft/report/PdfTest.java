package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Cell;
import org.layergraft.report.Report.Tone;

/** What a report holds is on its pages. */
class PdfTest {

    private static final double POINTS_PER_MM = 72 / 25.4;

    /** The last column was cut off beside a long outcome. */
    @Test
    void aWideTableStaysWithinTheMargins() throws Exception {
        var head = List.of("switches", "outcome", "covered", "step, ms", "exchange, ms", "peak, MiB");
        List<List<Cell>> rows = List.of(List.of(
                Cell.text("find_unused_parameters=True, checkpoint=nonreentrant"),
                Cell.of(Tone.GOOD, "✓ ok (best here) (the usual advice)"),
                Cell.number("100.0 %"),
                Cell.number("10.4 (×1.22)"),
                Cell.number("8.4 (×2.29)"),
                Cell.number("306.8 (×1.00)")));
        var report = new Report(
                Locale.ENGLISH,
                "Wide",
                List.of(),
                List.of(new Report.Section("Matrix", List.of(new Block.Table(head, rows)))));
        var right = new ArrayList<Float>();
        var stripper = new PDFTextStripper() {
            @Override
            protected void writeString(String text, List<TextPosition> positions) throws IOException {
                positions.forEach(p -> right.add(p.getXDirAdj() + p.getWidthDirAdj()));
                super.writeString(text, positions);
            }
        };
        try (var document = Loader.loadPDF(Pdf.of(report))) {
            String text = stripper.getText(document).replaceAll("\\s+", " ");
            assertTrue(text.contains("306.8 (×1.00)"), text);
            assertEquals(1, document.getNumberOfPages());
            double margin = document.getPage(0).getMediaBox().getWidth() - 15 * POINTS_PER_MM;
            assertTrue(right.stream().allMatch(x -> x <= margin + 1), right + " beyond " + margin);
        }
    }
}
