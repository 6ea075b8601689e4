package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.stage.Window;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.LayerKinds;
import org.layergraft.model.ShapeReport;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.compare.CompareController;
import org.layergraft.ui.compare.CompareViewModel;
import org.layergraft.ui.config.ConfigController;
import org.layergraft.ui.coverage.CoverageController;
import org.layergraft.ui.edits.EditsController;
import org.layergraft.ui.find.FindController;
import org.layergraft.ui.find.FindViewModel;
import org.layergraft.ui.find.Finder;
import org.layergraft.ui.find.Hit;
import org.layergraft.ui.matrix.AxesController;
import org.layergraft.ui.matrix.MatrixController;
import org.layergraft.ui.menu.PlaceMenu;
import org.layergraft.ui.menu.Subject;
import org.layergraft.ui.messages.MessagesController;
import org.layergraft.ui.outline.OutlineController;
import org.layergraft.ui.palette.PaletteController;
import org.layergraft.ui.palette.PaletteViewModel;
import org.layergraft.ui.start.StartController;
import org.layergraft.ui.switches.CheckpointController;
import org.layergraft.ui.switches.CostLinks;
import org.layergraft.ui.switches.InputsController;
import org.layergraft.ui.switches.OptionsController;
import org.layergraft.ui.switches.SwitchesController;
import org.layergraft.ui.tasks.TasksController;
import org.layergraft.ui.timeline.TimelineController;
import org.layergraft.ui.verdict.VerdictController;

/** Builds the window's content around one view model, and builds it anew when the language changes. */
final class Workbench {

    /** Where the lower panes begin once there is a table to see. */
    private static final double TABLE_FROM = 0.44;

    /** What is found in a config and the source of it are read side by side. */
    private static final double CONFIG_FROM = 0.34;

    private final WorkbenchViewModel model;
    private final List<Path> samples;
    private final Scene scene;
    private final FileActions files;
    private final FindViewModel find;
    private final CompareViewModel compare;
    private final Appearance appearance;

    Workbench(WorkbenchViewModel model, List<Path> samples, double width, double height) {
        this(model, samples, width, height, Optional.empty());
    }

    /** @param dialogs instead of the system's own */
    Workbench(
            WorkbenchViewModel model, List<Path> samples, double width, double height, Optional<FileDialogs> dialogs) {
        this.model = model;
        this.samples = List.copyOf(samples);
        files = new FileActions(model, dialogs.orElseGet(() -> new FileDialogs.Native(model.words(), this::window)));
        find = new FindViewModel(model.words(), this::found, this::go);
        model.document().experimentProperty().subscribe((_, _) -> find.renew());
        model.shapes().shownProperty().subscribe((_, _) -> find.renew());
        compare = new CompareViewModel(model.runs().history(), model.selectedProperty());
        model.files().locateWith(files::locate);
        model.config().askedProperty().subscribe((_, _) -> showTable("config-tab"));
        scene = new Scene(new javafx.scene.layout.Region(), width, height);
        appearance = new Appearance(model.remembered(), scene);
        model.remembered().property().subscribe((before, now) -> {
            boolean resized =
                    before.preferences().textPercent() != now.preferences().textPercent();
            if (!before.locale().equals(now.locale()) || resized) {
                model.words().speak(now.locale());
                build();
            }
        });
        build();
    }

    private Optional<GraphCanvas> canvas() {
        return scene.lookup("#canvas") instanceof GraphCanvas canvas ? Optional.of(canvas) : Optional.empty();
    }

    private List<Hit> found(String text) {
        var measured = model.shapes().shownProperty().get();
        return model.document()
                .experimentProperty()
                .get()
                .map(e -> Finder.find(e.graph(), measured.stale() ? ShapeReport.EMPTY : measured.report(), text))
                .orElse(List.of());
    }

    /** What is selected already is shown again, in case one has moved away. */
    private void go(String place) {
        model.selectedProperty().set("");
        model.selectedProperty().set(place);
    }

