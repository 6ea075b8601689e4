package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
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

    private final WorkbenchViewModel model;
    private final List<Path> samples;
    private final Scene scene;
    private final FileActions files;
    private final FindViewModel find;
    private final CompareViewModel compare;
    private final Appearance appearance;
    private final LowerTabs tabs;
    private final PaneSizes sizes;
    private final Readiness ready;

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
        model.files().askBy(files);
        scene = new Scene(new javafx.scene.layout.Region(), width, height);
        tabs = new LowerTabs(scene);
        sizes = new PaneSizes(scene, model.remembered());
        ready = new Readiness(model);
        model.config().askedProperty().subscribe((_, _) -> tabs.show(LowerTabs.CONFIG));
        appearance = new Appearance(model.remembered(), scene);
        model.remembered().property().subscribe((before, now) -> {
            boolean resized =
                    before.preferences().textPercent() != now.preferences().textPercent();
            if (!before.locale().equals(now.locale()) || resized) {
                model.words().speak(now.locale());
                if (resized) {
                    sizes.forgetWhatGrows();
                }
                build(resized);
            }
        });
        build(false);
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

    /** @param resized with text of another size */
    private void build(boolean resized) {
        var words = model.words();
        var grafting = new Grafting(model);
        var places = new PlaceActions(model, grafting);
        var menu = new PlaceMenu(
                words,
                model.tasks(),
                model.document().experimentProperty()::get,
                model.openModuleProperty()::get,
                ready.editable(),
                places);
        var actions = new Actions(words);
        new DocumentActions(model, files, places, ready, tabs, scene).fill(actions);
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
                ready.idle().and(ready.here()),
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
                                model.document().openProperty().and(ready.here()),
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
                                model.coverage(), words, coverageMenu(menu, places), actions, ready.editable()))
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
                        () -> new EditsController(
                                model.edits(), words, ready.idle().and(ready.here()), log(), actions))
                .with(
                        MatrixController.class,
                        () -> new MatrixController(model.matrix(), words, ready.idle(), model.running()::use))
                .with(
                        AxesController.class,
                        () -> new AxesController(
                                model.matrix().axes(), words, ready.idle(), model.running()::whatWouldHelp))
                .with(CompareController.class, () -> new CompareController(compare, words))
                .with(TimelineController.class, () -> new TimelineController(model.timeline(), words))
                .with(TasksController.class, () -> new TasksController(model.jobs(), words))
                .with(
                        ConfigController.class,
                        () -> new ConfigController(model.config(), words, actions, configs.window()))
                .with(MessagesController.class, () -> new MessagesController(model.messages(), words));
        Parent root = screens.load(FxmlFile.WORKBENCH);
        appearance.size(root);
        sizes.divide(root, sizes.now(), resized);
        root.getStyleClass().add("language-" + words.locale().getLanguage());
        boolean choosing = scene.lookup("#preferences-card") != null;
        int front = tabs.front();
        var before = canvas();
        scene.setRoot(root);
        before.ifPresent(was -> {
            // Before it has a skin it is not found.
            root.applyCss();
            canvas().ifPresent(now -> now.takeOver(was, !resized));
        });
        actions.install(scene);
        if (front > 0) {
            // Before it has a skin its tabs are not found.
            root.applyCss();
            tabs.show(front);
        }
        if (choosing) {
            // They are not done yet.
            actions.run(ActionId.PREFERENCES);
        }
    }

    private Optional<GraphCanvas> canvas() {
        return Optional.ofNullable(scene.lookup("#canvas")).map(GraphCanvas.class::cast);
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
