package org.layergraft.report;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Which text of a PDF stays text: that in a TrueType font of this machine which has all of its letters. Its letters are embedded. */
final class PaperFonts extends PdfBoxGraphics2DFontTextDrawer {

    private final PDDocument pdf;
    private final Map<String, Optional<PDFont>> known = new HashMap<>();

    private PaperFonts(PDDocument pdf) {
        this.pdf = pdf;
    }

    static PaperFonts register(PDDocument pdf) {
        return new PaperFonts(pdf);
    }

    @Override
    protected boolean hasDynamicFontMapping() {
        return true;
    }

    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv env) {
        return known.computeIfAbsent(font.getPSName(), this::find).orElse(null);
    }

    private Optional<PDFont> find(String postScriptName) {
        var found = FontMappers.instance().getTrueTypeFont(postScriptName, null);
        if (found == null || found.isFallback() || !isTrueType(found.getFont())) {
            return Optional.empty();
        }
        try {
            return Optional.of(PDType0Font.load(pdf, found.getFont(), true));
        } catch (IOException cannotBeEmbedded) {
            return Optional.empty();
        }
    }

    /** PDFBox embeds no PostScript outlines. */
    private static boolean isTrueType(TrueTypeFont font) {
        return !(font instanceof OpenTypeFont open && open.isPostScript());
    }
}