    private Window window() {
        return scene.getWindow();
    }

    Scene scene() {
        return scene;
    }

    /** The window is closed: what goes by itself while it is in a scene stops. */
    void close() {
        appearance.close();
        scene.setRoot(new javafx.scene.layout.Region());
    }

    private void build() {
        var words = model.words();
        var grafting = new Grafting(model);
        var places = new PlaceActions(model, grafting);
        var menu = new PlaceMenu(
                words,
                model.tasks(),
                model.document().experimentProperty()::get,
                model.openModuleProperty()::get,
                editable(),
                places);
        var actions = new Actions(words);
        catalogue(actions, places);
        new WindowActions(model, places, scene).fill(actions);
        actions.put(ActionId.SEARCH, model.document().openProperty(), find::ask);
        var cards = new WindowCards(model, actions, scene, samples, files, this::found, this::go);
        cards.fill();
        var configs = new ConfigActions(model, files, cards::review);
        configs.fill(actions);
        var runs = model.runs();
        var trying = new VerdictController.Trying(
                runs.trials().tryingProperty(),
                runs.trials().whereProperty(),
                model.running()::tryFixes,
                runs.trials()::cancel);
        var costs = new CostLinks(
                model.costs(),
                words,
                model.switches().settingsProperty(),
                idle().and(here()),
                model.running()::measureCost,
                model::cancel,
                actions::run);
        var screens = new Screens(words)
                .with(
                        WorkbenchController.class,
                        () -> new WorkbenchController(
                                model, actions, grafting, places, menu, files, find.narrowedProperty()))
                .with(
                        StartController.class,
                        () -> new StartController(
                                samples, model.remembered().recentFiles(), model.opening()::open, actions, words))
                .with(QuestionController.class, () -> new QuestionController(model))
                .with(NoticeController.class, () -> new NoticeController(model, actions))
                .with(StatusController.class, () -> new StatusController(model, actions))
                .with(ToolbarController.class, () -> new ToolbarController(model, actions, samples))
                .with(
                        FindController.class,
                        () -> new FindController(find, words, actions, () -> actions.run(ActionId.GO_GRAPH)))
                .with(OutlineController.class, () -> new OutlineController(model.outline(), words, outlineMenu(menu)))
                .with(
                        PaletteController.class,
                        () -> new PaletteController(
                                new PaletteViewModel(LayerKinds.all(), words),
                                words,
                                model.document().openProperty().and(here()),
                                grafting,
                                grafting::addHere))
                .with(SwitchesController.class, () -> new SwitchesController(model.switches(), words, costs))
                .with(
                        CheckpointController.class,
                        () -> new CheckpointController(model.switches().checkpoint(), words, costs))
                .with(
                        OptionsController.class,
                        () -> new OptionsController(model.switches().options(), words, costs))
                .with(
                        InputsController.class,
                        () -> new InputsController(model.switches().inputs(), words, files::arrays))
                .with(
                        CoverageController.class,
                        () -> new CoverageController(
                                model.coverage(), words, coverageMenu(menu, places), actions, editable()))
                .with(
                        VerdictController.class,
                        () -> new VerdictController(
                                model.verdict(),
                                words,
                                runs.runningProperty(),
                                model.editing()::apply,
                                trying,
                                fix -> cards.write(Optional.of(fix)),
                                new VerdictController.InConfig(model.config().open(), configs::put)))
                .with(
                        EditsController.class,
                        () -> new EditsController(model.edits(), words, idle().and(here()), log(), actions))
                .with(
                        MatrixController.class,
                        () -> new MatrixController(model.matrix(), words, idle(), model.running()::use))
                .with(
                        AxesController.class,
                        () -> new AxesController(model.matrix().axes(), words, idle(), model.running()::whatWouldHelp))
                .with(CompareController.class, () -> new CompareController(compare, words))
                .with(TimelineController.class, () -> new TimelineController(model.timeline(), words))
                .with(TasksController.class, () -> new TasksController(model.jobs(), words))
                .with(
                        ConfigController.class,
                        () -> new ConfigController(model.config(), words, actions, configs.window()))
                .with(MessagesController.class, () -> new MessagesController(model.messages(), words));
        Parent root = screens.load(FxmlFile.WORKBENCH);
        appearance.size(root);
        root.getStyleClass().add("language-" + words.locale().getLanguage());
        boolean choosing = scene.lookup("#preferences-card") != null;
        Optional<String> table = shownTable();
        scene.setRoot(root);
        actions.install(scene);
        table.ifPresent(id -> {
            root.applyCss();
            showTable(id);
        });
        if (choosing) {
            // They are not done yet.
            actions.run(ActionId.PREFERENCES);
        }
    }

