package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Scene;
import org.layergraft.ui.canvas.GraphCanvas;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;

/** What can be done with the open model, as menus, keys and the palette name it. */
record DocumentActions(
        WorkbenchViewModel model,
        FileActions files,
        PlaceActions places,
        Readiness ready,
        LowerTabs tabs,
        Scene scene) {

    void fill(Actions actions) {
        var document = model.document();
        var runs = model.runs();
        BooleanBinding idle =
                runs.runningProperty().not().and(document.busyProperty().not());
        BooleanBinding editable = ready.editable();
        var here = ready.here();
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
            tabs.show(LowerTabs.MATRIX);
            model.running().whatWouldHelp();
        });
        actions.put(ActionId.GO_COMPARE, document.openProperty(), () -> {
            tabs.show(LowerTabs.COMPARE);
            scene.lookup("#compare").requestFocus();
        });
        actions.put(ActionId.ENLARGE_LOWER, Bindings.createBooleanBinding(() -> true), tabs::enlarge);
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

    private Optional<GraphCanvas> canvas() {
        return scene.lookup("#canvas") instanceof GraphCanvas canvas ? Optional.of(canvas) : Optional.empty();
    }
}
