package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Tone;

/** The graph leaves the window as a picture. */
class GraphPictureTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.emptySpace();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void allOfItIsWrittenAsSvg() throws Exception {
        Path file = config.resolve("graph.svg");
        window.dialogs.answer = Optional.of(file);
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.EXPORT_GRAPH.keys()).run());
        assertEquals("mini_mlp.svg", window.dialogs.proposed);
        var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertTrue(Files.readString(file).contains("fc1"));
        assertEquals(
                Tone.GOOD,
                Fx.call(() -> window.model
                        .announcements()
                        .noticeProperty()
                        .get()
                        .orElseThrow()
                        .tone()));
    }

    @Test
    void theWholeModelIsWrittenAsPdf() throws Exception {
        Path file = config.resolve("graph.PDF");
        window.dialogs.answer = Optional.of(file);
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(ActionId.EXPORT_WHOLE_GRAPH.keys())
                .run());
        assertEquals("%PDF", Files.readString(file, StandardCharsets.ISO_8859_1).substring(0, 4));
        Path svg = config.resolve("graph.svg");
        window.dialogs.answer = Optional.of(svg);
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(ActionId.EXPORT_WHOLE_GRAPH.keys())
                .run());
        assertTrue(Files.readString(svg).contains("fc1/linear"), "what is in the layers, too");
    }

    @Test
    void whatIsInViewIsCopiedTwiceAsFine() throws Exception {
        var canvas = (GraphCanvas) window.scene.lookup("#canvas");
        var picture = Fx.call(canvas::picture);
        assertEquals(2 * Math.rint(canvas.getWidth()), picture.getWidth(), 2);
        Fx.run(() ->
                window.scene.getAccelerators().get(ActionId.COPY_GRAPH.keys()).run());
        assertTrue(Fx.call(() -> Clipboard.getSystemClipboard().hasImage()));
        // Anything else than bytes reaches other programs as a Java object.
        var put = assertInstanceOf(
                ByteBuffer.class,
                Fx.call(() -> Clipboard.getSystemClipboard().getContent(DataFormat.lookupMimeType("image/svg+xml"))));
        var svg =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(put.array()));
        assertEquals("svg", svg.getDocumentElement().getTagName());
    }
}