    private static OutlineController.Menu outlineMenu(PlaceMenu menu) {
        return (owner, place, at) -> menu.show(owner, Subject.of(Subject.Origin.OUTLINE, List.of(place)), at);
    }

    private static CoverageController.Menu coverageMenu(PlaceMenu menu, PlaceActions places) {
        return new CoverageController.Menu() {
            @Override
            public void show(Node owner, List<String> parameters, Point2D at) {
                menu.show(owner, Subject.of(Subject.Origin.COVERAGE, parameters), at);
            }

            @Override
            public void freezeMatching() {
                places.freezeMatching();
            }
        };
    }

    private void catalogue(Actions actions, PlaceActions places) {
        var document = model.document();
        var runs = model.runs();
        BooleanBinding idle =
                runs.runningProperty().not().and(document.busyProperty().not());
        BooleanBinding editable = editable();
        var here = here();
        actions.put(ActionId.OPEN, idle, files::open);
        var others = model.opening().others();
        var possible = new SimpleBooleanProperty(others.arePossible());
        actions.put(ActionId.NEW_WINDOW, possible, () -> others.open(Optional.empty()));
        actions.put(ActionId.OPEN_IN_NEW, possible, files::openInNew);
        var settled = document.openProperty().and(document.busyProperty().not());
        actions.put(ActionId.SAVE, settled, saveLabel(), files::save);
        actions.put(ActionId.SAVE_EXPERIMENT, settled, files::saveExperiment);
        actions.put(ActionId.SAVE_MODEL, editable, files::saveModel);
        actions.put(ActionId.UNDO, editable.and(document.canUndo()), document.undoLabel(), document::undo);
        actions.put(ActionId.REDO, editable.and(document.canRedo()), document.redoLabel(), document::redo);
        actions.put(
                ActionId.ADD, editable, () -> scene.lookup("#palette-filter").requestFocus());
        actions.put(ActionId.REMOVE, editable.and(model.selectedProperty().isNotEmpty()), model.editing()::remove);
        actions.put(ActionId.RENAME, editable.and(model.selectedProperty().isNotEmpty()), places::renameSelected);
        actions.put(ActionId.FREEZE_MATCHING, editable, places::freezeMatching);
        actions.put(
                ActionId.ONE_DEVICE,
                document.openProperty().and(idle).and(here),
                () -> model.running().run(false));
        actions.put(
                ActionId.ALL_RANKS,
                document.openProperty().and(idle).and(here),
                () -> model.running().run(true));
        actions.put(ActionId.MATRIX, document.openProperty().and(idle), () -> {
            showMatrix();
            model.running().whatWouldHelp();
        });
        actions.put(ActionId.GO_COMPARE, document.openProperty(), () -> {
            showTable("compare-tab");
            scene.lookup("#compare").requestFocus();
        });
        var shapes = model.shapes();
        actions.put(
                ActionId.MEASURE_SHAPES,
                document.openProperty()
                        .and(idle)
                        .and(here)
                        .and(shapes.measuringProperty().not()),
                model::measureShapes);
        actions.put(
                ActionId.SHAPES,
                document.openProperty(),
                () -> model.remembered().change(s -> s.withShapes(!s.shapes())));
        actions.put(ActionId.CANCEL, model.cancellableProperty(), model::cancel);
        actions.put(ActionId.EXPORT_PYTHON, editable.and(document.canUndo()), files::exportPython);
        actions.put(ActionId.EXPORT_TORCHRUN, editable, files::exportTorchrun);
        var open = document.openProperty();
        actions.put(
                ActionId.EXPORT_GRAPH,
                open,
                () -> canvas().map(c -> c.known().print()).ifPresent(files::exportGraph));
        actions.put(
                ActionId.EXPORT_WHOLE_GRAPH,
                open,
                () -> canvas().flatMap(c -> c.known().printWhole()).ifPresent(files::exportGraph));
        actions.put(ActionId.EXPORT_COVERAGE, open, files::exportCoverage);
        actions.put(ActionId.EXPORT_REPORT, settled, files::exportReport);
        actions.put(ActionId.EXPORT_SCRIPT, editable.and(document.canUndo()), files::exportScript);
        actions.put(
                ActionId.THEME,
                document.busyProperty().not(),
                () -> model.remembered().change(s -> s.inDark(!s.dark())));
    }

