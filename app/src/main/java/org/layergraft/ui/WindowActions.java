package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.layergraft.diagnosis.Preset;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Notice;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.report.Privacy;
import org.layergraft.ui.report.Report;
import org.layergraft.ui.switches.CostsViewModel;

/** What has a button, a switch or a line in a menu somewhere in the window can be done by key or by name, too. */
final class WindowActions {

    private final WorkbenchViewModel model;
    private final PlaceActions places;
    private final Scene scene;

    WindowActions(WorkbenchViewModel model, PlaceActions places, Scene scene) {
        this.model = model;
        this.places = places;
        this.scene = scene;
    }

    void fill(Actions actions) {
        selection(actions);
        runs(actions);
        verdict(actions);
        details(actions);
        panes(actions);
    }

    private void selection(Actions actions) {
        var editable = model.document()
                .openProperty()
                .and(model.document().busyProperty().not());
        var target = Bindings.createBooleanBinding(
                () -> model.editing().target().isPresent(),
                model.selectedProperty(),
                model.document().experimentProperty());
        var module = Bindings.createBooleanBinding(
                this::isModule, model.selectedProperty(), model.document().experimentProperty());
        BiConsumer<ActionId, java.util.function.Consumer<String>> put = (id, act) -> actions.put(
                id, editable.and(target), () -> model.editing().target().ifPresent(act));
        put.accept(ActionId.FREEZE, t -> places.freeze(t, true));
        put.accept(ActionId.UNFREEZE, t -> places.freeze(t, false));
        put.accept(ActionId.ADD_ZERO, places::addZero);
        actions.put(
                ActionId.CHECKPOINT,
                editable.and(module),
                () -> model.editing().target().ifPresent(places::checkpoint));
        actions.put(
                ActionId.COPY_NAME,
                model.selectedProperty().isNotEmpty(),
                () -> places.copy(Places.owner(model.selectedProperty().get())));
    }

    private boolean isModule() {
        return model.document()
                .experimentProperty()
                .get()
                .flatMap(e -> model.editing().target().flatMap(e.graph()::module))
                .filter(m -> !m.forward().nodes().isEmpty())
                .isPresent();
    }

    private void runs(Actions actions) {
        BooleanBinding idle = model.document()
                .openProperty()
                .and(model.runs().runningProperty().not())
                .and(model.document().busyProperty().not());
        var switches = model.switches();
        var trials = model.runs().trials();
        actions.put(ActionId.CHECK_EDITS, idle, model.running()::checkEveryEdit);
        actions.put(
                ActionId.TRY_FIXES,
                idle.and(model.verdict().untriedProperty())
                        .and(trials.tryingProperty().not()),
                model.running()::tryFixes);
        toggle(actions, ActionId.FIND_UNUSED, switches.findUnusedProperty());
        toggle(actions, ActionId.STATIC_GRAPH, switches.staticGraphProperty());
        actions.put(
                ActionId.COST_FIND_UNUSED, idle, () -> model.running().measureCost(CostsViewModel.Subject.FIND_UNUSED));
        actions.put(
                ActionId.COST_STATIC_GRAPH,
                idle,
                () -> model.running().measureCost(CostsViewModel.Subject.STATIC_GRAPH));
        actions.put(ActionId.RESET_SWITCHES, switches.changedProperty(), switches::reset);
        preset(actions, ActionId.PRESET_PYTORCH, Preset.PYTORCH);
        preset(actions, ActionId.PRESET_MMENGINE, Preset.MMENGINE);
        preset(actions, ActionId.PRESET_ADVICE, Preset.ADVICE);
        actions.put(ActionId.PRESET_BACK, switches.presets().canGoBack(), switches.presets()::back);
    }

    private void preset(Actions actions, ActionId id, Preset preset) {
        var presets = model.switches().presets();
        actions.put(id, presets.is(preset).not(), () -> presets.use(preset));
    }

    private void toggle(Actions actions, ActionId id, javafx.beans.property.BooleanProperty what) {
        actions.put(id, model.document().openProperty(), () -> what.set(!what.get()));
    }

