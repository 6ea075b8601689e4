package org.layergraft.report;

import com.openhtmltopdf.java2d.api.FSPage;
import com.openhtmltopdf.java2d.api.FSPageProcessor;
import com.openhtmltopdf.java2d.api.Java2DRendererBuilder;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.util.XRLog;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Graphics2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * A report as PDF on A4. The page for paper is laid out by openhtmltopdf onto Java2D, and what is painted there becomes PDF: so any font of
 * the machine will do. Text in a TrueType font stays text, which can be searched; other text, as in most fonts for Chinese, becomes outlines.
 */
final class Pdf {

    private Pdf() {}

    static byte[] of(Report report) {
        // What it logs is of use to nobody who reads the report.
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.OFF));
        Logger fontNews = Logger.getLogger("org.apache.pdfbox");
        fontNews.setLevel(Level.WARNING);
        try (var pdf = new PDDocument();
                var fonts = PaperFonts.register(pdf)) {
            var info = pdf.getDocumentInformation();
            info.setTitle(report.title());
            info.setCreator("Layergraft");
            pdf.getDocumentCatalog().setLanguage(report.language().toLanguageTag());
            new Java2DRendererBuilder()
                    .withHtmlContent(Html.of(report, Html.On.PAPER), null)
                    .useEnvironmentFonts(true)
                    .useFastMode()
                    // The page holds all it needs.
                    .useExternalResourceAccessControl(
                            (_, _) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                    .useSVGDrawer(new Drawings())
                    .toPageProcessor(new Pages(pdf, fonts))
                    .runPaged();
            var out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            // A logger that nobody holds forgets its level.
            Reference.reachabilityFence(fontNews);
        }
    }

    private record Page(PDPage page, PdfBoxGraphics2D graphics) implements FSPage {
        @Override
        public Graphics2D getGraphics() {
            return graphics;
        }
    }

    private record Pages(PDDocument pdf, PdfBoxGraphics2DFontTextDrawer fonts) implements FSPageProcessor {

        @Override
        public FSPage createPage(int number, int width, int height) {
            // A dot of its Java2D is a point, and a pixel of its CSS a dot.
            float finer = 1f / PaperSize.FINER;
            var page = new PDPage(new PDRectangle(width * finer, height * finer));
            pdf.addPage(page);
            try {
                var graphics = new PdfBoxGraphics2D(pdf, width * finer, height * finer);
                graphics.setFontTextDrawer(fonts);
                graphics.scale(finer, finer);
                return new Page(page, graphics);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void finishPage(FSPage finished) {
            var page = (Page) finished;
            page.graphics().dispose();
            try (var content = new PDPageContentStream(pdf, page.page())) {
                content.drawForm(page.graphics().getXFormObject());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
