package org.layergraft.ui.canvas;

import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** A drawing as one page of PDF, as large as it is. Its texts are outlines, so that no font has to be there where it is read. */
final class GraphPdf {

    /** In points; what PDF 1.7 allows a page to measure (ISO 32000-1, annex C). */
    private static final float LARGEST = 14_400;

    /** For what is our own: a large model has many thousand lines, where the library expects an attack. */
    private static final LoaderContext OURS = LoaderContext.builder()
            .documentLimits(new DocumentLimits(
                    DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
                    DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
                    Integer.MAX_VALUE))
            .build();

    private GraphPdf() {}

    /** @param svg written for paper */
    static byte[] of(String svg, String title) {
        var in = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8));
        var drawing = Optional.ofNullable(new SVGLoader().load(in, null, OURS))
                .orElseThrow(() -> new IllegalStateException("not the SVG that GraphSvg writes"));
        var size = drawing.size();
        float scale = Math.min(1, LARGEST / Math.max(size.width, size.height));
        float width = size.width * scale;
        float height = size.height * scale;
        try (var pdf = new PDDocument()) {
            pdf.getDocumentInformation().setTitle(title);
            var page = new PDPage(new PDRectangle(width, height));
            pdf.addPage(page);
            var graphics = new PdfBoxGraphics2D(pdf, width, height);
            drawing.render(null, graphics, new ViewBox(0, 0, width, height));
            graphics.dispose();
            try (var content = new PDPageContentStream(pdf, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            var out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
