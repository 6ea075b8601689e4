package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.ui.common.ActionId;

/** The training config beside the model: opened, read, its switches used, repaired, and taken back. */
class ConfigWindowTest {

    @TempDir
    Path folder;

    private Path configs;
    private Path snippet;
    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        configs = copied(folder.resolve("configs"));
        snippet = configs.resolve("codetr/mine/copied_snippet.py");
        window = new OpenWindow(folder, Path.of("samples", "co_dino_head.pt"));
        window.emptySpace();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    /** The configs of the tests, where they may be written. */
    static Path copied(Path to) throws Exception {
        Path from = Path.of("app", "src", "test", "resources", "configs");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    private void openBy(Path file) throws Exception {
        window.dialogs.answer = Optional.of(file);
        window.press(ActionId.OPEN_CONFIG);
    }

    private String tab() throws Exception {
        return Fx.call(() -> window.node(TabPane.class, "#bottom")
                .getSelectionModel()
                .getSelectedItem()
                .getId());
    }

    private <T> T of(String list, java.util.function.Function<ListView<?>, T> what) throws Exception {
        window.layout();
        return Fx.call(() -> what.apply(window.node(ListView.class, list)));
    }

    private List<String> lines(String list) throws Exception {
        return of(list, l -> l.getItems().stream().map(Object::toString).toList());
    }

    /** The lines of the source that are marked. */
    private List<String> marked() throws Exception {
        return lines("#config-source").stream()
                .filter(l -> l.contains("style=place"))
                .map(l -> l.replaceAll(".*head=\\s*(\\d+), text=(.*), style=place]", "$1:$2"))
                .toList();
    }

    private String text(String id) throws Exception {
        return Fx.call(() -> window.node(Labeled.class, id).getText());
    }

    private void fire(String id) throws Exception {
        Fx.run(() -> window.button(id).fire());
        window.layout();
    }

    @Test
    void theEmptyPaneSaysWhatToDo() throws Exception {
        window.press(ActionId.GO_CONFIG);
        assertEquals("config-tab", tab());
        assertTrue(Fx.call(
                () -> window.node(javafx.scene.Node.class, "#config-empty").isVisible()));
        assertEquals("config-open", Fx.call(() -> window.scene.getFocusOwner().getId()));
        assertTrue(Fx.call(() -> window.button("#config-use").isDisabled()));
    }

    @Test
    void anActionOpensAndShowsWhatIsWrong() throws Exception {
        openBy(snippet);
        assertEquals("config-tab", tab());
        assertEquals("copied_snippet.py", text("#config-name"));
        assertEquals("mmcv 1.x, OpenMMLab 1.0", text("#config-framework"));
        assertEquals("6 files", text("#config-part-files"));
        var findings = lines("#config-findings");
        assertTrue(findings.getFirst().contains("finding.heads"), findings::toString);
        assertTrue(findings.get(1).contains("finding.trainCfg"), findings::toString);
        assertEquals(
                List.of("5:    train_cfg=dict(find_unused_parameters=True, with_cp=False),"), marked(), "the worst");
        assertTrue(window.model.remembered().recentFiles().contains(snippet));
    }

    @Test
    void whatIsDroppedGoesWhereItBelongs() throws Exception {
        Path json = configs.resolve("data/child.json");
        Path model = Path.of("samples", "mini_mlp.pt").toAbsolutePath();
        Fx.run(() -> window.model.opening().openAll(List.of(model, json)));
        assertEquals("child.json", text("#config-name"));
        assertEquals(
                Optional.of(model),
                Fx.call(() -> window.model.document().fileProperty().get().map(Path::toAbsolutePath)));
        assertFalse(Opening.isConfig(Path.of("model.capture.json")));
        assertFalse(Opening.isConfig(Path.of("one.graft")));
        assertTrue(Opening.isConfig(Path.of("train.py")));
    }

    @Test
    void whatIsSelectedIsWhatTheSourceShows() throws Exception {
        openBy(snippet);
        var findings = window.node(ListView.class, "#config-findings");
        assertEquals(
                0,
                Fx.call(() -> findings.getSelectionModel().getSelectedIndex()).intValue());
    }

    @Test
    void choosingShowsTheSourceAndWhatIsOverridden() throws Exception {
        openBy(snippet);
        Fx.run(() -> {
            window.node(ToggleButton.class, "#config-part-settings").fire();
            var table = window.node(TableView.class, "#config-settings");
            for (int i = 0; i < table.getItems().size(); i++) {
                if (table.getItems().get(i).toString().contains("path=model.query_head.transformer.encoder.with_cp,")) {
                    table.getSelectionModel().select(i);
                }
            }
        });
        assertEquals(List.of("23:                with_cp=6))))"), marked());
        var places = Fx.call(() -> window.node(javafx.scene.layout.Pane.class, "#config-places").getChildren().stream()
                .map(n -> ((Labeled) n).getText())
                .toList());
        assertEquals(
                List.of("co_dino_5scale_swin_large_1x_coco.py:23", "before: 4, co_dino_5scale_r50_1x_coco.py:43"),
                places);
        Fx.run(() -> ((javafx.scene.control.Hyperlink) window.node(javafx.scene.layout.Pane.class, "#config-places")
                        .getChildren()
                        .get(1))
                .fire());
        assertEquals(1, marked().size());
        assertTrue(marked().getFirst().contains("with_cp=4,"), marked()::toString);
        Fx.run(() -> window.field("#config-filter").setText("use_checkpoint"));
        assertEquals(
                1,
                Fx.call(() -> window.node(TableView.class, "#config-settings")
                        .getItems()
                        .size()));
    }

    @Test
    void theSwitchesBecomeThoseOfTheConfigAndComeBack() throws Exception {
        openBy(configs.resolve("codetr/mine/co_dino_boats.py"));
        var before =
                Fx.call(() -> window.model.switches().settingsProperty().get().switches());
        fire("#config-use");
        var after =
                Fx.call(() -> window.model.switches().settingsProperty().get().switches());
        assertTrue(after.findUnusedParameters());
        assertFalse(after.options().broadcastBuffers());
        assertEquals(
                new Checkpoint(
                        Checkpoint.Mode.REENTRANT,
                        List.of(
                                "transformer.encoder.layers.0",
                                "transformer.encoder.layers.1",
                                "transformer.encoder.layers.2",
                                "transformer.encoder.layers.3")),
                after.checkpoint());
        String told = Fx.call(() -> window.model
                .words()
                .get(window.model
                        .announcements()
                        .noticeProperty()
                        .get()
                        .orElseThrow()
                        .text()));
        assertEquals(
                "The switches are as co_dino_boats.py says. Changed: find_unused_parameters=True, checkpoint=reentrant"
                        + " (4 modules), broadcast_buffers=False. Not carried over: data.samples_per_gpu,"
                        + " model.backbone.use_checkpoint, optimizer.paramwise_cfg.",
                told);
        Fx.run(() -> window.model.switches().presets().back());
        assertEquals(
                before,
                Fx.call(() -> window.model.switches().settingsProperty().get().switches()));
    }

    @Test
    void whatIsRepairedIsReviewedWrittenAndTakenBack() throws Exception {
        byte[] original = Files.readAllBytes(snippet);
        openBy(snippet);
        Fx.run(() -> {
            var list = window.node(ListView.class, "#config-findings");
            list.getSelectionModel().select(1);
            list.fireEvent(OpenWindow.key(KeyCode.ENTER));
        });
        window.layout();
        var diff = lines("#review-diff");
        assertTrue(
                diff.contains("SourceLine[head=+, text=find_unused_parameters = True, style=added]"), diff::toString);
        assertTrue(text("#review-kept").contains("copied_snippet.py.bak"));
        fire("#review-write");
        String written = Files.readString(snippet);
        assertTrue(written.contains("\nfind_unused_parameters = True"), written);
        assertFalse(written.contains("train_cfg"), written);
        assertArrayEquals(original, Files.readAllBytes(snippet.resolveSibling("copied_snippet.py.bak")));
        assertFalse(lines("#config-findings").toString().contains("finding.trainCfg"), "it was read again");
        assertEquals(
                "Written: copied_snippet.py. What was there is kept as copied_snippet.py.bak.", text("#question-text"));
        fire("#question-undo_config");
        assertArrayEquals(original, Files.readAllBytes(snippet));
        assertTrue(lines("#config-findings").toString().contains("finding.trainCfg"));
        assertFalse(
                Fx.call(() -> window.node(javafx.scene.Node.class, "#question").isVisible()));
    }

    @Test
    void aNewFileInheritsAndIsOpenedAndGoesAgain() throws Exception {
        Path boats = configs.resolve("codetr/mine/co_dino_boats.py");
        openBy(boats);
        Fx.run(() -> window.model.running().run(true));
        review(List.of(org.layergraft.config.Assignment.set("find_unused_parameters", false)));
        Fx.run(() -> window.node(RadioButton.class, "#review-new").fire());
        Fx.run(() -> window.field("#review-name").setText("mine.py"));
        fire("#review-write");
        Path mine = boats.resolveSibling("mine.py");
        assertTrue(Files.readString(mine).contains("find_unused_parameters = False"));
        assertEquals("mine.py", text("#config-name"));
        fire("#question-undo_config");
        assertFalse(Files.exists(mine), "it was not there before");
        assertEquals("co_dino_boats.py", text("#config-name"));
    }

    private void review(List<org.layergraft.config.Assignment> wanted) throws Exception {
        Fx.run(() -> new WindowCards(
                        window.model,
                        new org.layergraft.ui.common.Actions(window.model.words()),
                        window.scene,
                        List.of(),
                        new FileActions(window.model, window.dialogs),
                        _ -> List.of(),
                        _ -> {})
                .review(wanted));
        window.layout();
    }

    @Test
    void aWayThatCannotSayItExplainsWhy() throws Exception {
        openBy(snippet);
        fire("#config-repair-all");
        Fx.run(() -> window.node(RadioButton.class, "#review-options").fire());
        assertTrue(
                text("#review-refused").startsWith("--cfg-options cannot say - model.train_cfg"),
                text("#review-refused"));
        assertTrue(Fx.call(() -> window.button("#review-copy").isDisabled()));
        assertFalse(Fx.call(() -> window.button("#review-write").isVisible()));
        Fx.run(() -> window.node(RadioButton.class, "#review-new").fire());
        assertTrue(text("#review-refused").startsWith("A file that inherits cannot say"), text("#review-refused"));
        assertTrue(Fx.call(() -> window.button("#review-write").isDisabled()));
        fire("#review-cancel");
        assertFalse(Fx.call(() -> window.scene.lookup("#review-card") != null));
    }

    @Test
    void whatWouldStillStopTrainingIsSaidBeforeItIsWritten() throws Exception {
        openBy(configs.resolve("codetr/co_dino/co_dino_5scale_r50_1x_coco.py"));
        review(List.of(org.layergraft.config.Assignment.set("find_unused_parameters", true)));
        assertTrue(text("#review-stops").contains("encoder.with_cp=4"), text("#review-stops"));
        review(List.of(
                org.layergraft.config.Assignment.set("find_unused_parameters", true),
                org.layergraft.config.Assignment.set("model.query_head.transformer.encoder.with_cp", -1)));
        assertEquals("", text("#review-stops"));
    }

    @Test
    void aFileThatChangedMeanwhileIsNotOverwritten() throws Exception {
        openBy(snippet);
        fire("#config-repair-all");
        String other = Files.readString(snippet) + "\n# by somebody else\n";
        Files.writeString(snippet, other);
        fire("#review-write");
        assertEquals(other, Files.readString(snippet));
        assertTrue(text("#review-problem").contains("is no longer as it was read"), text("#review-problem"));
        fire("#review-again");
        fire("#review-write");
        String now = Files.readString(snippet);
        assertTrue(now.contains("# by somebody else") && !now.contains("train_cfg"), now);
    }

    @Test
    void aVerifiedFixIsPutIntoTheConfigAndAnObstacleIsTold() throws Exception {
        openBy(snippet);
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
        window.press(ActionId.ALL_RANKS);
        var items = Fx.call(() -> window.node(javafx.scene.control.MenuButton.class, "#put-into-config")
                .getItems());
        var ids = Fx.call(
                () -> items.stream().map(javafx.scene.control.MenuItem::getId).toList());
        assertTrue(ids.contains("put-find_unused_parameters") && ids.contains("put-remove"), ids::toString);
        Fx.run(() -> items.get(ids.indexOf("put-remove")).fire());
        String told = Fx.call(() -> window.model
                .words()
                .get(window.model
                        .announcements()
                        .noticeProperty()
                        .get()
                        .orElseThrow()
                        .text()));
        assertEquals("This fix changes the model itself. Make it in its code; no config can say it.", told);
        Fx.run(() -> items.get(ids.indexOf("put-find_unused_parameters")).fire());
        window.layout();
        assertTrue(text("#review-changes").contains("Set find_unused_parameters=True"), text("#review-changes"));
        fire("#review-cancel");
    }

    @Test
    void whatCannotBeReadIsToldAndNothingIsLost() throws Exception {
        openBy(snippet);
        Path round = Files.writeString(folder.resolve("round.py"), "_base_ = './trip.py'\n");
        Files.writeString(folder.resolve("trip.py"), "_base_ = './round.py'\n");
        openBy(round);
        assertTrue(
                text("#config-problem-text").contains("round.py → trip.py → round.py"), text("#config-problem-text"));
        assertEquals("copied_snippet.py", text("#config-name"), "what was read before is still there");
        Files.writeString(folder.resolve("trip.py"), "find_unused_parameters = True\n", StandardCharsets.UTF_8);
        fire("#config-reload");
        assertEquals("round.py", text("#config-name"));
        assertFalse(Fx.call(
                () -> window.node(javafx.scene.Node.class, "#config-problem").isVisible()));
    }

    @Test
    void everythingFitsInBothLanguages() throws Exception {
        openBy(snippet);
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            Fx.run(() -> window.model.remembered().change(s -> s.speaking(language)));
            window.layout();
            window.press(ActionId.GO_CONFIG);
            for (String part : List.of("#config-part-findings", "#config-part-settings", "#config-part-files")) {
                Fx.run(() -> window.node(ToggleButton.class, part).fire());
                window.layout();
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language + part);
            }
            fire("#config-repair-all");
            assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), language + ", review");
            fire("#review-cancel");
        }
        assertEquals("写入配置", window.model.words().get("verdict.config"));
        assertEquals("采用这些开关", text("#config-use"));
        assertTrue(Fx.call(() -> window.node(Label.class, "#config-effective").getText())
                .startsWith("训练实际得到："));
    }

    @Test
    void anExperimentBringsItsConfigAlong() throws Exception {
        Path model = Files.copy(Path.of("samples", "mini_mlp.pt"), folder.resolve("mine.pt"));
        Path graft = folder.resolve("mine.graft");
        Fx.run(() -> window.model.opening().open(model));
        openBy(snippet);
        window.dialogs.answer = Optional.of(graft);
        window.press(ActionId.SAVE_EXPERIMENT);
        String kept = Files.readString(graft);
        assertTrue(kept.contains("\"configs/codetr/mine/copied_snippet.py\""), kept);
        assertFalse(Fx.call(() -> window.model.files().unsavedProperty().get()));
        openBy(configs.resolve("yolox/tiny.py"));
        assertTrue(Fx.call(() -> window.model.files().unsavedProperty().get()), "another config than in the file");
        Fx.run(() -> window.model.opening().open(graft));
        fire("#unsaved-discard");
        assertEquals("copied_snippet.py", text("#config-name"));
        assertFalse(Fx.call(() -> window.model.files().unsavedProperty().get()));
    }

    @Test
    void configsOfAPackageAreFoundWhereThePersonSays() throws Exception {
        Path mine = Files.writeString(folder.resolve("train.py"), "_base_ = 'mmdet::base.py'\n");
        Path configsOfPackage = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(configsOfPackage.resolve("base.py"), "find_unused_parameters = True\n");
        openBy(mine);
        assertTrue(lines("#config-findings").getFirst().contains("note.scope"), lines("#config-findings")::toString);
        window.dialogs.answer = Optional.of(configsOfPackage);
        Fx.run(() -> {
            var list = window.node(ListView.class, "#config-findings");
            list.getSelectionModel().select(0);
            list.fireEvent(OpenWindow.key(KeyCode.ENTER));
        });
        assertEquals(List.of(), lines("#config-findings"));
        assertEquals("2 files", text("#config-part-files"));
    }

    @Test
    void inLargeTextNothingLiesBeyondThePane() throws Exception {
        openBy(snippet);
        Fx.run(() -> {
            for (int i = 0; i < 10; i++) {
                window.model.remembered().change(s -> s.liking(s.preferences().resized(1)));
            }
        });
        assertEquals(200, window.model.remembered().get().preferences().textPercent());
        window.layout();
        double room = Fx.call(() -> window.node(TabPane.class, "#bottom").getWidth());
        for (String id : List.of("#config-findings", "#config-reload", "#config-filter", "#config-source")) {
            double end = Fx.call(() -> {
                var node = window.node(javafx.scene.Node.class, id);
                var bottom = window.node(TabPane.class, "#bottom");
                return bottom.sceneToLocal(node.localToScene(node.getLayoutBounds()))
                        .getMaxX();
            });
            assertTrue(end <= room + 1, id + " ends at " + end + " of " + room);
        }
    }
}
