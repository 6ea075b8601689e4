package org.layergraft.ui.switches;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.Devices;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.torchscript.ScriptModel;

/** What the next run is told. */
public final class SwitchesViewModel {

    public static final int MOST_RANKS = 64;

    private static final RunSettings FIRST = RunSettings.DEFAULT;

    private final IntegerProperty ranks = new SimpleIntegerProperty(FIRST.ranks());
    private final StringProperty device = new SimpleStringProperty(FIRST.device());
    private final ObservableList<String> devices = FXCollections.observableArrayList("auto", "cpu");
    private final BooleanProperty findUnused =
            new SimpleBooleanProperty(FIRST.switches().findUnusedParameters());
    private final BooleanProperty staticGraph =
            new SimpleBooleanProperty(FIRST.switches().staticGraph());
    private final IntegerProperty steps = new SimpleIntegerProperty(FIRST.steps());
    private final ObjectProperty<Long> seed = new SimpleObjectProperty<>(FIRST.seed());
    private final CheckpointViewModel checkpoint = new CheckpointViewModel();
    private final OptionsViewModel options = new OptionsViewModel();
    private final InputsViewModel inputs = new InputsViewModel(ranks);
    private final ObjectBinding<RunSettings> settings = Bindings.createObjectBinding(
            this::now,
            ranks,
            device,
            findUnused,
            staticGraph,
            steps,
            seed,
            checkpoint.checkpointProperty(),
            options.optionsProperty(),
            inputs.planProperty(),
            inputs.lossRuleProperty());
    private final BooleanBinding changed =
            Bindings.createBooleanBinding(() -> !settings.get().equals(usual()), settings);
    private final PresetsViewModel presets = new PresetsViewModel(settings, this::show);
    private Optional<ScriptModel> base = Optional.empty();
    private String preferred = FIRST.device();

    /** The device that runs begin on, and that "defaults" means. */
    public void prefer(String wanted) {
        if (!wanted.equals(preferred)) {
            preferred = wanted;
            device.set(wanted);
        }
    }

    private RunSettings usual() {
        return new RunSettings(
                FIRST.ranks(),
                preferred,
                FIRST.inputs(),
                FIRST.loss(),
                FIRST.switches(),
                FIRST.steps(),
                FIRST.seed(),
                FIRST.timeoutSeconds());
    }

    private RunSettings now() {
        return new RunSettings(
                ranks.get(),
                device.get(),
                inputs.planProperty().get(),
                inputs.lossRuleProperty().get(),
                new Switches(
                        findUnused.get(),
                        staticGraph.get(),
                        checkpoint.checkpointProperty().get(),
                        options.optionsProperty().get()),
                steps.get(),
                seed.get(),
                FIRST.timeoutSeconds());
    }

    /** Offers what a child process found on this machine. */
    public void offer(Devices found) {
        var names = new java.util.ArrayList<>(List.of("auto", "cpu"));
        if (!found.gpus().isEmpty()) {
            names.add("cuda");
            found.gpus().forEach(gpu -> names.add("cuda:" + gpu.index()));
        }
        if (!devices.equals(names)) {
            String chosen = device.get();
            devices.setAll(names);
            device.set(names.contains(chosen) ? chosen : "auto");
        }
    }

    /** Modules and inputs are this model's; those of another are forgotten. */
    public void show(Experiment experiment) {
        if (base.filter(b -> b == experiment.base()).isEmpty()) {
            base = Optional.of(experiment.base());
            checkpoint.show(Checkpoint.OFF);
            presets.forget();
            inputs.show(experiment);
            checkpoint.show(experiment.graph());
            showCaptured(experiment);
        }
        checkpoint.show(experiment.graph());
    }

    private void showCaptured(Experiment experiment) {
        experiment.captured().ifPresent(captured -> {
            ranks.set(captured.ranks());
            steps.set(Math.max(steps.get(), captured.steps()));
            show(captured.switches());
        });
    }

    /** Everything but inputs and loss, which are the model's own already, as it was at first. */
    public void begin(Experiment experiment) {
        var usual = usual();
        ranks.set(usual.ranks());
        device.set(usual.device());
        show(usual.switches());
        steps.set(usual.steps());
        seed.set(usual.seed());
        showCaptured(experiment);
    }

    /** Everything as it was at first; inputs and loss are the model's own again. */
    public void reset() {
        show(usual());
    }

    /** Shows the settings of an earlier run or of a fix. */
    public void show(RunSettings wanted) {
        ranks.set(wanted.ranks());
        device.set(wanted.device());
        show(wanted.switches());
        inputs.show(wanted.inputs(), wanted.loss());
        steps.set(wanted.steps());
        seed.set(wanted.seed());
    }

    public void show(Switches wanted) {
        findUnused.set(wanted.findUnusedParameters());
        staticGraph.set(wanted.staticGraph());
        checkpoint.show(wanted.checkpoint());
        options.show(wanted.options());
    }

    public ObjectBinding<RunSettings> settingsProperty() {
        return settings;
    }

    /** Is anything other than at first? */
    public BooleanBinding changedProperty() {
        return changed;
    }

    public PresetsViewModel presets() {
        return presets;
    }

    public CheckpointViewModel checkpoint() {
        return checkpoint;
    }

    public OptionsViewModel options() {
        return options;
    }

    public InputsViewModel inputs() {
        return inputs;
    }

    public IntegerProperty ranksProperty() {
        return ranks;
    }

    /** As {@link RunSettings#device()}. */
    public StringProperty deviceProperty() {
        return device;
    }

    public ObservableList<String> devices() {
        return devices;
    }

    public BooleanProperty findUnusedProperty() {
        return findUnused;
    }

    public BooleanProperty staticGraphProperty() {
        return staticGraph;
    }

    public IntegerProperty stepsProperty() {
        return steps;
    }

    public ObjectProperty<Long> seedProperty() {
        return seed;
    }
}
