package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;
import org.layergraft.ui.common.Waiting;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Graphs as SVG and PDF. */
class GraphPrintTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final ModelGraph MODEL = Graphs.detector();

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static BufferedImage drawn(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            assertEquals(1, document.getNumberOfPages());
            return new PDFRenderer(document).renderImage(0);
        }
    }

    private static long pixels(BufferedImage image, int colour) {
        long found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void svgIsWellFormedWhateverTheNames() throws Exception {
        var odd = Graphs.node("/a<b&\"c\u0001", FlowNode.Kind.OPERATOR, "100% <b>&\u0001名", "", "");
        var root = Graphs.module("", "Net", List.of(), List.of(), new Flow(List.of(odd), List.of()));
        var print = GraphPrint.root(Graphs.model("a < b & c", root), ShapeReport.EMPTY, ENGLISH);
        var document = parsed(print.svg());
        assertEquals("100% <b>&名", document.getElementsByTagName("text").item(0).getTextContent());
        assertTrue(drawn(print.pdf()).getWidth() > 0);
        String whole = GraphPrint.root(MODEL, ShapeReport.EMPTY, ENGLISH).svg();
        assertTrue(whole.contains("class_embed") && whole.contains("Not used by this forward"));
        assertFalse(whole.contains(">norm1<"));
    }

    @Test
    void theWholeModelHasWhatIsInEveryModule() throws Exception {
        var print = GraphPrint.whole(MODEL, ShapeReport.EMPTY, ENGLISH);
        var titles = Pattern.compile("<title>([^<]*)</title>")
                .matcher(print.svg())
                .results()
                .map(m -> m.group(1).split(" ")[0])
                .toList();
        MODEL.root()
                .walk()
                .filter(m -> !m.path().equals("aux_head"))
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.OPERATOR)
                .forEach(n -> assertTrue(titles.contains(n.id()), n.id()));
        print.pdf();
    }

    private static GraphPrint covered() {
        var states = Map.of(
                "norm.weight", GradientState.NONZERO,
                "norm.bias", GradientState.NONE,
                "aux_head.weight", GradientState.NONE,
                "aux_head.bias", GradientState.NONE,
                "class_embed", GradientState.ZERO,
                "cls_branch.weight", GradientState.NONZERO,
                "cls_branch.bias", GradientState.NONZERO,
                "reg_branch.weight", GradientState.NONFINITE,
                "input_proj.weight", GradientState.FROZEN,
                "input_proj.bias", GradientState.FROZEN);
        return GraphPrint.root(MODEL, ShapeReport.EMPTY, ENGLISH)
                .saying(layout -> new Said(
                        layout.boxes().stream()
                                .collect(Collectors.toMap(
                                        Layout.Box::id, b -> Cover.of(b.item().parameters(), states))),
                        Map.of("norm", "2.0 KiB"),
                        "Parameters with a gradient:"));
    }

    @Test
    void whatTheOverlaySaysIsOnItWithALegend() throws Exception {
        var print = covered();
        var texts = parsed(print.svg()).getElementsByTagName("text");
        var words = IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent())
                .toList();
        assertTrue(words.contains("2.0 KiB"));
        assertTrue(
                words.subList(words.size() - 7, words.size())
                        .equals(List.of(
                                "Parameters with a gradient:",
                                "all",
                                "some",
                                "only zeros",
                                "none",
                                "NaN or infinite",
                                "frozen")),
                words.toString());
        var image = drawn(print.pdf());
        ImageIO.write(
                image,
                "png",
                Path.of("target", "snapshots", "graph-pdf-covered.png").toFile());
        assertTrue(pixels(image, 0x1f883d) > 100, "covered");
        assertTrue(pixels(image, 0xcf222e) > 20, "uncovered");
        assertEquals(0, pixels(image, 0x000000), "nothing is drawn without a colour");
    }

    /** Every class has a rule: an element without one would be drawn black. */
    @Test
    void everyClassHasAColour() {
        var seen = Map.of("/flatten", Seen.NEVER, "norm", Seen.NEVER);
        var measured = new ShapeReport(seen, List.of(), "cpu", Optional.empty());
        String svg =
                GraphPrint.whole(MODEL, measured, ENGLISH).svg() + covered().svg();
        String css = svg.substring(svg.indexOf("<style>"), svg.indexOf("@media"));
        var classes = Pattern.compile("class=\"([^\"]+)\"")
                .matcher(svg)
                .results()
                .map(m -> m.group(1))
                .distinct()
                .toList();
        assertTrue(classes.containsAll(List.of("covered", "partly-ring", "uncovered-rest", "frozen")));
        assertTrue(classes.containsAll(List.of("box-idle", "edge-idle", "title-idle", "dashed", "frame", "side")));
        classes.forEach(c -> assertTrue(css.contains("." + c + " {"), c));
        for (Family family : Family.values()) {
            assertTrue(css.contains(".stripe-" + family.id() + " {"), family.id());
        }
    }

    @Test
    void pdfIsWhatSvgIs() throws Exception {
        var print = GraphPrint.root(MODEL, ShapeReport.EMPTY, ENGLISH);
        var image = drawn(print.pdf());
        Files.createDirectories(Path.of("target", "snapshots"));
        ImageIO.write(
                image, "png", Path.of("target", "snapshots", "graph-pdf.png").toFile());
        var svg = parsed(print.svg()).getDocumentElement();
        assertEquals(Double.parseDouble(svg.getAttribute("width")), image.getWidth(), 1);
        assertEquals(Double.parseDouble(svg.getAttribute("height")), image.getHeight(), 1);
        assertTrue(pixels(image, 0x4258c9) > 50, "the stripes of layers");
        assertTrue(pixels(image, 0xffffff) > image.getWidth() * image.getHeight() / 2, "the ground");
        assertTrue(pixels(image, 0x000000) == 0, "nothing is drawn without a colour");
    }

    @Test
    void aPageIsNeverLargerThanPdfAllows() throws Exception {
        var flow = Graphs.residual(400);
        var root = Graphs.module("", "Net", List.of(), List.of(), flow);
        var print = GraphPrint.root(Graphs.model("long.pt", root), ShapeReport.EMPTY, ENGLISH);
        assertTrue(Double.parseDouble(parsed(print.svg()).getDocumentElement().getAttribute("height")) > 14_400);
        try (var document = Loader.loadPDF(print.pdf())) {
            var page = document.getPage(0).getMediaBox();
            assertEquals(14_400, page.getHeight(), 0.1);
            assertEquals("long.pt", document.getDocumentInformation().getTitle());
        }
    }

    @Test
    void aLargeModelIsAPageToo() throws Exception {
        var root = Graphs.module("", "Net", List.of(), List.of(), Graphs.wide(30, 2_500));
        var print = GraphPrint.root(Graphs.model("large.pt", root), ShapeReport.EMPTY, ENGLISH);
        try (var document = Loader.loadPDF(print.pdf())) {
            assertEquals(1, document.getNumberOfPages());
        }
    }

    @Test
    void linesThatStandForStepsAreDashed() {
        var excerpt = Narrowed.of(MODEL, Usage.of(MODEL), "", Set.of("norm"), Map.of());
        var print = new GraphPrint(
                _ -> GraphLayout.of(excerpt.drawing()),
                "m",
                ShapeReport.EMPTY,
                excerpt.skips().keySet(),
                ENGLISH);
        assertTrue(print.svg().contains("class=\"edge-skipping\""));
    }

    /** Somebody presses cancel while it is laid out, or before the page is made. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatNobodyWantsAnyLongerIsNotWritten(int after) {
        var asked = new AtomicInteger();
        Waiting stop = () -> asked.getAndIncrement() >= after;
        var print =
                new GraphPrint(s -> GraphLayout.of(Drawing.of(MODEL, "")), "m", ShapeReport.EMPTY, Set.of(), ENGLISH);
        assertThrows(CancellationException.class, () -> print.pdf(stop));
        var whole = GraphPrint.whole(MODEL, ShapeReport.EMPTY, ENGLISH);
        assertThrows(CancellationException.class, () -> whole.svg(() -> true), "ELK is asked to stop, too");
    }

    /** Of the time for a page half is the layout's; what a file of SVG takes is nearly all its layout. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoWaitsIsToldHowFarItIs(boolean pdf) {
        var told = new Told();
        var print = GraphPrint.whole(MODEL, ShapeReport.EMPTY, ENGLISH);
        Object made = pdf ? print.pdf(told) : print.svg(told);
        assertNotNull(made);
        assertEquals(told.all.stream().sorted().toList(), told.all);
        assertTrue(told.all.size() > 5, told.all::toString);
        assertEquals(pdf ? 0.5 : 1, told.all.getLast(), 0.05);
    }
}
