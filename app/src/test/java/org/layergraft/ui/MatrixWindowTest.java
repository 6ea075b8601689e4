package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.ToggleSwitch;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.graft.Edit;
import org.layergraft.step.Switches;

/** "What would help?" as a person meets it. */
class MatrixWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.run(() -> window.model.editing().edit(declared(), () -> {}));
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
    void theBestIsTimedInPairsAgainstTheUsualAdvice() throws Exception {
        window.backend.otherMs = 10;
        press("#what-would-help");
        Row usual = rows().stream().filter(Row::usual).findFirst().orElseThrow();
        assertEquals(List.of(usual.switches()), window.backend.comparedWith);
        assertFalse(rows().stream().anyMatch(Row::best), "they took as long");
        window.backend.otherMs = 11;
        press("#matrix-start");
        assertEquals(1, rows().stream().filter(Row::best).count());
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
        Fx.run(() -> window.model.opening().open(Path.of("samples", "co_dino_head.pt")));
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
        showMatrix();
        assertTrue(Fx.call(() -> window.button("#matrix-start").isVisible()));
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        press("#what-would-help");
        assertTrue(Fx.call(() -> window.label("#matrix-sentence").getText()).contains("通常的建议"));
    }

    @Test
    void whatIsPickedIsRunToldAndTakenOver() throws Exception {
        showMatrix();
        pick("bf16");
        pick("bucket_cap_mb");
        var values = window.field("#vary-bucket_cap_mb-values");
        assertTrue(Fx.call(values::isVisible));
        Fx.run(() -> values.setText("1, 0.5"));
        assertEquals(
                "Run 16 combinations",
                Fx.call(() -> window.button("#matrix-start").getText()));
        press("#matrix-start");
        assertEquals(16, window.backend.runs.size() - window.backend.comparedWith.size());
        assertEquals(16, rows().size());
        assertEquals(List.of("bucket", "bf16"), heads(), "between the switches and what came of them");
        Row row = rows().stream()
                .filter(r -> r.switches().options().bf16()
                        && r.switches().staticGraph()
                        && r.switches().options().bucketCapMb().getAsDouble() == 0.5)
                .findFirst()
                .orElseThrow();
        Fx.run(() -> table().scrollTo(row));
        window.layout();
        assertEquals(List.of("0.5", "on"), shown(row));
        Fx.run(() -> use(row).fire());
        window.layout();
        assertEquals("0.5", Fx.call(() -> window.field("#bucket-cap").getText()));
        assertTrue(Fx.call(() -> window.node(ToggleSwitch.class, "#bf16").isSelected()));
        assertEquals(row.switches(), Fx.call(this::switches));
        assertTrue(Fx.call(() -> window.label("#switches-turned").getText())
                .endsWith("static_graph=True, bucket_cap_mb=0.5, bf16=True"));
        assertFalse(Fx.call(() -> window.model.matrix().staleProperty().get()), "options are what was varied");
        Fx.run(() -> window.model.switches().options().accumulateProperty().set(2));
        assertTrue(Fx.call(() -> window.model.matrix().staleProperty().get()), "that one was not");
    }

    @Test
    void whatIsPickedStaysForThisModel() throws Exception {
        pick("bf16");
        press("#what-would-help");
        assertEquals(8, rows().size(), "from wherever it is started");
        Fx.run(() -> window.model.document().undo());
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        assertTrue(Fx.call(() -> window.node(CheckBox.class, "#vary-bf16").isSelected()));
        press("#matrix-start");
        assertEquals(8, rows().size());
        assertEquals(List.of("bf16"), heads());
        Fx.run(() -> window.model.opening().open(Path.of("samples", "co_dino_head.pt")));
        assertFalse(Fx.call(() -> window.node(CheckBox.class, "#vary-bf16").isSelected()));
        assertEquals(List.of(), heads());
    }

    @Test
    void nothingStartsWithAValueThatCannotBe() throws Exception {
        showMatrix();
        pick("accumulate");
        var values = window.field("#vary-accumulate-values");
        Fx.run(() -> values.setText("1, two"));
        window.layout();
        var mistake = window.label("#vary-accumulate-mistake");
        assertTrue(Fx.call(mistake::isVisible));
        assertTrue(Fx.call(mistake::getText).startsWith("accumulate cannot be two"));
        assertEquals(Fx.call(mistake::getText), Fx.call(values::getAccessibleHelp));
        assertTrue(Fx.call(() -> window.button("#matrix-start").isDisabled()));
        Fx.run(() -> values.fireEvent(new javafx.event.ActionEvent()));
        press("#what-would-help");
        assertEquals(List.of(), window.backend.runs);
        assertTrue(
                Fx.call(() -> window.model.announcements().noticeProperty().get())
                        .isPresent(),
                "whoever pressed elsewhere is told");
        Fx.run(() -> values.setText("1, 2"));
        assertFalse(Fx.call(() -> window.button("#matrix-start").isDisabled()));
        Fx.run(() -> values.fireEvent(new javafx.event.ActionEvent()));
        assertEquals(8, rows().size(), "Enter in the field is enough");
    }

    @Test
    void theTimeIsToldOnceARunIsKnown() throws Exception {
        showMatrix();
        assertFalse(Fx.call(() -> window.label("#matrix-time").isVisible()));
        Fx.run(() -> window.model.running().run(true));
        assertTrue(Fx.call(() -> window.label("#matrix-time").getText()).startsWith("about "));
    }

    @Test
    void nothingIsCutOffHoweverMuchIsPicked() throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            showMatrix();
            Fx.run(() -> window.model.matrix().forget());
            assertEquals(List.of(), cutOff(), language + ", nothing");
            pick("bf16");
            pick("bucket_cap_mb");
            press("#what-would-help");
            assertEquals(List.of(), cutOff(), language + ", two");
            Fx.run(() -> window.field("#vary-bucket_cap_mb-values").setText("many"));
            assertEquals(List.of(), cutOff(), language + ", wrong");
            Fx.run(() -> window.field("#vary-bucket_cap_mb-values").setText("1, 25"));
            for (String option : List.of("gradient_as_bucket_view", "broadcast_buffers", "accumulate")) {
                pick(option);
            }
            press("#what-would-help");
            assertEquals(128, rows().size());
            assertEquals(5, heads().size());
            Fx.run(() -> window.field("#vary-accumulate-values").setText("1 2 3 4 5 6 7 8"));
            assertEquals(512, window.model.matrix().axes().countProperty().get());
            window.layout();
            assertTrue(Fx.call(() -> window.label("#matrix-note").isVisible()));
            assertEquals(List.of(), cutOffAbove(), language + ", too many");
        }
    }

    private List<String> cutOff() throws Exception {
        window.layout();
        return Fx.call(() -> CutOff.in(window.scene.getRoot()));
    }

    /** Columns that are scrolled to are not there yet. */
    private List<String> cutOffAbove() throws Exception {
        window.layout();
        return Fx.call(() -> CutOff.in((Parent) window.scene.lookup(".axes")));
    }

    private void pick(String option) throws Exception {
        var box = window.node(CheckBox.class, "#vary-" + option);
        Fx.run(() -> {
            box.requestFocus();
            box.fireEvent(OpenWindow.key(KeyCode.SPACE));
            box.fireEvent(released(KeyCode.SPACE));
        });
        assertTrue(Fx.call(box::isSelected), option);
        window.layout();
    }

    private static KeyEvent released(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, false, false, false, false);
    }

    private void showMatrix() throws Exception {
        Fx.run(() -> {
            var bottom = window.node(TabPane.class, "#bottom");
            bottom.getTabs().stream()
                    .filter(t -> "matrix-tab".equals(t.getId()))
                    .forEach(bottom.getSelectionModel()::select);
        });
        window.layout();
    }

    private Switches switches() {
        return window.model.switches().settingsProperty().get().switches();
    }

    /** Those of options. */
    private List<TableColumn<Row, ?>> options() {
        return table().getColumns().stream()
                .filter(c -> c.getId() != null && c.getId().startsWith("matrix-"))
                .toList();
    }

    private List<String> heads() throws Exception {
        return Fx.call(() -> options().stream().map(TableColumn::getText).toList());
    }

    /** What a row shows of options. */
    private List<String> shown(Row row) throws Exception {
        return Fx.call(() -> table().lookupAll(".table-cell").stream()
                .filter(n -> n instanceof TableCell<?, ?> cell
                        && cell.getItem() == row
                        && options().contains(cell.getTableColumn()))
                .map(n -> (TableCell<?, ?>) n)
                .sorted(Comparator.comparing(c -> options().indexOf(c.getTableColumn())))
                .map(TableCell::getText)
                .toList());
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
