package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.newlayer.Role;

/** At 1280×800 every text is there from its first to its last letter, in both languages. */
class CutOffTest {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

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
    void whatHasNoRoomIsFound() throws Exception {
        var found = Fx.call(() -> {
            var button = new Button("a long text");
            button.setId("narrow");
            button.setMaxWidth(50);
            var field = new TextField();
            field.setPromptText("what is to be typed here");
            field.setMaxWidth(60);
            var root = new VBox(button, field, new Button("short"));
            window.show(new javafx.scene.Scene(root, 300, 200));
            root.applyCss();
            root.layout();
            return CutOff.in(root);
        });
        assertEquals(2, found.size(), found::toString);
        assertTrue(found.getFirst().startsWith("#narrow"), found::toString);
        assertTrue(found.getLast().contains("what is to be typed here"), found::toString);
    }

    @Test
    void theWindowWithoutAndWithARun() throws Exception {
        for (Locale language : LANGUAGES) {
            speak(language);
            Fx.run(() -> window.model.runs().forget());
            whole(language + ", no run");
            Fx.run(() -> window.model.running().run(true));
            whole(language + ", trains");
            Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
            Fx.run(() -> window.model.running().run(true));
            whole(language + ", fails");
            Fx.run(() -> window.model.document().undo());
        }
    }

    @Test
    void theCardInEveryRole() throws Exception {
        var node = window.box("Linear");
        for (Locale language : LANGUAGES) {
            speak(language);
            for (String kind : List.of("linear", "lora", "custom", "parameter")) {
                window.reach(kind);
                window.drag("#kind-" + kind, node);
                var roles = window.<Role>choice("#layer-role");
                assertFalse(roles.getItems().isEmpty());
                for (Role role : roles.getItems()) {
                    Fx.run(() -> roles.setValue(role));
                    whole(language + ", " + kind + ", " + role.kind());
                }
                Fx.run(() -> window.button("#layer-cancel").fire());
            }
            Fx.run(() -> window.field("#palette-filter").clear());
        }
    }

    @Test
    void aModuleDeepInALargeModel() throws Exception {
        window.close();
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        for (Locale language : LANGUAGES) {
            speak(language);
            Fx.run(() ->
                    window.model.selectedProperty().set("transformer.encoder.layers.0.attentions.0.attn.out_proj"));
            whole(language + ", large");
            Fx.run(() -> {
                window.model.openModuleProperty().set("transformer.encoder.layers.0.attentions.0.attn");
                window.model.measureShapes();
            });
            whole(language + ", shapes of a module");
            for (String kind : List.of("lora", "linear")) {
                window.reach(kind);
                Fx.run(() -> window.scene.lookup("#kind-" + kind).fireEvent(OpenWindow.key(KeyCode.ENTER)));
                var roles = window.<Role>choice("#layer-role");
                for (Role role : roles.getItems()) {
                    Fx.run(() -> roles.setValue(role));
                    whole(language + ", " + kind + ", " + role.kind());
                }
                Fx.run(() -> window.button("#layer-cancel").fire());
            }
            Fx.run(() -> window.field("#palette-filter").clear());
        }
    }

    private void speak(Locale language) throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
        window.layout();
    }

    private void whole(String when) throws Exception {
        window.layout();
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), when);
    }
}
