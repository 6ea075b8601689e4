package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.graft.Edit;

/** "What would help?" as a person meets it. */
class MatrixWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.run(() -> window.model.edit(declared(), () -> {}));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private static Edit declared() {
        return Edits.declare("extra", 3, 4);
    }

    @Test
    void everyCombinationIsOneRowAndOneClickTakesItsSwitches() throws Exception {
        press("#what-would-help");
        assertEquals(
                "matrix-tab",
                Fx.call(() -> window.node(TabPane.class, "#bottom")
                        .getSelectionModel()
                        .getSelectedItem()
                        .getId()));
        List<Row> rows = rows();
        assertEquals(
                List.of(false, true, true, true), rows.stream().map(Row::trains).toList());
        assertTrue(rows.get(2).usual());
        assertEquals(1, rows.stream().filter(Row::best).count());
        assertTrue(
                Fx.call(() -> window.label("#matrix-sentence").getText()).startsWith("The usual advice (find_unused"));
        Fx.run(() -> table().scrollTo(1));
        window.layout();
        Fx.run(() -> use(rows.get(1)).fire());
        assertTrue(Fx.call(() -> window.model.switches().staticGraphProperty().get()));
        assertFalse(Fx.call(() -> window.model.switches().findUnusedProperty().get()));
        assertFalse(Fx.call(() -> window.model.coverage().staleProperty().get()), "the row's own run is shown");
        assertTrue(
                Fx.call(() -> window.model.verdict().sentenceProperty().get()).startsWith("Trains"));
        assertFalse(Fx.call(() -> window.model.matrix().staleProperty().get()), "switches are what was varied");
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(org.layergraft.ui.common.ActionId.MATRIX.keys())
                .run());
        window.layout();
        Fx.run(() -> {
            table().getSelectionModel().select(2);
            table().fireEvent(OpenWindow.key(KeyCode.ENTER));
        });
        assertTrue(Fx.call(() -> window.model.switches().findUnusedProperty().get()));
    }

    @Test
    void anotherModelOrOtherSettingsMakeItOld() throws Exception {
        press("#what-would-help");
        Fx.run(() -> window.model.switches().ranksProperty().set(3));
        assertTrue(Fx.call(() -> window.model.matrix().staleProperty().get()));
        Fx.run(() -> window.model.switches().ranksProperty().set(2));
        assertFalse(Fx.call(() -> window.model.matrix().staleProperty().get()));
        Fx.run(() -> window.model.document().undo());
        assertTrue(Fx.call(() -> window.model.matrix().staleProperty().get()));
        Fx.run(() -> window.model.open(Path.of("samples", "co_dino_head.pt")));
        Fx.run(() -> window.model.unsaved().goOn());
        assertTrue(rows().isEmpty(), "of another model nothing was run");
    }

    @Test
    void aRunThatFailsKeepsTheRowsThatCame() throws Exception {
        window.backend.failAfter = 2;
        press("#what-would-help");
        assertEquals(2, rows().size());
        assertFalse(Fx.call(() -> window.model.runs().runningProperty().get()));
    }

    @Test
    void bothLanguagesAndTheEmptyStateAreWhole() throws Exception {
        Fx.run(() -> {
            var bottom = window.node(TabPane.class, "#bottom");
            bottom.getTabs().stream()
                    .filter(t -> "matrix-tab".equals(t.getId()))
                    .forEach(bottom.getSelectionModel()::select);
        });
        window.layout();
        assertTrue(Fx.call(() -> window.button("#matrix-start").isVisible()));
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        press("#what-would-help");
        assertTrue(Fx.call(() -> window.label("#matrix-sentence").getText()).contains("通常的建议"));
    }

    private Button use(Row row) {
        return table().lookupAll(".use").stream()
                .map(Button.class::cast)
                .filter(b -> b.getParent() instanceof TableCell<?, ?> cell && cell.getItem() == row)
                .findFirst()
                .orElseThrow();
    }

    private void press(String id) throws Exception {
        Fx.run(() -> window.button(id).fire());
        window.layout();
    }

    private List<Row> rows() throws Exception {
        return Fx.call(() -> List.copyOf(window.model.matrix().rows()));
    }

    @SuppressWarnings("unchecked")
    private TableView<Row> table() {
        return (TableView<Row>) window.scene.lookup("#matrix");
    }
}
