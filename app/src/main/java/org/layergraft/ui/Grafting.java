package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.layout.Region;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerKind;
import org.layergraft.text.Problem;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.newlayer.CustomCheckViewModel;
import org.layergraft.ui.newlayer.Measuring;
import org.layergraft.ui.newlayer.NewLayerController;
import org.layergraft.ui.newlayer.NewLayerViewModel;
import org.layergraft.ui.newlayer.Role;
import org.layergraft.ui.newlayer.Spot;
import org.layergraft.ui.newlayer.Surroundings;
import org.layergraft.ui.palette.PaletteController;

/** From a chip of the palette to an edit: by mouse onto the graph, or by key at what is selected. */
public final class Grafting implements PaletteController.Drag {

    private final WorkbenchViewModel model;
    private Optional<GraphCanvas> canvas = Optional.empty();
    private Optional<Overlay> overlay = Optional.empty();

    Grafting(WorkbenchViewModel model) {
        this.model = model;
    }

    void connect(GraphCanvas ofWindow, Overlay aboveIt) {
        canvas = Optional.of(ofWindow);
        overlay = Optional.of(aboveIt);
    }

    @Override
    public void move(LayerKind kind, double x, double y) {
        var spot = canvas.flatMap(c -> c.hover(x, y)).flatMap(this::spot);
        var role = spot.flatMap(s -> NewLayerViewModel.likeliest(kind, s));
        String said = role.map(r -> model.words()
                        .get("newlayer.drag", kind.label(), model.words().get(r)))
                .orElse(spot.isPresent() ? model.words().get(nowhere(kind)) : kind.label());
        overlay.ifPresent(o -> o.dragging(said, role.isPresent(), x, y));
    }

    private Optional<Spot> spot(DropTarget target) {
        return model.document()
                .experimentProperty()
                .get()
                .map(now -> Spot.of(now.graph(), model.openModuleProperty().get(), target));
    }

    private static Problem nowhere(LayerKind kind) {
        return Problem.of("ui", "newlayer.nowhere", kind.label());
    }

    @Override
    public void drop(LayerKind kind, double x, double y) {
        var target = canvas.flatMap(c -> c.hover(x, y));
        canvas.ifPresent(GraphCanvas::endHover);
        target.ifPresent(t -> ask(kind, t, x, y));
    }

    @Override
    public void end() {
        overlay.ifPresent(Overlay::endDrag);
        canvas.ifPresent(GraphCanvas::endHover);
    }

    /** Adds at what is selected: after the step, in the module, or in the module whose forward is shown. */
    public void addHere(LayerKind kind) {
        canvas.ifPresent(c -> {
            var middle = c.localToScene(c.getWidth() / 2, c.getHeight() / 3);
            ask(kind, here(), middle.getX(), middle.getY());
        });
    }

    /** Asks for a layer of this kind at a place, with its role chosen already. Coordinates are the scene's. */
    void add(LayerKind kind, DropTarget target, Role.Kind role, double x, double y) {
        ask(kind, target, Optional.of(role), x, y);
    }

    private DropTarget here() {
        String selected = model.selectedProperty().get();
        var graph = model.document().experimentProperty().get().map(e -> e.graph());
        boolean step = graph.flatMap(g -> g.node(selected)).isPresent();
        boolean module = graph.flatMap(g -> g.module(Places.owner(selected))).isPresent();
        return !selected.isEmpty() && (step || module)
                ? new DropTarget.OnNode(step ? selected : Places.owner(selected))
                : new DropTarget.InModule(model.openModuleProperty().get());
    }

    private void ask(LayerKind kind, DropTarget target, double x, double y) {
        ask(kind, target, Optional.empty(), x, y);
    }

    private void ask(LayerKind kind, DropTarget target, Optional<Role.Kind> role, double x, double y) {
        var now = model.document().experimentProperty().get();
        if (now.isEmpty() || overlay.isEmpty()) {
            return;
        }
        if (now.get().captured().isPresent()) {
            model.announcements().refuse(Problem.of("ui", "captured.edits"));
            return;
        }
        var spot = Spot.of(now.get().graph(), model.openModuleProperty().get(), target);
        if (!NewLayerViewModel.fits(kind, spot)) {
            model.announcements().refuse(nowhere(kind));
            return;
        }
        var question = new NewLayerViewModel(
                model.words(),
                model.tasks(),
                kind,
                new Surroundings(
                        now.get(), spot, model.shapes().source(now.get().model())));
        question.roles().stream()
                .filter(r -> role.equals(Optional.of(r.kind())))
                .findFirst()
                .ifPresent(question.roleProperty()::set);
        var custom = new CustomCheckViewModel(model.backend()::checkCustom, model.tasks(), model.words());
        var above = overlay.get();
        var screens = new Screens(model.words())
                .with(
                        NewLayerController.class,
                        () -> new NewLayerController(
                                question,
                                custom,
                                measuring(),
                                model.words(),
                                edit -> add(question, edit),
                                above::close));
        if (screens.load(FxmlFile.NEW_LAYER) instanceof Region card) {
            var version = now.get().model();
            var learning = model.shapes()
                    .shownProperty()
                    .subscribe((_, _) -> question.learn(model.shapes().source(version)));
            above.show(card, x, y, () -> {
                learning.unsubscribe();
                if (question.addingProperty().get()) {
                    model.document().cancel();
                }
            });
        }
    }

    private Measuring measuring() {
        var shapes = model.shapes();
        var running = model.runs().runningProperty();
        var possible = Bindings.createBooleanBinding(
                () -> !(shapes.stateProperty().get() instanceof ShapesViewModel.State.Measured) && !running.get(),
                shapes.stateProperty(),
                running);
        var going = shapes.measuringProperty();
        return new Measuring() {
            @Override
            public ObservableBooleanValue possible() {
                return possible;
            }

            @Override
            public ObservableBooleanValue going() {
                return going;
            }

            @Override
            public void start() {
                model.measureShapes();
            }
        };
    }

    private void add(NewLayerViewModel question, Edit edit) {
        if (!model.document().busyProperty().get()) {
            question.addingProperty().set(true);
            model.editing().apply(edit, () -> added(question), question::refuse);
        }
    }

    private void added(NewLayerViewModel question) {
        question.addingProperty().set(false);
        overlay.ifPresent(Overlay::close);
        model.selectedProperty().set(question.place());
    }
}
