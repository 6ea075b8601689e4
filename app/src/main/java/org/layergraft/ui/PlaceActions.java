package org.layergraft.ui;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Region;
import org.layergraft.graft.Edit;
import org.layergraft.graft.LayerKind;
import org.layergraft.ui.canvas.DropTarget;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.FxmlFile;
import org.layergraft.ui.common.Overlay;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Screens;
import org.layergraft.ui.menu.Act;
import org.layergraft.ui.menu.FreezeController;
import org.layergraft.ui.menu.FreezeViewModel;
import org.layergraft.ui.menu.PlaceMenu;
import org.layergraft.ui.menu.RenameController;
import org.layergraft.ui.menu.RenameViewModel;
import org.layergraft.ui.menu.Subject;
import org.layergraft.ui.newlayer.Role;

/** Does what context menus and keys ask for with places of the model. */
final class PlaceActions implements PlaceMenu.Handler {

    private final WorkbenchViewModel model;
    private final Grafting grafting;
    private Optional<GraphCanvas> canvas = Optional.empty();
    private Optional<Overlay> overlay = Optional.empty();

    PlaceActions(WorkbenchViewModel model, Grafting grafting) {
        this.model = model;
        this.grafting = grafting;
    }

    void connect(GraphCanvas ofWindow, Overlay aboveIt) {
        canvas = Optional.of(ofWindow);
        overlay = Optional.of(aboveIt);
    }

    @Override
    public void freeze(String target, boolean frozen) {
        model.editing().edit(frozen ? new Edit.Freeze(target) : new Edit.Unfreeze(target), () -> {});
    }

    @Override
    public void addZero(String parameters) {
        model.editing().edit(new Edit.AddZero(parameters), () -> {});
    }

    @Override
    public void remove(String target) {
        model.editing().remove(target);
    }

    /** What is selected gets a new name. */
    void renameSelected() {
        model.editing().target().ifPresent(target -> rename(target, middle()));
    }

    @Override
    public void rename(String target, Point2D at) {
        model.document().experimentProperty().get().ifPresent(now -> {
            var question = new RenameViewModel(model.words(), model.tasks(), now, target);
            Consumer<Edit> accepted = edit -> model.editing()
                    .apply(
                            edit,
                            () -> {
                                close();
                                model.selectedProperty().set(question.path());
                            },
                            question::refuse);
            show(
                    FxmlFile.RENAME,
                    new Screens(model.words())
                            .with(RenameController.class, () -> new RenameController(question, accepted, this::close)),
                    at);
        });
    }

    /** Begins with what is selected. */
    void freezeMatching() {
        model.document()
                .experimentProperty()
                .get()
                .ifPresent(now -> freezeMatching(
                        FreezeViewModel.proposal(
                                now.graph(), model.editing().target().orElse("")),
                        middle()));
    }

    @Override
    public void freezeMatching(String proposed, Point2D at) {
        model.document().experimentProperty().get().ifPresent(now -> {
            var question = new FreezeViewModel(model.words(), now.graph(), proposed);
            Consumer<Edit> accepted = edit -> model.editing().apply(edit, this::close, question::refuse);
            show(
                    FxmlFile.FREEZE,
                    new Screens(model.words())
                            .with(FreezeController.class, () -> new FreezeController(question, accepted, this::close)),
                    at);
        });
    }

    private void show(FxmlFile file, Screens screens, Point2D at) {
        if (overlay.isPresent() && screens.load(file) instanceof Region card) {
            overlay.get().show(card, at.getX(), at.getY());
        }
    }

    private void close() {
        overlay.ifPresent(Overlay::close);
    }

    private Point2D middle() {
        return canvas.map(c -> c.localToScene(c.getWidth() / 2, c.getHeight() / 3))
                .orElse(Point2D.ZERO);
    }

    @Override
    public void add(Act act, LayerKind kind, Subject subject, Point2D at) {
        var role =
                switch (act) {
                    case BRANCH -> Role.Kind.BRANCH_LOSS;
                    case WRAP -> Role.Kind.WRAP;
                    case REPLACE -> Role.Kind.REPLACE;
                    default -> Role.Kind.INSERT;
                };
        grafting.add(kind, new DropTarget.OnNode(subject.places().getFirst()), role, at.getX(), at.getY());
    }

    @Override
    public boolean isCheckpointed(String module) {
        return model.switches().settingsProperty().get().switches().checkpoint().counts(module);
    }

    @Override
    public void checkpoint(String module) {
        model.switches().checkpoint().toggle(module);
    }

    @Override
    public void focus(String module) {
        model.openModuleProperty().set(module);
        canvas.ifPresent(GraphCanvas::requestFocus);
    }

    @Override
    public void showInGraph(String place) {
        // What is selected already is shown again, in case one has moved away.
        model.selectedProperty().set("");
        model.selectedProperty().set(place);
        canvas.ifPresent(GraphCanvas::requestFocus);
    }

    @Override
    public void showInOutline(String place) {
        model.selectedProperty().set("");
        model.selectedProperty().set(Places.owner(place));
        canvas.map(c -> c.getScene().lookup("#outline")).ifPresent(javafx.scene.Node::requestFocus);
    }

    @Override
    public void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
