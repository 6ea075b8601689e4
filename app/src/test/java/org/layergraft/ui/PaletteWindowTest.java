package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.LayerKind;
import org.layergraft.graft.LayerKinds;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.palette.PaletteViewModel;

/** Finding a kind of layer and adding it without a mouse. */
class PaletteWindowTest {

    @TempDir
    Path config;

    private static List<String> found(Locale language, String typed) {
        var palette = new PaletteViewModel(LayerKinds.all(), new Words(language));
        palette.filterProperty().set(typed);
        return palette.sectionsProperty().get().stream()
                .flatMap(s -> s.kinds().stream())
                .map(LayerKind::id)
                .toList();
    }

    @Test
    void everyKindStandsInItsSection() {
        assertEquals(LayerKinds.all().size(), found(Locale.ENGLISH, "").size());
    }

    @Test
    void whatIsTypedIsFoundInNamesSectionsAndDescriptions() {
        assertEquals(List.of("lora"), found(Locale.ENGLISH, "lor"));
        assertTrue(found(Locale.ENGLISH, "norm").containsAll(List.of("layernorm", "rmsnorm", "groupnorm")));
        assertTrue(found(Locale.ENGLISH, "swish").contains("silu"), "its description says so");
        assertTrue(found(Locale.ENGLISH, "conv 2d").stream().allMatch(id -> id.contains("2d")));
        assertEquals(List.of(), found(Locale.ENGLISH, "no such layer"));
        assertFalse(found(Locale.SIMPLIFIED_CHINESE, "卷积").isEmpty());
    }

    @Test
    void insertTypeEnterAsksForTheLayerAndArrowsWalkTheChips() throws Exception {
        var window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        try {
            Fx.run(() -> window.node(javafx.scene.control.Button.class, "#add").fire());
            assertEquals(
                    "palette-filter", Fx.call(() -> window.scene.getFocusOwner().getId()));
            Fx.run(() -> window.node(TextField.class, "#palette-filter").setText("layernor"));
            assertTrue(Fx.call(() -> window.scene.lookup("#kind-linear") == null));
            window.picture("palette-filter");
            Fx.run(() -> window.scene.lookup("#palette-filter").fireEvent(OpenWindow.key(KeyCode.ENTER)));
            assertTrue(Fx.call(() -> window.scene.lookup("#new-layer") != null));
            Fx.run(() -> window.scene.lookup("#new-layer").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
            Fx.run(() -> window.node(TextField.class, "#palette-filter").setText("nothing like it"));
            assertTrue(Fx.call(() -> window.scene.lookup("#palette-nothing").isVisible()));
            Fx.run(() -> window.scene.lookup("#palette-filter").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
            assertEquals(
                    "",
                    Fx.call(() ->
                            window.node(TextField.class, "#palette-filter").getText()));
            Fx.run(() -> window.scene.lookup("#palette-filter").fireEvent(OpenWindow.key(KeyCode.DOWN)));
            String first = Fx.call(() -> window.scene.getFocusOwner().getId());
            Fx.run(() -> window.scene.getFocusOwner().fireEvent(OpenWindow.key(KeyCode.RIGHT)));
            Node second = Fx.call(() -> window.scene.getFocusOwner());
            assertTrue(
                    second.getStyleClass().contains("chip") && !second.getId().equals(first));
        } finally {
            window.close();
        }
    }
}
