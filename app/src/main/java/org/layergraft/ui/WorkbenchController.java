package org.layergraft.ui;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.layergraft.experiment.Experiment;
import org.layergraft.text.Problem;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.ContextMenus;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.menu.Act;
import org.layergraft.ui.menu.Offers;
import org.layergraft.ui.menu.PlaceMenu;
import org.layergraft.ui.menu.Subject;

/** Binds what lies between the panes: the canvas and the empty state. */
public final class WorkbenchController {

    private static final PseudoClass DROPPING = PseudoClass.getPseudoClass("dropping");

    /** What drawing programs paste rather than a picture. */
    private static final DataFormat SVG = new DataFormat("image/svg+xml");

    private final WorkbenchViewModel model;
    private final Actions actions;
    private final Grafting grafting;
    private final PlaceActions places;
    private final PlaceMenu menu;
    private final FileActions files;
    private final ObservableValue<Optional<Set<String>>> narrowed;
    private String shownFor = "";

    @FXML
    private StackPane root;

    @FXML
    private GraphCanvas canvas;

    @FXML
    private Node empty;

    @FXML
    private Overlay overlay;

    @FXML
    private Node find;

    WorkbenchController(
            WorkbenchViewModel model,
            Actions actions,
            Grafting grafting,
            PlaceActions places,
            PlaceMenu menu,
            FileActions files,
            ObservableValue<Optional<Set<String>>> narrowed) {
        this.narrowed = narrowed;
        this.model = model;
        this.actions = actions;
        this.grafting = grafting;
        this.places = places;
        this.menu = menu;
        this.files = files;
    }

    @FXML
    private void initialize() {
        grafting.connect(canvas, overlay);
        places.connect(canvas, overlay);
        ContextMenus.on(canvas, (_, at) -> menuAt(at), this::menuOfSelection);
        bindCanvas();
        catalogue();
        bindEmptyState();
        model.unsaved().waitingProperty().subscribe((_, waiting) -> waiting.ifPresent(_ -> askToSave()));
        model.questions().open().addListener((InvalidationListener) _ -> uncoverQuestion());
        model.trust().waitingProperty().subscribe((_, waiting) -> waiting.ifPresent(_ -> askToRun()));
        root.setOnDragOver(e -> {
            if (e.getDragboard().hasFiles()) {
                e.acceptTransferModes(TransferMode.COPY);
                e.consume();
            }
        });
        root.setOnDragEntered(
                e -> root.pseudoClassStateChanged(DROPPING, e.getDragboard().hasFiles()));
        root.setOnDragExited(_ -> root.pseudoClassStateChanged(DROPPING, false));
        root.setOnDragDropped(e -> {
            model.opening()
                    .openAll(e.getDragboard().getFiles().stream()
                            .map(File::toPath)
                            .toList());
            e.setDropCompleted(true);
            e.consume();
        });
    }

