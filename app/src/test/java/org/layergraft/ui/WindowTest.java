package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.Words;

/** The window as a person meets it: by events sent to what is on screen. */
class WindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    @Test
    void everyScreenLoadsInBothLanguagesAndThemesWithoutAWord() throws Exception {
        var said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            for (Locale language : new Locale[] {Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH}) {
                for (boolean dark : new boolean[] {true, false}) {
                    Fx.run(() -> window.model
                            .remembered()
                            .change(s -> s.speaking(language).inDark(dark)));
                    Fx.run(() -> window.model.running().run(true));
                    Fx.run(window.scene.getRoot()::applyCss);
                    Fx.run(window.scene.getRoot()::layout);
                }
            }
        } finally {
            System.setErr(before);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aParameterDraggedOntoEmptySpaceAndNamedIsDeclared() throws Exception {
        Point2D empty = window.emptySpace();
        window.drag("#kind-parameter", empty);
        Fx.await("the card that asks for a name", () -> window.scene.lookup("#layer-name") != null);
        window.picture("card");
        Fx.run(() -> {
            window.field("#layer-name").setText("class_embed");
            window.field("#hyper-shape").setText("32 x 512");
            window.button("#layer-add").fire();
        });
        var edits = Fx.call(() -> window.model
                .document()
                .experimentProperty()
                .get()
                .orElseThrow()
                .log()
                .edits());
        assertTrue(
                edits.getFirst() instanceof Edit.Declare d && d.layer().name().equals("class_embed"), edits::toString);
        assertEquals(
                "class_embed", Fx.call(() -> window.model.selectedProperty().get()), "what was added is selected");
        assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") == null), "the card is gone");

        Fx.run(() -> window.button("#all-ranks").fire());
        Fx.run(() -> ((ToggleButton) window.scene.lookup("#show-message")).fire());
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        window.picture("message");
        Fx.run(() -> window.model.switches().findUnusedProperty().set(false));
        assertTrue(Fx.call(() -> window.label("#verdict-sentence").getText()).contains("class_embed"));
        Fx.run(() -> window.button("#fix-find_unused_parameters").fire());
        assertTrue(Fx.call(() -> window.model.switches().findUnusedProperty().get()));
        Fx.run(() -> window.button("#undo").fire());
        assertTrue(Fx.call(() -> window.button("#undo").isDisabled()));
    }

    @Test
    void aLinearDraggedOntoAnEdgeIsInserted() throws Exception {
        Fx.await("a line on the canvas", () -> window.edge() != null);
        window.drag("#kind-linear", Fx.call(window::edge));
        Fx.await("the card", () -> window.scene.lookup("#layer-add") != null);
        Fx.run(() -> window.button("#layer-add").fire());
        String error = Fx.call(() -> window.scene.lookup("#layer-error") instanceof Label l ? l.getText() : "");
        assertEquals("", error);
        var edits = Fx.call(() -> window.model
                .document()
                .experimentProperty()
                .get()
                .orElseThrow()
                .log()
                .edits());
        assertTrue(edits.getFirst() instanceof Edit.Insert, edits::toString);
    }

    @Test
    void whatCannotBeIsSaidInTheCardAndEscapeLeavesEverythingAsItWas() throws Exception {
        window.drag("#kind-parameter", window.emptySpace());
        Fx.await("the card", () -> window.scene.lookup("#layer-add") != null);
        Fx.run(() -> {
            window.field("#hyper-shape").setText("many");
            window.button("#layer-add").fire();
        });
        assertTrue(Fx.call(() -> window.label("#layer-error").getText()).contains("shape"));
        Fx.run(() -> {
            window.field("#hyper-shape").setText("3");
            window.field("#layer-name").setText("for");
            window.button("#layer-add").fire();
        });
        assertTrue(Fx.call(() -> window.label("#layer-error").isVisible()), "a word of the language is no name");
        Fx.run(() -> window.scene.lookup("#layer-name").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
        assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") == null));
        assertFalse(Fx.call(() -> window.model.document().canUndo().get()));
    }

    @Test
    void aRowPickedInTheTableIsSelectedInTheOutlineAndShownInTheGraph() throws Exception {
        Fx.await("the graph is laid out", () -> window.edge() != null);
        var table = Fx.call(() -> (TreeTableView<?>) window.scene.lookup("#coverage"));
        var tree = Fx.call(() -> (TreeView<?>) window.scene.lookup("#outline"));
        Fx.run(() -> table.getSelectionModel().select(2));
        String name = Fx.call(() -> window.model.coverage().rows().get(2).name());
        assertEquals(name, Fx.call(() -> window.model.selectedProperty().get()));
        Fx.await(
                "the box around it",
                () -> !window.canvas().selectedProperty().get().isEmpty());
        assertEquals(
                name,
                Fx.call(() -> window.model.selectedProperty().get()),
                "the graph shows it, and does not choose another");
        assertFalse(Fx.call(() -> tree.getSelectionModel().isEmpty()));

        Fx.run(() -> tree.getSelectionModel().select(0));
        Fx.run(() -> tree.getSelectionModel().select(1));
        assertTrue(Fx.call(() -> table.getSelectionModel().isEmpty()), "a module is no row");
    }

    @Test
    void withoutAModelTheWindowOffersToOpenOne() throws Exception {
        Fx.run(() -> {
            var nothing = new WorkbenchViewModel(
                    window.backend,
                    new InlineTasks(),
                    new Words(Locale.ENGLISH),
                    new Remembered(Settings.first(Locale.ENGLISH)));
            window.show(new Workbench(nothing, Samples.find(), 1280, 800).scene());
        });
        assertTrue(Fx.call(() -> window.scene.lookup("#empty-open").isVisible()));
        assertTrue(Fx.call(() -> window.button("#all-ranks").isDisabled()));
        assertFalse(Fx.call(() -> window.button("#empty-open").isDisabled()));
        window.picture("empty");
    }
}
