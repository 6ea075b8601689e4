package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigFix;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Setting;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.model.ModuleNode;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.config.ConfigController;
import org.layergraft.ui.config.ConfigViewModel;

/** What can be done with the training config that is open: its switches taken over, its changes reviewed. */
final class ConfigActions {

    private final WorkbenchViewModel model;
    private final ConfigViewModel config;
    private final FileActions files;
    private final Consumer<List<Assignment>> review;

    /** @param review shows what a change would write */
    ConfigActions(WorkbenchViewModel model, FileActions files, Consumer<List<Assignment>> review) {
        this.model = model;
        config = model.config();
        this.files = files;
        this.review = review;
    }

    void fill(Actions actions) {
        actions.put(ActionId.OPEN_CONFIG, config.writingProperty().not(), files::openConfig);
        actions.put(ActionId.RELOAD_CONFIG, config.reloadable(), config::reload);
        actions.put(ActionId.USE_CONFIG, config.open().and(model.document().openProperty()), this::use);
        actions.put(ActionId.REPAIR_CONFIG, config.repairable(), this::repairAll);
        actions.put(ActionId.UNDO_CONFIG, config.undoable(), config::undo);
    }

    ConfigController.Window window() {
        List<Path> recent = model.remembered().recentFiles().stream()
                .filter(Opening::isConfig)
                .toList();
        return new ConfigController.Window(recent, model.opening()::open, review);
    }

    private void repairAll() {
        config.configProperty().get().ifPresent(report -> review.accept(report.remedies()));
    }

    /** What a fix of the verdict means in the config, or why it means nothing there. */
    void put(Verdict.Fix fix) {
        config.configProperty().get().ifPresent(report -> {
            ConfigFix change = ConfigFix.of(fix, report);
            change.obstacle().ifPresentOrElse(model.announcements()::refuse, () -> review.accept(change.assignments()));
        });
    }

    /** The window's switches become what the config says; what they were can be had back. */
    private void use() {
        config.configProperty()
                .get()
                .ifPresent(report -> model.document()
                        .experimentProperty()
                        .get()
                        .ifPresent(experiment -> use(
                                report,
                                experiment
                                        .graph()
                                        .root()
                                        .walk()
                                        .map(ModuleNode::path)
                                        .toList())));
    }

    private void use(ConfigReport report, List<String> modules) {
        Switches before = now();
        model.switches().presets().use(report.effective().switches(modules, before));
        String file = report.config().top().path().getFileName().toString();
        String changed = String.join(", ", changes(before, now()));
        String left = report.notCarried(modules).stream()
                .map(Setting::path)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        String key = changed.isEmpty() ? "config.used.same" : "config.used";
        Problem told = left.isEmpty()
                ? Problem.of("ui", key, file, changed)
                : Problem.of("ui", changed.isEmpty() ? "config.used.same.but" : "config.used.but", file, changed, left);
        model.announcements().tell(left.isEmpty() ? Tone.GOOD : Tone.NEUTRAL, told);
    }

    private Switches now() {
        return model.switches().settingsProperty().get().switches();
    }

    /** Each switch that is another, as PyTorch calls it, with what it is now. */
    private List<String> changes(Switches before, Switches after) {
        var words = new ArrayList<String>();
        BiConsumer<String, Boolean> turned = (name, on) -> words.add(name + "=" + (on ? "True" : "False"));
        if (before.findUnusedParameters() != after.findUnusedParameters()) {
            turned.accept("find_unused_parameters", after.findUnusedParameters());
        }
        if (before.staticGraph() != after.staticGraph()) {
            turned.accept("static_graph", after.staticGraph());
        }
        if (!before.checkpoint().equals(after.checkpoint())) {
            int count = after.checkpoint().on() ? after.checkpoint().modules().size() : 0;
            words.add(model.words().get("config.used.checkpoint", count));
        }
        if (before.options().broadcastBuffers() != after.options().broadcastBuffers()) {
            turned.accept("broadcast_buffers", after.options().broadcastBuffers());
        }
        if (before.options().accumulate() != after.options().accumulate()) {
            words.add("accumulate=" + after.options().accumulate());
        }
        if (before.options().bf16() != after.options().bf16()) {
            turned.accept("bf16", after.options().bf16());
        }
        return words;
    }
}
