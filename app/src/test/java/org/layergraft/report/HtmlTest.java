package org.layergraft.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.layergraft.report.Report.Block;
import org.layergraft.report.Report.Cell;
import org.layergraft.report.Report.Fact;
import org.layergraft.report.Report.Tone;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Reports as a page: whatever stands in a name stays text. */
class HtmlTest {

    static Document parsed(String html) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    @Property(tries = 200)
    void isXmlWhateverIsInIt(@ForAll String text) throws Exception {
        var report = new Report(
                Locale.ENGLISH,
                text,
                List.of(new Block.Callout(Tone.BAD, text), new Block.Paragraph(text)),
                List.of(new Report.Section(
                        text,
                        List.of(
                                new Block.Items(List.of(text, text)),
                                new Block.Facts(List.of(new Fact(text, text))),
                                new Block.Table(List.of(text), List.of(List.of(Cell.of(Tone.GOOD, text)))),
                                new Block.Code("text", text)))));
        for (Html.On on : Html.On.values()) {
            Document page = parsed(Html.of(report, on));
            assertEquals(2, page.getElementsByTagName("li").getLength());
            assertEquals(0, page.getElementsByTagName("script").getLength());
        }
    }

    @Example
    void longTablesFoldOnTheScreenAndSectionsAreLinked() throws Exception {
        List<List<Cell>> rows = IntStream.range(0, 30)
                .mapToObj(i -> List.of(Cell.text("p" + i)))
                .toList();
        var table = new Block.Table(List.of("parameter"), rows, Optional.of(new Block.Table.Fold(20, "10 more")));
        var sections = Stream.of("Model", "Coverage", "What helps", "Versions")
                .map(h -> new Report.Section(h, List.of(table)))
                .toList();
        var report = new Report(Locale.ENGLISH, "r", List.of(), sections);
        Document page = parsed(Html.of(report, Html.On.SCREEN));
        assertEquals(4, page.getElementsByTagName("details").getLength());
        assertEquals(
                List.of("#section-1", "#section-2", "#section-3", "#section-4"),
                IntStream.range(0, 4)
                        .mapToObj(i -> page.getElementsByTagName("a")
                                .item(i)
                                .getAttributes()
                                .getNamedItem("href")
                                .getNodeValue())
                        .toList());
        assertEquals(
                "section-3",
                page.getElementsByTagName("section")
                        .item(2)
                        .getAttributes()
                        .getNamedItem("id")
                        .getNodeValue());
        var details = (org.w3c.dom.Element) page.getElementsByTagName("details").item(0);
        assertEquals(11, details.getElementsByTagName("tr").getLength(), "ten rows and the head");
        Document paper = parsed(Html.of(report, Html.On.PAPER));
        assertEquals(0, paper.getElementsByTagName("details").getLength());
        assertEquals(0, paper.getElementsByTagName("nav").getLength());
        assertEquals(4 * 31, paper.getElementsByTagName("tr").getLength());
    }

    @Property(tries = 50)
    void lengthsOnPaperAreFiner(@ForAll boolean millimetres) {
        String unit = millimetres ? "mm" : "px";
        assertEquals("a { margin: 6.00" + unit + " 2em; }", PaperSize.finer("a { margin: 1.5" + unit + " 2em; }"));
        assertFalse(PaperSize.finer("#ffffff").contains("."));
    }
}
