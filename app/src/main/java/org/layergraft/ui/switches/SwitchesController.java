package org.layergraft.ui.switches;

import atlantafx.base.controls.ToggleSwitch;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Spinner;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.DdpOptions;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Numbers;
import org.layergraft.ui.common.Words;

/** Binds the switches. */
public final class SwitchesController {

    private final SwitchesViewModel model;
    private final Words words;
    private final CostLinks costs;

    @FXML
    private VBox pane;

    @FXML
    private Button reset;

    @FXML
    private MenuButton presets;

    @FXML
    private Button back;

    @FXML
    private Label turned;

    @FXML
    private Label findUnusedName;

    @FXML
    private Label staticGraphName;

    @FXML
    private Label ranksName;

    @FXML
    private Label deviceName;

    @FXML
    private Label stepsName;

    @FXML
    private Label seedName;

    @FXML
    private Hyperlink findUnusedCost;

    @FXML
    private Hyperlink staticGraphCost;

    @FXML
    private Hyperlink findUnusedWhy;

    @FXML
    private Hyperlink staticGraphWhy;

    @FXML
    private ToggleSwitch findUnused;

    @FXML
    private ToggleSwitch staticGraph;

    @FXML
    private Spinner<Long> ranks;

    @FXML
    private ChoiceBox<String> device;

    @FXML
    private Spinner<Long> steps;

    @FXML
    private Spinner<Long> seed;

    public SwitchesController(SwitchesViewModel model, Words words, CostLinks costs) {
        this.model = model;
        this.words = words;
        this.costs = costs;
    }

    @FXML
    private void initialize() {
        findUnused.selectedProperty().bindBidirectional(model.findUnusedProperty());
        staticGraph.selectedProperty().bindBidirectional(model.staticGraphProperty());
        Numbers.bind(
                ranks,
                1,
                SwitchesViewModel.MOST_RANKS,
                model.ranksProperty(),
                model.ranksProperty()::get,
                n -> model.ranksProperty().set((int) n));
        Numbers.bind(
                steps,
                1,
                10_000,
                model.stepsProperty(),
                model.stepsProperty()::get,
                n -> model.stepsProperty().set((int) n));
        Numbers.bind(
                seed,
                0,
                Long.MAX_VALUE,
                model.seedProperty(),
                model.seedProperty()::get,
                n -> model.seedProperty().set(n));
        costs.bind(findUnusedCost, CostsViewModel.Subject.FIND_UNUSED);
        costs.bind(staticGraphCost, CostsViewModel.Subject.STATIC_GRAPH);
        costs.explain(findUnusedWhy, ActionId.EXPLAIN_FIND_UNUSED);
        costs.explain(staticGraphWhy, ActionId.EXPLAIN_STATIC_GRAPH);
        PresetsMenu.bind(
                presets, back, model.presets(), words, () -> costs.act().accept(ActionId.WRITE_SWITCHES));
        turned();
        marks();
        drops();
        reset.setOnAction(_ -> model.reset());
        reset.visibleProperty().bind(model.changedProperty());
        device.setItems(model.devices());
        device.setConverter(new StringConverter<>() {
            @Override
            public String toString(String name) {
                return name == null ? "" : name.equals("auto") ? words.get("switches.device.auto") : name;
            }

            @Override
            public String fromString(String shown) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        });
        device.valueProperty().bindBidirectional(model.deviceProperty());
    }

    /** Options are folded away, so what they are is told on top. */
    private void turned() {
        var told = model.settingsProperty()
                .map(RunSettings::switches)
                .map(s -> s.options().equals(DdpOptions.DEFAULT) ? "" : SwitchWords.of(s));
        turned.textProperty().bind(told);
        Shown.when(turned, told.map(t -> !t.isEmpty()));
    }

    private void marks() {
        var usual = RunSettings.DEFAULT;
        Shown.mark(findUnusedName, model.findUnusedProperty(), usual.switches().findUnusedParameters());
        Shown.mark(
                staticGraphName, model.staticGraphProperty(), usual.switches().staticGraph());
        Shown.<Number>mark(ranksName, model.ranksProperty(), usual.ranks());
        Shown.mark(deviceName, model.deviceProperty(), usual.device());
        Shown.<Number>mark(stepsName, model.stepsProperty(), usual.steps());
        Shown.mark(seedName, model.seedProperty(), usual.seed());
    }

    /** Arrays may be dropped anywhere on the pane. */
    private void drops() {
        pane.setOnDragOver(over -> {
            if (!arrays(over).isEmpty()) {
                over.acceptTransferModes(TransferMode.COPY);
                over.consume();
            }
        });
        pane.setOnDragDropped(dropped -> {
            var files = arrays(dropped);
            if (!files.isEmpty()) {
                model.inputs().drop(files);
                dropped.setDropCompleted(true);
                dropped.consume();
            }
        });
    }

    private static List<Path> arrays(DragEvent event) {
        return event.getDragboard().getFiles().stream()
                .map(File::toPath)
                .filter(file -> file.toString().matches(".*\\.np[yz]"))
                .toList();
    }
}