    private void bindCanvas() {
        canvas.speak(model.words().textsProperty().get());
        canvas.openModuleProperty().bindBidirectional(model.openModuleProperty());
        model.document().experimentProperty().subscribe((before, now) -> {
            show(now);
            if (before.isEmpty()) {
                canvas.requestFocus();
            }
        });
        show(model.document().experimentProperty().get());
        model.jobs().put(Jobs.layout(canvas.layouts()));
        canvas.tool(shapesButton());
        canvas.beside(find);
        model.shapes().shownProperty().subscribe(this::showShapes);
        model.remembered().property().subscribe(this::showShapes);
        showShapes();
        model.runs().lastProperty().subscribe(_ -> canvas.known().colour(model.states()));
        model.runs()
                .lastProperty()
                .subscribe(run ->
                        canvas.known().run(run.map(r -> r.result().coverage()).orElse(List.of())));
        var opened = new OpenedGraph(model.tasks());
        model.document().experimentProperty().subscribe(now -> now.ifPresent(opened::show));
        opened.graphProperty().subscribe(canvas.known()::base);
        model.path().pathProperty().subscribe(canvas.known()::light);
        narrowed.subscribe(canvas::narrow);
        canvas.pointedProperty().subscribe((_, parameter) -> model.point(parameter));
        // A selection made elsewhere is shown by the nearest box that is drawn, which is not what was selected: only
        // what the
        // person does on the canvas itself counts as a choice.
        canvas.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> shownFor = "");
        canvas.addEventFilter(KeyEvent.KEY_PRESSED, _ -> shownFor = "");
        canvas.selectedProperty().subscribe((_, node) -> {
            if (shownFor.isEmpty()) {
                model.selectedProperty().set(plain(node));
            }
        });
        model.selectedProperty().subscribe(place -> {
            if (!place.equals(plain(canvas.selectedProperty().get()))) {
                shownFor = place;
                if (place.isEmpty()) {
                    canvas.selectedProperty().set("");
                } else {
                    canvas.reveal(place);
                }
            }
        });
    }

    private void showShapes() {
        var shown = model.remembered().get().shapes()
                ? model.shapes().shownProperty().get()
                : ShapesViewModel.Shown.NOTHING;
        canvas.known().shapes(shown.report(), shown.stale());
    }

    private void catalogue() {
        var open = model.document().openProperty();
        var selected = open.and(model.selectedProperty().isNotEmpty());
        actions.put(ActionId.GO_GRAPH, open, canvas::requestFocus);
        actions.put(ActionId.ZOOM_IN, open, canvas::zoomIn);
        actions.put(ActionId.ZOOM_OUT, open, canvas::zoomOut);
        actions.put(ActionId.FIT, open, canvas::fit);
        actions.put(ActionId.ZOOM_SELECTION, selected, canvas::zoomToSelected);
        actions.put(ActionId.OPEN_MODULE, selected, canvas.unfolding()::focus);
        actions.put(ActionId.UNFOLD, selected, canvas.unfolding()::unfold);
        actions.put(ActionId.FOLD, selected, canvas.unfolding()::fold);
        actions.put(ActionId.UP, open.and(model.openModuleProperty().isNotEmpty()), canvas.unfolding()::up);
        actions.put(ActionId.PLACE_MENU, open, this::menuOfSelection);
        var adding = Map.of(
                ActionId.ADD_AFTER, Act.ADD_AFTER,
                ActionId.BRANCH, Act.BRANCH,
                ActionId.WRAP, Act.WRAP,
                ActionId.REPLACE, Act.REPLACE);
        adding.forEach((id, act) -> actions.put(id, offered(act), () -> menu.show(canvas, selection(), middle(), act)));
        actions.put(
                ActionId.SHOW_IN_GRAPH,
                selected,
                () -> places.showInGraph(model.selectedProperty().get()));
        actions.put(
                ActionId.SHOW_IN_OUTLINE,
                selected,
                () -> places.showInOutline(model.selectedProperty().get()));
        actions.put(ActionId.COPY_GRAPH, open, this::copyGraph);
    }

    private void copyGraph() {
        var content = new ClipboardContent();
        content.putImage(canvas.picture());
        // A string under a format of one's own is put as a Java object, which no other program reads; bytes are put as
        // they are.
        content.put(SVG, ByteBuffer.wrap(canvas.known().print().svg().getBytes(StandardCharsets.UTF_8)));
        Clipboard.getSystemClipboard().setContent(content);
        model.announcements().tell(Tone.GOOD, Problem.of("ui", "message.copied.graph"));
    }

    /** There once shapes were measured. */
    private ToggleButton shapesButton() {
        var button = new ToggleButton(model.words().get("shapes.toggle"));
        button.setId("shapes");
        button.getStyleClass().add("shapes-toggle");
        button.setFocusTraversable(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        actions.bind(ActionId.SHAPES, button);
        var there = model.shapes().shownProperty().isNotEqualTo(ShapesViewModel.Shown.NOTHING);
        button.visibleProperty().bind(there);
        button.managedProperty().bind(there);
        model.remembered().property().subscribe(s -> button.setSelected(s.shapes()));
        return button;
    }

    /** A line is the value on it; the ground is the module whose forward is drawn. */
    private void menuAt(Point2D at) {
        var inScene = canvas.localToScene(canvas.screenToLocal(at));
        var target = canvas.hover(inScene.getX(), inScene.getY());
        canvas.endHover();
        target.ifPresent(t -> menu.show(
                canvas,
                switch (t) {
                    case DropTarget.OnEdge(var _, String after) ->
                        new Subject(Subject.Origin.GRAPH, List.of(after), true);
                    case DropTarget.OnNode(String id) -> Subject.of(Subject.Origin.GRAPH, List.of(plain(id)));
                    case DropTarget.InModule(String path) -> Subject.of(Subject.Origin.GRAPH, List.of(path));
                },
                at));
    }

    /** Does the menu of what is selected offer this? Whether it can be done there turns out when it is tried. */
    private BooleanBinding offered(Act act) {
        var document = model.document();
        return Bindings.createBooleanBinding(
                () -> !document.busyProperty().get()
                        && document
                                .experimentProperty()
                                .get()
                                .filter(e -> e.captured().isEmpty()
                                        && !model.selectedProperty().get().isEmpty())
                                .map(e -> Offers.of(
                                        e.graph(),
                                        selection(),
                                        model.openModuleProperty().get()))
                                .stream()
                                .flatMap(List::stream)
                                .anyMatch(offer -> offer.act() == act),
                model.selectedProperty(),
                model.openModuleProperty(),
                document.busyProperty(),
                document.experimentProperty());
    }

    private Subject selection() {
        String selected = model.selectedProperty().get();
        String place = selected.isEmpty() ? model.openModuleProperty().get() : selected;
        return Subject.of(Subject.Origin.GRAPH, List.of(place));
    }

    private Point2D middle() {
        return canvas.localToScreen(canvas.getWidth() / 2, canvas.getHeight() / 3);
    }

    private void menuOfSelection() {
        menu.show(canvas, selection(), middle());
    }

    private void show(Optional<Experiment> experiment) {
        experiment.ifPresent(e -> {
            canvas.show(e.graph());
            canvas.known().colour(model.states());
        });
    }

    /** A parameter at the side has an id of its own there; everywhere else it goes by its name. */
    private static String plain(String node) {
        return node.contains("/.") ? Places.owner(node) : node;
    }

    private void bindEmptyState() {
        var nothing = model.document().openProperty().not();
        empty.visibleProperty().bind(nothing);
        // Else it would keep the graph from becoming narrower than it.
        empty.managedProperty().bind(nothing);
        canvas.visibleProperty().bind(nothing.not());
    }

    private void askToRun() {
        if (root.getScene() == null) {
            return;
        }
        var screens = new Screens(model.words())
                .with(TrustController.class, () -> new TrustController(model, overlay::close));
        if (screens.load(FxmlFile.TRUST) instanceof Region card) {
            overlay.above(card, root.getWidth() / 2, root.getHeight() / 4);
        }
    }

    /** Somebody who leaves wants to save, and is asked how, in the window: the card would cover that. What waits goes on waiting. */
    private void uncoverQuestion() {
        if (model.questions().isAsked(GraftSaving.SAVING)
                && model.unsaved().waitingProperty().get().isPresent()) {
            overlay.close();
        }
    }

    private void askToSave() {
        // The window's content is built anew for another language; what was there before asks no more.
        if (root.getScene() == null) {
            return;
        }
        var screens = new Screens(model.words())
                .with(UnsavedController.class, () -> new UnsavedController(model, files, overlay::close));
        if (screens.load(FxmlFile.UNSAVED) instanceof Region card) {
            overlay.show(card, root.getWidth() / 2, root.getHeight() / 4);
        }
    }
}
