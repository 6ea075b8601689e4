package org.layergraft.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CssContext;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.RenderingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.List;
import java.util.Optional;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** SVG inside a page that becomes PDF, drawn as lines, as large as it says it is. */
final class Drawings implements SVGDrawer {

    /** What surrounds an edit in a large model has more lines than the library expects of anybody but an attacker. */
    private static final LoaderContext OURS = LoaderContext.builder()
            .documentLimits(new DocumentLimits(
                    DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
                    DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
                    Integer.MAX_VALUE))
            .build();

    private record Drawing(SVGDocument svg, int width, int height) implements SVGImage {

        @Override
        public int getIntrinsicWidth() {
            return width;
        }

        @Override
        public int getIntrinsicHeight() {
            return height;
        }

        @Override
        public void drawSVG(OutputDevice device, RenderingContext context, double x, double y) {
            device.drawWithGraphics(
                    (float) x,
                    (float) y,
                    width,
                    height,
                    graphics -> svg.render(null, graphics, new ViewBox(0, 0, width, height)));
        }
    }

    /**
     * @param cssWidth and {@code cssHeight} in dots; negative where the style says nothing
     */
    @Override
    public SVGImage buildSVGImage(
            Element element, Box box, CssContext context, double cssWidth, double cssHeight, double dotsPerPixel) {
        SVGDocument svg = read(element);
        var size = svg.size();
        return new Drawing(
                svg, (int) Math.round(size.width * dotsPerPixel), (int) Math.round(size.height * dotsPerPixel));
    }

    private static SVGDocument read(Element element) {
        try {
            var text = new ByteArrayOutputStream();
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return Optional.ofNullable(new SVGLoader().load(new ByteArrayInputStream(text.toByteArray()), null, OURS))
                    .orElseThrow(() -> new IllegalStateException("not the SVG of a graph"));
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void importFontFaceRules(List<FontFaceRule> rules, SharedContext context) {
        // Our SVG names only families of the machine.
    }

    @Override
    public void addFontFile(File file, String family, Integer weight, FontStyle style) {
        // As above.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