    /** Ctrl+S writes what the title names. */
    private StringBinding saveLabel() {
        var graft = model.files().graftProperty();
        var words = model.words();
        var captured = model.document().capturedProperty();
        return Bindings.createStringBinding(
                () -> words.get(
                        graft.get().isPresent()
                                ? "action.save.graft"
                                : captured.get() ? "action.save_experiment" : "action.save"),
                graft,
                captured,
                words.textsProperty());
    }

    /** A tab at the bottom that was brought to the front and got room. */
    private Optional<String> shownTable() {
        boolean large =
                scene.lookup("#middle") instanceof SplitPane middle && middle.getDividerPositions()[0] <= TABLE_FROM;
        return large && scene.lookup("#bottom") instanceof TabPane bottom
                ? Optional.ofNullable(bottom.getSelectionModel().getSelectedItem())
                        .map(Tab::getId)
                : Optional.empty();
    }

    /** Its rows need some room. */
    private void showMatrix() {
        showTable("matrix-tab");
    }

    private void showTable(String id) {
        if (scene.lookup("#bottom") instanceof TabPane bottom) {
            bottom.getTabs().stream().filter(tab -> id.equals(tab.getId())).forEach(bottom.getSelectionModel()::select);
        }
        double from = id.equals("config-tab") ? CONFIG_FROM : TABLE_FROM;
        if (scene.lookup("#middle") instanceof SplitPane middle && middle.getDividerPositions()[0] > from) {
            middle.setDividerPositions(from);
        }
    }

    /** A model is open, it is here, and nothing changes. */
    private BooleanBinding editable() {
        return model.document()
                .openProperty()
                .and(model.document().busyProperty().not())
                .and(here());
    }

    /** It can be edited and run: it is not one that was watched elsewhere. */
    private BooleanBinding here() {
        return model.document().capturedProperty().not();
    }

    /** A model is open, nothing runs and nothing changes. */
    private BooleanBinding idle() {
        return model.document()
                .openProperty()
                .and(model.runs().runningProperty().not())
                .and(model.document().busyProperty().not());
    }

    private EditsController.Log log() {
        return new EditsController.Log() {
            @Override
            public void goTo(int point) {
                model.document().goTo(point);
            }

            @Override
            public void remove(int point) {
                model.document().takeOut(point);
            }

            @Override
            public String json(int point) {
                return model.document()
                        .experimentProperty()
                        .get()
                        .map(e -> EditScript.write(List.of(e.log().all().get(point - 1))))
                        .orElse("");
            }

            @Override
            public void checkAll() {
                model.running().checkEveryEdit();
            }
        };
    }
}
