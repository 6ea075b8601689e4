package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest window that there is, after a run that failed. */
class SmallWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, _ -> {}));
        Fx.run(() -> {
            window.stage.setWidth(900);
            window.stage.setHeight(600);
        });
        Fx.await("it is small", () -> window.scene.getWidth() <= 900 && window.scene.getHeight() <= 600);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Bounds box(String selector) throws Exception {
        return Fx.call(() -> {
            Node node = window.node(Node.class, selector);
            return node.localToScene(node.getLayoutBounds());
        });
    }

    @Test
    void nothingIsPushedOutOfItHoweverLargeTheTextIs() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (int percent : List.of(100, 150, 200)) {
                window.speak(language, percent);
                String where = language + " " + percent + " %: ";
                window.picture("small-" + language.getLanguage() + "-" + percent);
                var bar = box(".main-bar");
                assertTrue(bar.getMinX() >= 0 && bar.getMinY() >= 0 && bar.getMaxX() <= 901, () -> where + bar);
                var status = box(".status-bar");
                assertTrue(status.getMaxY() <= 601 && status.getMinX() >= 0, () -> where + status);
                var verdict = box("#verdict");
                assertTrue(verdict.getHeight() < 0.35 * 600 && verdict.getMinX() >= 0, () -> where + verdict);
                assertTrue(box("#verdict-sentence").getWidth() > 300, where + "the sentence is squeezed");
                var panes = box(".panes");
                assertTrue(panes.getMaxY() <= status.getMinY() + 1, () -> where + panes + " under " + status);
                assertTrue(box("#canvas").getHeight() >= 120, where + box("#canvas"));
            }
        }
    }

    @Test
    void rowsOfTheTableAreSeenAndTheGraphCanBeUsed() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        window.speak(Locale.ENGLISH, 100);
        var table = box("#coverage");
        var view = Fx.call(() -> {
            var scroll = window.node(ScrollPane.class, ".coverage-scroll");
            return scroll.localToScene(scroll.getLayoutBounds());
        });
        double rows = Math.min(table.getMaxY(), view.getMaxY()) - table.getMinY() - 26;
        assertTrue(rows >= 50, () -> "only " + rows + " pixels of rows");
        assertTrue(box("#canvas").getHeight() >= 200, () -> "the graph is low");
    }

    @Test
    void anotherLanguageChangesNeitherTheOverlayNorWhereOneLooks() throws Exception {
        window.emptySpace();
        Fx.run(() -> {
            window.<Object>choice("#overlay").getSelectionModel().select(2);
            window.canvas().zoomIn();
        });
        window.layout();
        String zoom = zoom();
        window.speak(Locale.SIMPLIFIED_CHINESE, 100);
        Fx.await("it is drawn", () -> window.canvas().showsGraph());
        window.layout();
        assertEquals(
                2, Fx.call(() -> window.choice("#overlay").getSelectionModel().getSelectedIndex()));
        assertEquals(zoom, zoom());
    }

    private String zoom() throws Exception {
        return Fx.call(
                () -> window.node(javafx.scene.control.Label.class, ".percent").getText());
    }

    @Test
    void theFocusStaysWhereItWasWhenARunButtonIsPressed() throws Exception {
        Fx.run(() -> {
            window.canvas().requestFocus();
            ButtonBase ranks = window.button("#all-ranks");
            ranks.requestFocus();
            ranks.disableProperty().unbind();
            ranks.setDisable(true);
        });
        assertEquals(window.canvas(), Fx.call(() -> window.scene.getFocusOwner()));
    }

    @Test
    void theKeyForRenamingWorksInTheOutline() throws Exception {
        Fx.run(() -> {
            window.model.selectedProperty().set("class_embed");
            window.node(Node.class, "#outline").requestFocus();
            window.node(Node.class, "#outline").fireEvent(OpenWindow.key(KeyCode.F2));
        });
        Fx.await("the name is asked for", () -> window.scene.lookup("#rename-name") != null);
    }
}