    private void verdict(Actions actions) {
        var verdict = model.verdict();
        var message = verdict.messageProperty().isNotEmpty();
        actions.put(ActionId.SHOW_MESSAGE, message, () -> fire("#show-message"));
        actions.put(ActionId.COPY_MESSAGE, message, () -> {
            var content = new ClipboardContent();
            content.putString(verdict.messageProperty().get());
            Clipboard.getSystemClipboard().setContent(content);
        });
        actions.put(
                ActionId.LEARN,
                Bindings.createBooleanBinding(
                        () -> verdict.lessonProperty().get().isPresent(), verdict.lessonProperty()),
                () -> fire("#learn-more"));
        var notice = model.announcements().noticeProperty();
        actions.put(
                ActionId.DISMISS,
                Bindings.createBooleanBinding(() -> notice.get().isPresent(), notice),
                model.announcements()::dismiss);
    }

    private void details(Actions actions) {
        var notice = model.announcements().noticeProperty();
        var there = Bindings.createBooleanBinding(
                () -> notice.get().filter(n -> !n.details().isEmpty()).isPresent(), notice);
        actions.put(ActionId.SHOW_DETAILS, there, () -> fire("#notice-details"));
        actions.put(ActionId.COPY_REPORT, there, () -> notice.get().ifPresent(this::copyReport));
    }

    private void copyReport(Notice notice) {
        var files = Stream.of(
                        model.document().fileProperty().get(),
                        model.files().shownProperty().get(),
                        model.document().experimentProperty().get().map(e -> e.file()))
                .flatMap(Optional::stream);
        var earlier = model.remembered().get().recent().stream().map(Path::of);
        var known = Stream.concat(files, earlier).toList();
        var content = new ClipboardContent();
        content.putString(Report.of(notice, model.devicesProperty().get(), Privacy.ofUser(known)));
        Clipboard.getSystemClipboard().setContent(content);
        model.announcements().copied();
    }

    private void fire(String button) {
        if (scene.lookup(button) instanceof ToggleButton toggle) {
            toggle.fire();
        }
    }

    private void panes(Actions actions) {
        var open = model.document().openProperty();
        actions.put(ActionId.GO_OUTLINE, open, () -> focus("#outline"));
        actions.put(ActionId.GO_SWITCHES, open, () -> focus("#find-unused"));
        actions.put(ActionId.GO_COVERAGE, open, () -> focus("#coverage"));
        actions.put(ActionId.GO_EDITS, open, () -> tab("#edits"));
        actions.put(ActionId.GO_MATRIX, open, () -> tab("#matrix"));
        actions.put(ActionId.GO_TIMELINE, open, () -> tab("#timeline"));
        actions.put(ActionId.GO_MESSAGES, open, () -> tab("#messages"));
        actions.put(ActionId.GO_CONFIG, Bindings.createBooleanBinding(() -> true), () -> tab(inConfig()));
        // Opening the first file may take long, too.
        actions.put(ActionId.GO_TASKS, Bindings.createBooleanBinding(() -> true), () -> tab("#tasks"));
    }

    /** What of the pane of the training config is there to be used. */
    private String inConfig() {
        var config = model.config();
        return config.configProperty().get().isEmpty()
                ? "#config-open"
                : switch (config.partProperty().get()) {
                    case FINDINGS -> "#config-findings";
                    case SETTINGS -> "#config-settings";
                    case FILES -> "#config-files";
                };
    }

    private void focus(String id) {
        var node = scene.lookup(id);
        if (node != null) {
            node.requestFocus();
        }
    }

    /** Brings the tab to the front that holds this; where it shows nothing yet, the tab itself has the focus. */
    private void tab(String id) {
        if (!(scene.lookup("#bottom") instanceof TabPane bottom)) {
            return;
        }
        for (Tab tab : bottom.getTabs()) {
            if (tab.getContent() != null && tab.getContent().lookup(id) instanceof Node inside) {
                bottom.getSelectionModel().select(tab);
                (inside.isVisible() ? inside : bottom).requestFocus();
            }
        }
    }
}
